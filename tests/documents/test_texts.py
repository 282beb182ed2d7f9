"""The catalogues: both languages say the same, and the code asks for what is there."""

import re
import tomllib
from pathlib import Path
from string import Formatter

import pytest

from kotacerdas import documents
from kotacerdas.documents.facts import TEXT
from kotacerdas.wording.catalogue import TERMS

TABLES = [
    (f"{table}.{key}", pair)
    for file in (TERMS, TEXT)
    for table, pairs in tomllib.loads(file.read_text(encoding="utf-8")).items()
    for key, pair in pairs.items()
]
ASKED = re.compile(r'(?:say|say\.count)\(\s*"([a-z_]+\.[a-z_]+)"')


def _places(phrase: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(phrase) if name}


@pytest.mark.parametrize(("key", "pair"), TABLES)
def test_both_languages_say_the_same(key: str, pair: list[str]):
    indonesian, english = pair
    assert _places(indonesian) == _places(english), key
    assert indonesian.strip() == indonesian != ""
    assert english.strip() == english != ""
    assert "!" not in indonesian + english


def test_every_phrase_asked_for_is_there():
    known = {key for key, _ in TABLES}
    folder = Path(documents.__file__).parent
    asked = {
        key
        for path in folder.glob("*.py")
        for key in ASKED.findall(path.read_text(encoding="utf-8"))
    }
    assert len(asked) > 100
    assert asked <= known
