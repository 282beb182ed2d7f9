"""A workbook brought in past the pages."""

from datetime import datetime

from kotacerdas.accounts.models import User
from kotacerdas.exchange.actions import apply_import, send_file
from kotacerdas.exchange.choices import Choices
from kotacerdas.exchange.models import Import
from kotacerdas.exchange.outcome import Decisions
from kotacerdas.exchange.sides import LABELS
from kotacerdas.records.models import Region

PRESET = Choices()
# What makes the records those of a file that does not say where it was taken out.
REPLACING = Choices(Decisions(others=True), frozenset(LABELS.values()))


def brought_in(  # noqa: PLR0913, PLR0917 - all that an import is asked
    region: Region,
    data: bytes,
    by: User,
    at: datetime,
    choices: Choices = PRESET,
    name: str = "buku",
) -> Import:
    """The import, which says how much it changed."""
    sent = send_file(region, name, data, by, at).sent
    return apply_import(sent, choices, by=by, at=at, reason="Rapat", confirmed=True).sent
