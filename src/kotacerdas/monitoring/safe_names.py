"""A file's name as it may stand in a list and on somebody's disk. Pure."""

import re
import unicodedata

from kotacerdas.monitoring.file_kinds import ENDINGS, Kind, ending_of

MOST_BYTES = 150
# Without letters of their own, or turning the direction of others: a name could look like another.
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|$)")


def safe_name(name: str, kind: Kind) -> str:
    """The last part of a path, of what can be read in it, with the kind's ending."""
    stem = safe_text(re.split(r"[/\\]", name)[-1])
    if ENDINGS.get(ending_of(stem)) == kind.told:
        stem = stem[: -len(ending_of(stem))]
    stem = re.sub(r'[<>:"|?*]', "-", stem).strip(" .")
    stem = stem.encode()[:MOST_BYTES].decode(errors="ignore").strip(" .") or "bukti"
    return ("_" if _RESERVED.match(stem) else "") + stem + kind.ending


def safe_text(text: str) -> str:
    """What can be read of a text, in one line."""
    text = unicodedata.normalize("NFC", text)
    spaced = re.sub(r"\s+", " ", text)
    return "".join(one for one in spaced if unicodedata.category(one) not in _UNSEEN).strip()
