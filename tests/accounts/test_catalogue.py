"""The catalogue of what Django and the sign-in library say: right words, and nothing left out."""

import io
import re
from collections.abc import Iterator
from gettext import GNUTranslations
from pathlib import Path
from typing import BinaryIO

import allauth
import django
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.core import validators
from django.forms import fields, models
from django.utils import translation

import kotacerdas
from wording.banned import banned_in

OURS = Path(kotacerdas.__file__).parent / "config/locale/id/LC_MESSAGES/django.po"
LIBRARIES = [Path(library.__file__).parent for library in (allauth, django)]
ID = "locale/id/LC_MESSAGES/django.po"
# What belongs to parts that are not installed or never reached: nobody sees it.
NOT_HERE = re.compile(
    r"idp|usersessions|headless|admin|apps\.py|models\.py|phone|managers|providers|templatetags"
    r"|socialaccount/(signup|connections|forms)|login_code|email/|trust|signup|email_change"
    r"|confirm_code|verified_email|warn_no_email"
)
NOT_PEOPLE = re.compile(r"[Uu]sername|[Pp]hone|[Ss]ign ?up|sign-up|JSON|\(pk\)s")


def catalogue(file: Path) -> Catalog:
    return read_po(io.BytesIO(file.read_bytes()), locale="id")


def said_of(file: Path) -> Iterator[tuple[str, list[str]]]:
    """Each message, and the files that say it."""
    for one in catalogue(file):
        text = one.id if isinstance(one.id, str) else one.id[0]
        if text:
            yield text, [place for place, _ in one.locations]


def wrong(texts) -> dict[str, list[str]]:
    with translation.override("id"):
        found = {text: banned_in(translation.gettext(text)) for text in texts}
    return {text: places for text, places in found.items() if places}


def test_no_message_of_the_sign_in_library_says_a_banned_word():
    reached = [
        text
        for text, places in said_of(LIBRARIES[0] / ID)
        if not NOT_PEOPLE.search(text) and not all(NOT_HERE.search(place) for place in places)
    ]
    assert len(reached) > 120
    assert wrong(reached) == {}


def test_nor_do_django_s_forms_and_validators():
    with translation.override("en"):
        assert wrong(_of_forms()) == {}


def _of_forms() -> set[str]:
    of_fields = {
        str(message)
        for module in (fields, models)
        for kind in vars(module).values()
        if isinstance(kind, type)
        for message in getattr(kind, "default_error_messages", {}).values()
    }
    of_validators = {
        str(kind.message)
        for kind in vars(validators).values()
        if isinstance(kind, type) and hasattr(kind, "message")
    }
    assert len(of_fields) > 15
    return {text for text in of_fields | of_validators if not NOT_PEOPLE.search(text)}


def test_every_message_is_still_said_by_a_library():
    """A renewed library may say it otherwise; then the old sentence helps nobody."""
    files = [file for root in LIBRARIES for file in root.glob(f"**/{ID}")]
    known = {text for file in files for text, _ in said_of(file)}
    assert {text for text, _ in said_of(OURS)} - known == set()


def test_the_catalogue_is_compiled_from_its_source():
    made = io.BytesIO()
    write_mo(made, catalogue(OURS))
    made.seek(0)
    with OURS.with_suffix(".mo").open("rb") as kept:
        assert entries(kept) == entries(made)


def entries(compiled: BinaryIO) -> dict[object, str]:
    found = GNUTranslations(compiled)._catalog
    return {key: text for key, text in found.items() if key}
