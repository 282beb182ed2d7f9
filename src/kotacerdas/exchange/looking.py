"""What an import would do now, worked out and kept with it."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from kotacerdas.core.errors import RefusedError
from kotacerdas.core.one_moment import one_moment
from kotacerdas.exchange.choices import Choices, as_stored, choices_of
from kotacerdas.exchange.effect import NEWEST_YEARS, Effect, effects_of, years_of
from kotacerdas.exchange.merge import merge_of
from kotacerdas.exchange.models import Import
from kotacerdas.exchange.previews import Preview, loaded, preview_of, refusal_parts
from kotacerdas.exchange.sides import sides_of
from kotacerdas.records.inverse import newest_changes
from kotacerdas.workbook.reading import Reading


@dataclass(frozen=True)
class Looked:
    """An import with what it would do now."""

    sent: Import
    preview: Preview


def look(sent: Import, choices: Choices, at: datetime) -> Looked:
    """What it would do now with these decisions, kept with it; nothing else is written.

    Raises:
        OtherFormatError: it was read by another version of the program.
    """
    preview, digest = _looked(sent, choices, at)
    sent.result, sent.digest, sent.choices = preview.dumped(), digest, as_stored(choices)
    preview = loaded(sent.result)
    waiting = Import.objects.filter(pk=sent.pk, applied_at=None)
    waiting.update(result=sent.result, digest=sent.digest, choices=sent.choices)
    return Looked(sent, preview)


def _looked(sent: Import, choices: Choices, at: datetime) -> tuple[Preview, str]:
    region, reading = sent.region, sent.workbook
    if not reading.is_ok:
        return Preview(reading.issues), ""
    if region.code not in reading.regions:
        return Preview(reading.issues, refusal=refusal_parts(refused_region(reading))), ""
    with one_moment():
        sides = sides_of(region, sent.base_entry)
        merge = merge_of(sides, reading, sent.file_id, choices)
        fields = [(one.record, one.name) for one in merge.conflicts]
        later = newest_changes(region, sides.base_entry, fields)
    today = timezone.localdate(at)
    years = years_of(merge.changes, sides.counting, today)
    newest = years[:NEWEST_YEARS]
    effects = effects_of(region, sides.counting, merge.changes, newest, today)
    return preview_of(reading.issues, merge, later, effects, years[NEWEST_YEARS:]), merge.digest


def refused_region(reading: Reading) -> RefusedError:
    """That the file is of other regions."""
    return RefusedError("import.other_region", found=", ".join(reading.regions))


def effect_in(sent: Import, year: int, at: datetime) -> Effect | None:
    """What it would do to the figures of one more year; None where that can't be said.

    Raises:
        OtherFormatError: it was read by another version of the program.
    """
    reading = sent.workbook
    if not reading.is_ok or sent.region.code not in reading.regions:
        return None
    with one_moment():
        sides = sides_of(sent.region, sent.base_entry)
        merge = merge_of(sides, reading, sent.file_id, choices_of(sent.choices))
    today = timezone.localdate(at)
    if year not in years_of(merge.changes, sides.counting, today):
        return None
    [effect] = effects_of(sent.region, sides.counting, merge.changes, [year], today)
    return effect
