"""What of a log would be shown as a code that the program writes, not in words."""

import json
from collections.abc import Iterator

from django.apps import apps
from django.utils import translation

from house.composed import SIGN_INS
from house.test_words import phrases
from kotacerdas.audit.models import Entry
from kotacerdas.frameworks.loading import load, packaged
from kotacerdas.scorecards.display import change_view
from kotacerdas.workbook.schema import SHEETS


def shown_as_codes() -> set[tuple[str, str, str]]:
    """Model, field and code, of all entries as an Indonesian reads them."""
    spoken = {indonesian for indonesian, _ in phrases().values()}
    codes = set(_codes()) - spoken
    with translation.override("id"):
        views = [
            change_view(one) for entry in Entry.objects.all() for one in json.loads(entry.changes)
        ]
    return {
        (view.model, field.name, part)
        for view in views
        for field in view.fields
        for side in (field.before, field.after)
        for part in side.split("; ")
        if part in codes
    }


def _codes() -> Iterator[str]:
    """Those of every field with choices, of the workbook's words, of editions and of sign-ins."""
    for model in apps.get_models():
        for field in model._meta.get_fields():
            yield from (str(code) for code, _ in getattr(field, "choices", None) or () if code)
    for sheet in SHEETS:
        for column in sheet.columns:
            yield from (word for word, alias in column.words.items() if word != alias)
    for edition in map(load, packaged()):
        yield from (part.code for part in (*edition.dimensions, *edition.components))
    yield from (*SIGN_INS, "waiting")
