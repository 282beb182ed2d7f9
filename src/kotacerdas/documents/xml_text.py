"""Text that an Office file can hold."""

import re

# XML 1.0 has no place for these, and a file with one of them does not open. The tail of each is a
# surrogate or a non-character.
_NOT_STORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def storable(text: str) -> str:
    """`text` without the characters that XML can't hold."""
    return _NOT_STORABLE.sub("", text)
