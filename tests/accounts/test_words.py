"""Every word that a page of accounts asks for is there, in both languages."""

import re
import tomllib
from pathlib import Path

import pytest
from django.utils import translation

import kotacerdas.accounts
from kotacerdas.core.words import words

ROOM = Path(kotacerdas.accounts.__file__).parent
IN_TEMPLATE = re.compile(r"""{%\s*t\s+"([a-z_.]+)\"""")
IN_PYTHON = re.compile(r'"((?:people|account|mail|role)\.[a-z_]+)"')


def keys_in_use():
    templates = [*ROOM.glob("templates/**/*.html"), *ROOM.glob("templates/**/*.txt")]
    found = {key for file in templates for key in IN_TEMPLATE.findall(file.read_text("utf-8"))}
    for file in ROOM.glob("**/*.py"):
        found |= set(IN_PYTHON.findall(file.read_text("utf-8")))
    verbs = ("invite", "end", "hand_over", "close", "reopen")
    found |= {f"people.{verb}_done" for verb in ("close", "reopen")}
    found -= {"account.close", "account.open"}  # what the log calls them
    return found | {f"people.{verb}{part}" for verb in verbs for part in ("", "_lead", "_do")}


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_key_exists(language):
    with translation.override(language):
        missing = {key for key in keys_in_use() if key not in words()}
    assert not missing


def test_no_word_is_there_for_nothing():
    tables = tomllib.loads((ROOM / "words.toml").read_text("utf-8"))
    own = {f"{table}.{name}" for table, pairs in tables.items() for name in pairs}
    roles = {key for key in own if key.startswith("role.")}
    assert own - roles - keys_in_use() == set()
