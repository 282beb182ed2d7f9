"""Reports that were filled in while an indicator had another code."""

from collections.abc import Mapping

from kotacerdas.monitoring.content import known_names
from kotacerdas.monitoring.due import Due
from kotacerdas.plan.models import Indicator, Programme
from kotacerdas.records.identity import current_codes

_VALUE, _ANSWER = "value:", "answer:"


def by_current_codes(due: Due, programme: Programme, filled: Mapping[str, str]) -> dict[str, str]:
    """What was filled in, by the codes that the programme's indicators have now.

    In one query where a value's name is not known, else in none.
    """
    known = {*known_names(due)}
    if all(name in known for name in filled if name.startswith(_VALUE)):
        return dict(filled)
    codes = current_codes(programme.region, Indicator, programme=programme)
    return {
        name if name in known else with_current_code(name, codes): text
        for name, text in filled.items()
    }


def with_current_code(name: str, codes: Mapping[str, str]) -> str:
    """`value:OLD|q1` and `answer:jump|OLD|q1` with the code that the indicator has now."""
    if name.startswith(_VALUE):
        code, mark, period = name.removeprefix(_VALUE).rpartition("|")
        return f"{_VALUE}{codes.get(code, code)}{mark}{period}"
    if name.startswith(_ANSWER):
        rule, mark, key = name.partition("|")
        code, bar, period = key.rpartition("|")
        return f"{rule}{mark}{codes.get(code, code)}{bar}{period}"
    return name
