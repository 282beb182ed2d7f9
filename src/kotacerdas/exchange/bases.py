"""After which entry of the log a workbook was taken out, if that is known here."""

from typing import NamedTuple

from django.db.models import Sum
from django.db.models.functions import Length

from kotacerdas.audit.models import Entry
from kotacerdas.records.models import Region
from kotacerdas.workbook.reading import Reading

LONGEST_LOG = 100_000_000  # characters of changes since; to turn back more would take too long


class Known(NamedTuple):
    """The number of the entry; None with why it is not known, a phrase of `import`."""

    entry: int | None
    why: str = ""


def base_of(region: Region, reading: Reading) -> Known:
    """The base of a workbook: an entry that is in the region's log, with the hash it had then."""
    base = reading.base
    if base is None:
        return Known(None, "no_base")
    if base.region != region.code:
        return Known(None, "base_of_another")
    entries = Entry.objects.filter(chain_id=region.code)
    found = entries.filter(number=base.entry).values_list("hash", flat=True).first()
    if found is None or not found.startswith(base.hash):
        return Known(None, "base_unknown")
    later = entries.filter(number__gt=base.entry)
    size = later.aggregate(size=Sum(Length("changes")))["size"] or 0
    return Known(None, "base_too_old") if size > LONGEST_LOG else Known(base.entry)
