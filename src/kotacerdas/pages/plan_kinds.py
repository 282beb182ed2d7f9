"""The kinds of records of the plan that are edited on a page: their addresses and their sheets."""

from dataclasses import dataclass

from django.db import models

from kotacerdas.scorecards.sheets import MODELS
from kotacerdas.workbook.schema import BY_NAME


@dataclass(frozen=True)
class PlanKind:
    """`slug` stands in addresses; `parent` is the column that names what the record is part of."""

    slug: str
    sheet: str
    parent: str = ""
    name: str = "name"  # the column by which people know it
    acts: str = ""  # the word for its kind in the addresses of acts
    measures: tuple[str, ...] = ()  # the columns that have a grid, by year

    @property
    def model(self) -> type[models.Model]:
        return MODELS[self.sheet]

    @property
    def label(self) -> str:
        return self.model._meta.label_lower

    @property
    def parent_sheet(self) -> str:
        return BY_NAME[self.sheet].by_name[self.parent].refers_to or "" if self.parent else ""


KINDS = (
    PlanKind("daerah", "Region"),
    PlanKind("opd", "Agencies", acts="opd"),
    PlanKind("misi", "Missions", name="text"),
    PlanKind("regulasi", "Regulations", name="title"),
    PlanKind("program", "Programmes", acts="program"),
    PlanKind("pengampu", "Stewardships", parent="programme", name="from_year"),
    PlanKind("indikator", "Indicators", parent="programme", acts="indikator"),
    PlanKind(
        "target", "Targets", parent="indicator", name="year", measures=("target", "target_max")
    ),
    PlanKind(
        "anggaran", "Budget", parent="programme", name="year", measures=("ceiling", "realised")
    ),
    PlanKind("inovasi", "Innovations"),
    PlanKind("kapasitas", "Capacity", name="item", measures=("target", "realised")),
    PlanKind("daerah-lain", "OtherRegions", name="place"),
    PlanKind("indeks", "OtherIndices", name="index"),
    PlanKind("kematangan", "InnovationMarks", parent="innovation", name="indicator"),
    PlanKind("indikator-pemda", "RegionMarks", name="indicator"),
)
BY_SLUG = {kind.slug: kind for kind in KINDS}
BY_SHEET = {kind.sheet: kind for kind in KINDS}


def children_of(kind: PlanKind) -> list[PlanKind]:
    """The kinds whose records are parts of one of these."""
    return [one for one in KINDS if one.parent_sheet == kind.sheet]
