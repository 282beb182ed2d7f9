"""Files of a region that go again where the act that brought them fails."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from django.core.files.storage import default_storage
from django.db import Error, models, transaction

from kotacerdas.core.stored_files import store
from kotacerdas.records.actions import lock_region
from kotacerdas.records.models import Region

Storing = Callable[[Region, str, bytes, str], None]


@contextmanager
def storing(records: type[models.Model]) -> Iterator[Storing]:
    """What stores a region's file by name, content and SHA-256, its region locked.

    Where the block fails nothing is left of the file, unless one of `records` names it.
    """
    stored: list[tuple[Region, str]] = []

    def store_for(region: Region, name: str, content: bytes, sha256: str) -> None:
        stored.append((region, name))
        store(name, content, sha256)

    try:
        yield store_for
    except BaseException:
        for region, name in stored:
            with suppress(Error, OSError):  # what failed first is told; the next upload mends it
                _discard_unless_named(records, region, name)
        raise


def _discard_unless_named(records: type[Any], region: Region, name: str) -> None:
    """The region is held meanwhile, because the same file may just be arriving a second time."""
    with transaction.atomic():
        lock_region(region)
        if not records.objects.filter(content=name).exists():
            default_storage.delete(name)
        transaction.set_rollback(True)  # the region itself may have come with the act that failed
