"""The rows that were chosen in a table, as its form sends them."""

from django.http import QueryDict

from kotacerdas.core.errors import RefusedError

PICK, PICK_ALL = "pick", "pick_all"  # one of the chosen rows; all that match, with commas between
_LONGEST_KEY = 18


def picks_of(asked: QueryDict) -> list[int]:
    """The primary keys that were chosen, each once; what is none is left out."""
    texts = [*asked.getlist(PICK), *asked.get(PICK_ALL, "").split(",")]
    known = [one for one in texts if one.isascii() and one.isdecimal() and len(one) <= _LONGEST_KEY]
    return list(dict.fromkeys(map(int, known)))


def require_picks(picks: list[int], most: int) -> None:
    """Raises RefusedError: nothing is chosen, or more than is done at once."""
    if not picks:
        raise RefusedError("at_once.none_chosen")
    if len(picks) > most:
        raise RefusedError("at_once.too_many", limit=most, n=len(picks))
