"""Reading the log."""

import json
from collections.abc import Sequence

from django.db.models import QuerySet

from kotacerdas.audit.models import Entry


def entries_of(chain: str) -> QuerySet[Entry]:
    """The newest first."""
    return Entry.objects.filter(chain_id=chain).order_by("-number")


def history_of(chain: str, model: str, key: Sequence[object]) -> QuerySet[Entry]:
    """The entries that changed one record, the newest first."""
    named = json.dumps([model, *key], ensure_ascii=False)
    return entries_of(chain).filter(changes__contains=f'"of": {named}')
