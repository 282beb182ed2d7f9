"""What reports were filled in with while an indicator had another code. Pure."""

from collections.abc import Mapping

from kotacerdas.casework.models import Version
from kotacerdas.records.identity import CodesSince

_VALUE, _ANSWER = "value:", "answer:"


def current_text(version: Version, since: CodesSince) -> dict[str, str]:
    """What a version was filled in with, by the codes that indicators have now.

    `since` is `records.identity.codes_since` of indicators. Of a draft it is so already, for it
    follows their codes (`syncing`).
    """
    if version.submitted_entry is None:
        return dict(version.filled)
    return renamed(version.filled, since(version.submitted_entry))


def renamed(filled: Mapping[str, str], codes: Mapping[str, str]) -> dict[str, str]:
    """The fields with other codes of indicators: `codes` has the new one by the old."""
    return {renamed_field(name, codes): text for name, text in filled.items()}


def renamed_field(name: str, codes: Mapping[str, str]) -> str:
    """`value:OLD|q1` and `answer:jump|OLD|q1` with the other code."""
    if name.startswith(_VALUE):
        return _VALUE + renamed_key(name.removeprefix(_VALUE), codes)
    if name.startswith(_ANSWER):
        rule, mark, key = name.partition("|")
        return f"{rule}{mark}{renamed_key(key, codes)}"
    return name


def renamed_key(key: str, codes: Mapping[str, str]) -> str:
    """`OLD|q1` with the other code; what names no value of an indicator is as it was."""
    code, mark, period = key.rpartition("|")
    return f"{codes.get(code, code)}{mark}{period}"
