"""Which agencies have fewer innovations than they are asked for, and who is told of it.

Methodology, section 7: what counts, and until when.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

import polars as pl
from django.urls import reverse

from kotacerdas.accounts.models import Appointment, Role
from kotacerdas.casework.reminding import Paragraph, is_near, register_paragraphs, reminds_of
from kotacerdas.core.words import phrase, words
from kotacerdas.frameworks.loading import DEFAULT, load
from kotacerdas.plan.models import Innovation
from kotacerdas.records.models import Agency, Region
from kotacerdas.scoring.measures import (
    STAGES,
    STAGES_ON_THE_WAY,
    counted_by_agency,
    with_counted,
)
from kotacerdas.scoring.periods import year_end
from kotacerdas.workbook.schema import stage_day

DUE_MONTH, DUE_DAY = 11, 30
_COLUMNS = {
    "agency": pl.String,
    "stage": pl.String,
    "same_as": pl.String,
    **{stage_day(stage): pl.Date for stage in STAGES},
}


@dataclass(frozen=True)
class Shortage:
    """An agency below the minimum: how many count, how many are missing, what is on its way."""

    agency: int
    code: str
    name: str
    counted: int
    missing: int
    on_the_way: int


def due_on(year: int) -> date:
    """The day by which a year's innovations are to be at their trial."""
    return date(year, DUE_MONTH, DUE_DAY)


def shortages(region: Region, year: int, today: date) -> list[Shortage]:
    """The agencies below the minimum of the year as it stands on that day, the fewest first.

    Without those that have retired; in three queries.
    """
    edition = load(region.framework or DEFAULT)
    agencies = Agency.objects.filter(region=region).exclude(retired_on__lte=today)
    innovations = Innovation.objects.filter(region=region, year=year)
    names = ("agency__code", *tuple(_COLUMNS)[1:])
    rows = list(innovations.order_by("pk").values_list("pk", *names))
    partners: dict[int, list[str]] = {}
    if edition.innovation_counts == "each":
        pairs = innovations.exclude(partners=None).values_list("pk", "partners__code")
        for pk, code in pairs:
            partners.setdefault(pk, []).append(code)
    frame = pl.DataFrame(
        [(*row[1:2], row[2], row[3] or None, *row[4:]) for row in rows],
        schema=_COLUMNS,
        orient="row",
    ).with_columns(
        partners=pl.Series([partners.get(row[0]) for row in rows], dtype=pl.List(pl.String))
    )
    standing = with_counted(frame, min(today, year_end(year)))
    counted = dict(counted_by_agency(standing, edition.innovation_counts).iter_rows())
    coming = dict(
        standing.filter(pl.col("stage").is_in(STAGES_ON_THE_WAY), pl.col("same_as").is_null())
        .group_by("agency")
        .agg(pl.len())
        .iter_rows()
    )
    found = [
        Shortage(pk, code, name, own, edition.innovation_minimum - own, coming.get(code, 0))
        for pk, code, name in agencies.values_list("pk", "code", "name")
        if (own := counted.get(code, 0)) < edition.innovation_minimum
    ]
    return sorted(found, key=lambda one: (one.counted, one.name))


def register() -> None:
    register_paragraphs(_paragraphs)


def _paragraphs(held: Collection[Appointment], today: date) -> Mapping[int, list[Paragraph]]:
    """What operators of short agencies are told, and coordinators of how many there are.

    In regions that keep their innovations: that have one of the year or of the year before.
    """
    due = due_on(today.year)
    if not is_near(due, today):
        return {}
    regions = {one.region_id: one.region for one in held}
    kept = Innovation.objects.filter(region__in=regions, year__in=(today.year - 1, today.year))
    short = {
        pk: shortages(regions[pk], today.year, today)
        for pk in kept.order_by().values_list("region", flat=True).distinct()
    }
    is_reason = reminds_of(due, today)
    found: dict[int, list[Paragraph]] = {}
    for one in held:
        of_region = short.get(one.region_id, [])
        if one.role == Role.OPERATOR:
            texts: Iterable[Shortage] = [own for own in of_region if own.agency == one.agency_id]
            write, subject = _own, _own_subject
        elif one.role == Role.COORDINATOR and of_region and today > due:
            texts, write, subject = of_region[:1], partial(_all, of_region), _all_subject
        else:
            continue
        for text in texts:
            paragraph = Paragraph(
                one.region,
                partial(subject, text, of_region),
                partial(write, text, one.region, today),
                is_reason,
            )
            found.setdefault(one.user_id, []).append(paragraph)
    return found


def _own_subject(short: Shortage, of_region: list[Shortage]) -> str:
    del of_region
    return words().count("innovation.short_subject", short.missing)


def _all_subject(short: Shortage, of_region: list[Shortage]) -> str:
    del short
    return words().count("innovation.short_agencies", len(of_region))


def _own(short: Shortage, region: Region, today: date, site: str) -> str:
    year = today.year
    minimum = short.counted + short.missing
    lines = [
        short.name,
        phrase(
            "innovation.short_text",
            {"year": year, "n": short.counted, "minimum": minimum, "day": due_on(year)},
        ),
    ]
    if short.on_the_way:
        lines.append(words().count("innovation.on_the_way", short.on_the_way))
    lines.append(site + reverse("innovation:new", args=[region.code]))
    return "\n".join(lines)


def _all(of_region: list[Shortage], short: Shortage, region: Region, today: date, site: str) -> str:
    del short, today
    head = words().count("innovation.short_agencies", len(of_region))
    address = reverse("pages:latest-innovations", args=[region.code])
    rows = [f"- {one.name}: {one.counted}" for one in of_region]
    return "\n".join([f"{head}:", *rows, site + address])
