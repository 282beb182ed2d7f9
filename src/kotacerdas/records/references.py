"""What speaks of a record, and so keeps it from being removed."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS, models
from django.db.models import ProtectedError
from django.db.models.deletion import Collector

from kotacerdas.core.errors import RefusedError, Word

_MOST_NAMED = 5
_AT_ONCE = 5000  # a statement takes only so many parameters


def remove(model: type[models.Model], keys: Sequence[int]) -> None:
    """Delete the records of these primary keys, where nothing speaks of them.

    Raises:
        RefusedError: something does; it says what, and with which year the record can end instead.
    """
    for start in range(0, len(keys), _AT_ONCE):
        some = keys[start : start + _AT_ONCE]
        records = model._default_manager.filter(pk__in=some)
        if any(rows.exists() for rows in _listing(model, some)):
            raise _refusal(model, some)
        try:
            records.delete()
        except ProtectedError as error:
            raise _refusal(model, some) from error


def referring(record: models.Model) -> list[models.Model]:
    """All that speaks of a record and keeps it, without what would go with it."""
    found: list[models.Model] = []
    try:
        Collector(using=DEFAULT_DB_ALIAS, origin=record).collect([record])
    except ProtectedError as error:
        found += error.protected_objects
    for rows in _listing(type(record), [record.pk]):
        found += rows
    return found


def _listing(model: type[models.Model], keys: Sequence[int]) -> list[models.QuerySet[Any]]:
    """Records that have one of these in a list, which a database would let go silently."""
    relations: list[Any] = [
        relation
        for relation in model._meta.get_fields(include_hidden=True)
        if relation.many_to_many and relation.auto_created
    ]
    return [
        relation.related_model._default_manager.filter(**{f"{relation.field.name}__in": keys})
        for relation in relations
    ]


def last_year(referring: Iterable[models.Model]) -> int | None:
    """The latest year that they tell of; None where they tell of none."""
    years = [getattr(one, "year", None) for one in referring]
    return max((year for year in years if year is not None), default=None)


def _refusal(model: type[models.Model], keys: Sequence[int]) -> RefusedError:
    """What refers to each of the records, of which only a few are named."""
    refused: list[RefusedError] = []
    for record in model._default_manager.filter(pk__in=keys).order_by("pk"):
        by = referring(record)
        if not by:
            continue
        counts = Counter(one._meta.label_lower for one in by)
        year = last_year(by)
        refused.append(
            RefusedError(
                "removal.referred" if year is None else "removal.referred_until",
                kind=Word("log_model", model._meta.label_lower),
                code=getattr(record, "code", ""),
                by=[Word("log_model", label, number) for label, number in sorted(counts.items())],
                year=year,
            )
        )
        if len(refused) == _MOST_NAMED:
            break
    return RefusedError("removal.refused", records=refused)
