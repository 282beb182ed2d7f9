"""The words of the pages, from every room's words.toml, in the language of the reader."""

from functools import cache
from pathlib import Path

from django.utils.translation import get_language

from kotacerdas.wording.catalogue import Catalogue, terms
from kotacerdas.wording.numbers import Language

ROOMS = Path(__file__).parent.parent


def language() -> Language:
    """The reader's, Indonesian where none is active."""
    return Language.EN if (get_language() or "").startswith("en") else Language.ID


def words() -> Catalogue:
    """Shared terms, the documents' labels and the words of all rooms; a key is `people.invite`."""
    return _words(language())


@cache
def _words(wanted: Language) -> Catalogue:
    return terms(wanted, ROOMS / "documents" / "text.toml", *sorted(ROOMS.glob("*/words.toml")))
