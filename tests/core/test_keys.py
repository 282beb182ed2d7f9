"""What an address or a form says as a key is one, or none; no text of theirs breaks a page."""

import pytest

from kotacerdas.core.keys import key_in


@pytest.mark.parametrize(
    ("text", "key"),
    [
        *(("0", 0), ("23", 23), ("0023", 23), ("9" * 18, 10**18 - 1)),
        *((text, None) for text in ("", "-1", "1.0", " 1", "x", "²", "٢٣", "9" * 19, "9" * 5000)),
    ],
)
def test_a_key_is_digits_that_a_database_holds(text: str, key: int | None):
    assert key_in(text) == key
