"""The words of the pages, from every room's words.toml, in the language of the reader."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

from django.utils.translation import get_language

from kotacerdas.core.errors import RefusedError, Word
from kotacerdas.wording.catalogue import Catalogue, terms
from kotacerdas.wording.dates import long_date
from kotacerdas.wording.numbers import Language, plain

ROOMS = Path(__file__).parent.parent


def language() -> Language:
    """The reader's, Indonesian where none is active."""
    return Language.EN if (get_language() or "").startswith("en") else Language.ID


def words(wanted: Language | None = None) -> Catalogue:
    """Shared terms, the documents' labels and the words of all rooms; a key is `people.invite`.

    In the reader's language where none is named.
    """
    return _words(wanted or language())


def sentence(refused: RefusedError) -> str:
    """Why an action was refused, with its numbers and dates in the reader's language."""
    return phrase(refused.key, refused.values)


def phrase(key: str, values: Mapping[str, object]) -> str:
    """A phrase with values put in, numbers, dates and terms in the reader's language."""
    return words()(key, **{name: _in_words(value) for name, value in values.items()})


def _in_words(value: object) -> object:
    match value:
        case date():
            return long_date(value, language())
        case float():
            return plain(value, language())
        case Word():
            return counted(*value)
        case RefusedError():
            return sentence(value)
        case list():
            parts = [str(_in_words(one)) for one in value]
            return (" " if isinstance(value[0], RefusedError) else ", ").join(parts)
    return value


def counted(vocabulary: str, name: str, number: int | None) -> str:
    """`Indicators (3)`; without a number the name of one."""
    if number is None:
        return words().term(vocabulary, name)
    name_of = words().term if number == 1 else words().several
    return f"{name_of(vocabulary, name)} ({number})"


@cache
def _words(wanted: Language) -> Catalogue:
    return terms(wanted, ROOMS / "documents" / "text.toml", *sorted(ROOMS.glob("*/words.toml")))
