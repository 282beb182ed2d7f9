"""A file's name as it may stand in a list and on somebody's disk. Pure."""

import re
import unicodedata

from pathvalidate import sanitize_filename

from kotacerdas.casework.file_kinds import Kind, without_ending

MOST_BYTES = 150
# Without letters of their own, or turning the direction of others: a name could look like another.
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def safe_name(name: str, kind: Kind) -> str:
    """The last part of a path, of what can be read in it, with the kind's ending."""
    stem = without_ending(safe_text(re.split(r"[/\\]", name)[-1]), kind)
    stem = stem.encode()[:MOST_BYTES].decode(errors="ignore").strip(" .") or "bukti"
    return str(sanitize_filename(stem, "-", max_len=MOST_BYTES)) + kind.ending


def safe_text(text: str) -> str:
    """What can be read of a text, in one line."""
    text = unicodedata.normalize("NFC", text)
    spaced = re.sub(r"\s+", " ", text)
    return "".join(one for one in spaced if unicodedata.category(one) not in _UNSEEN).strip()
