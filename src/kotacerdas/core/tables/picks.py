"""The rows that were chosen in a table, as its form sends them."""

from collections.abc import Sequence

from django.http import QueryDict

from kotacerdas.core.errors import RefusedError
from kotacerdas.core.keys import key_in

PICK, PICK_ALL = "pick", "pick_all"  # one of the chosen rows; all that match, with commas between
MOST_RECORDS = 500


def picked(asked: QueryDict) -> list[str]:
    """The keys that were chosen, each once."""
    texts = [*asked.getlist(PICK), *asked.get(PICK_ALL, "").split(",")]
    return list(dict.fromkeys(filter(None, texts)))


def picks_of(asked: QueryDict) -> list[int]:
    """The primary keys that were chosen, each once; what is none is left out."""
    keys = map(key_in, picked(asked))
    return list(dict.fromkeys(key for key in keys if key is not None))


def require_picks(picks: Sequence[object], most: int = MOST_RECORDS) -> None:
    """Raises RefusedError: nothing is chosen, or more than is done at once."""
    if not picks:
        raise RefusedError("at_once.none_chosen")
    if len(picks) > most:
        raise RefusedError("at_once.too_many", limit=most, n=len(picks))
