"""Which record a code means: the one that has it, or else the last that had it."""

from collections.abc import Callable

from django.db import models

from kotacerdas.records.models import Alias, Region
from kotacerdas.records.storage import in_region
from kotacerdas.wording.matching import composed


def resolve(region: Region, model: type[models.Model], code: str) -> int | None:
    """The primary key of the record that the code means; None where none ever had it, or all are
    gone.

    The record that has the code now comes first, then the one that gave it up last.
    """
    records, code = in_region(model, region), composed(code)
    current: int | None = records.filter(code=code).values_list("pk", flat=True).first()
    if current is not None:
        return current
    aliases = _aliases(region, model).filter(code=code, record__in=records.order_by().values("pk"))
    return aliases.order_by("-until_entry").values_list("record", flat=True).first()


CodesSince = Callable[[int], dict[str, str]]


def codes_since(region: Region, model: type[models.Model]) -> CodesSince:
    """A function of an entry's number: the codes after that entry which mean a record that has
    another one now, with the code of now. In one query.

    A code that passed to another record in between leads to the one that had it then.
    """
    records = in_region(model, region).order_by()
    code = records.filter(pk=models.OuterRef("record")).values("code")[:1]
    aliases = _aliases(region, model).filter(record__in=records.values("pk"))
    known = aliases.annotate(current=models.Subquery(code)).order_by("-until_entry")
    rows = list(known.values_list("until_entry", "record", "code", "current"))

    def since(entry: int) -> dict[str, str]:
        had = {record: (then, now) for until, record, then, now in rows if until > entry}
        return dict(had.values())

    return since


def former_codes(region: Region) -> dict[tuple[str, str], int]:
    """By the model's label and a code that was given up: who had it; of two who gave it up last."""
    aliases = Alias.objects.filter(region=region).order_by("until_entry")
    return {(model, code): pk for model, code, pk in aliases.values_list("model", "code", "record")}


def had_code_like(region: Region, model: type[models.Model], text: str) -> models.Q:
    """Of records of the model: those that once had a code with the text in it."""
    aliases = _aliases(region, model).filter(code__icontains=text)
    return models.Q(pk__in=aliases.values("record"))


def _aliases(region: Region, model: type[models.Model]) -> models.QuerySet[Alias]:
    return Alias.objects.filter(region=region, model=model._meta.label_lower)
