"""When two names are the same name, and what of a text cannot be seen."""

import re
import unicodedata
from functools import lru_cache

# Unicode's format characters, without those that draw something (Arabic number signs and the like).
_UNSEEN = (
    "\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0001\U000e0020-\U000e007f"
)
_JOINERS = "\u200c\u200d"
# A joiner has a meaning between emoji and between letters of scripts that join; never beside Latin
# letters, digits, blanks and dashes, where it only makes one word into two that look alike.
_JOINED = rf"[^\x00-\u02ff\u2000-\u206f\s{_UNSEEN}]"
_NEEDLESS = re.compile(
    rf"[{_UNSEEN}]|(?<!{_JOINED})[{_JOINERS}]|[{_JOINERS}](?!{_JOINED})"  # one character each
)
_CONTROLS = r"\x00-\x08\x0e-\x1f\x7f-\x9f\u034f\u115f\u1160\u3164\ufe00-\ufe0e"
_HIDDEN = re.compile(rf"{_NEEDLESS.pattern}|[^\S \t\r\n]|[{_CONTROLS}]")
_IGNORED = re.compile(r"[\s_-]+")

# What a column of text is searched for before each of its cells is looked at.
FORMAT_CHARACTERS = rf"[{_UNSEEN}{_JOINERS}]"


def composed(text: str) -> str:
    """`text` in Unicode's composed form (NFC), without format characters that mean nothing."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", _NEEDLESS.sub("", text))


def revealed(text: str) -> str:
    """`text` with what can't be seen as its number: `GOV-01⟨U+200B⟩`."""
    return _HIDDEN.sub(lambda match: f"⟨U+{ord(match[0]):04X}⟩", text)


@lru_cache(maxsize=20_000)
def normalised(name: str) -> str:
    """`name` without case, spaces, `_` and `-`: "Sub Dimensi" and "sub_dimensi" are one."""
    return _IGNORED.sub("", composed(name)).casefold()
