"""Phrases kept in TOML files, one line a phrase: `key = ["Indonesian", "English"]`."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from kotacerdas.wording.numbers import Language, plain

TERMS = Path(__file__).parent / "terms.toml"


class Catalogue:
    """The phrases of one language; a key is its table and name, `status.realised`."""

    def __init__(self, phrases: Mapping[str, str], language: Language) -> None:
        self._phrases = phrases
        self.language = language

    def __call__(self, key: str, **values: object) -> str:
        """The phrase with `values` put in. What the values hold is never read as a phrase."""
        return self._phrases[key].format(**values)

    def __contains__(self, key: str) -> bool:
        return key in self._phrases

    def count(self, key: str, number: int, **values: object) -> str:
        """The phrase for so many; its singular, where the language has one, is `key_one`."""
        singular = f"{key}_one"
        chosen = singular if number == 1 and singular in self._phrases else key
        return self(chosen, n=plain(number, self.language), **values)

    def term(self, table: str, word: str | None) -> str:
        """The name of one of a fixed set of words; a word that is not in the set, as it is."""
        if word is None:
            return ""
        return self._phrases.get(f"{table}.{word}", word)

    def several(self, table: str, word: str) -> str:
        """The name for more than one of it, or where it has no plural that for one."""
        return self._phrases.get(f"{table}_several.{word}", self.term(table, word))


@cache
def terms(language: Language, *files: Path) -> Catalogue:
    """The shared terms, with the phrases of further `files`."""
    phrases: dict[str, str] = {}
    for file in (TERMS, *files):
        phrases |= _phrases(file, language)
    return Catalogue(phrases, language)


def _phrases(file: Path, language: Language) -> dict[str, str]:
    place = list(Language).index(language)
    tables = tomllib.loads(file.read_text(encoding="utf-8"))
    return {
        f"{table}.{name}": pair[place]
        for table, pairs in tables.items()
        for name, pair in pairs.items()
    }
