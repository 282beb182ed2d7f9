"""What a number counts, and what it leaves out: programmes, indicators, records, each by name."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import polars as pl

from kotacerdas.core.words import words
from kotacerdas.documents.facts import Facts
from kotacerdas.figures.number import LEVELS, Number
from kotacerdas.figures.trace import Trace, TracedRow
from kotacerdas.wording.numbers import number, percent, plain, rupiah

Row = Mapping[str, Any]
_EVERY = pl.lit(value=True)


class Spot(NamedTuple):
    """The field of a row on which something rests."""

    row: TracedRow
    field: str


class Counted(NamedTuple):
    """One that a number counts or leaves out; `status` is that of a programme.

    `link` is the page of it: its view and the parts of the address. `spots` is what it rests on.
    """

    name: str
    link: Sequence[str] = ()
    status: str = ""
    about: str = ""
    note: str = ""
    value: str = ""
    spots: Sequence[Spot] = ()


@dataclass(frozen=True)
class Listed:
    """Rows that are put into words as they are asked for: of thousands those of a page."""

    rows: pl.DataFrame
    in_words: Callable[[Row], Counted]

    def __len__(self) -> int:
        return self.rows.height

    def at(self, places: Sequence[int]) -> list[Counted]:
        return [self.in_words(row) for row in self.rows[places].iter_rows(named=True)]


class Parts(NamedTuple):
    """What a number counts, and what it leaves out; both empty of what the edition sets."""

    counted: Listed
    left_out: Listed

    @property
    def is_empty(self) -> bool:
        return not any(map(len, self))


def parts_of(facts: Facts, trace: Trace, of: Number) -> Parts:
    """All that the number is about, programmes that are realised last."""
    of_kind = _Rows.innovations if of.measure == "innovations" else _BY_KIND[of.kind]
    rows, counts, in_words = of_kind(_Rows(facts, trace, of))
    counts = counts.fill_null(value=False)
    return Parts(Listed(rows.filter(counts), in_words), Listed(rows.filter(~counts), in_words))


class _About(NamedTuple):
    """What a number is about: the rows, which of them count, and one in words."""

    rows: pl.DataFrame
    counts: pl.Expr
    in_words: Callable[[Row], Counted]


class _Rows:
    """The rows of one number."""

    def __init__(self, facts: Facts, trace: Trace, of: Number) -> None:
        self.facts, self.trace, self.of = facts, trace, of
        self.card, self.language = facts.scorecard, facts.language

    def programmes(self) -> _About:
        # What is realised comes last: it is the rest that is looked for.
        order = pl.Enum([*self.facts.statuses[1:], self.facts.statuses[0]])
        own = self.card.displayed_programmes.filter(pl.col("code").is_in(self.trace.codes(self.of)))
        rows = own.sort(pl.col("status").cast(order), maintain_order=True)
        counts = {
            "planned": _EVERY,
            "not_reported": pl.col("report_row").is_null(),
            "indicator_achievement_pct": pl.col("indicator_achievement_pct").is_not_null(),
        }
        return _About(
            rows, counts.get(self.of.measure, pl.col("status") == "realised"), self._programme
        )

    def _programme(self, row: Row) -> Counted:
        code, status = row["code"], row["status"]
        is_of_indicators = self.of.measure == "indicator_achievement_pct"
        return Counted(
            row["name"],
            # The mean of indicators is itself a number, whose page has their cells.
            ("number", f"programmes/{code}/achievement_pct")
            if is_of_indicators
            else ("programme", code),
            status,
            f"{row['agency_name']} · {words().term('status', status)}",
            row["note"] or "" if status != "realised" else "",
            self._percent(row["indicator_achievement_pct"]),
            () if is_of_indicators else self._of_programme(code),
        )

    def _of_programme(self, code: str) -> list[Spot]:
        is_plan = self.of.measure == "planned"
        part, field = ("plan", "start_year") if is_plan else ("report", "realised")
        return [Spot(row, field) for row in self.trace.part(code, part)]

    def indicators(self) -> _About:
        rows, measure = self.card.indicators, self.of.measure
        if self.of.kind == "programmes":
            return _About(
                rows.filter(programme=self.of.code), pl.col("state") == "scored", self._indicator
            )
        counts = {"total": _EVERY, "incomplete": pl.col("is_incomplete")}
        return _About(rows, counts.get(measure, pl.col("state") == measure), self._indicator)

    def _indicator(self, row: Row) -> Counted:
        return Counted(
            row["name"],
            ("indicator", row["code"]),
            about=f"{words().term('state', row['state'])} · {self._of_target(row)}",
            value=self._percent(row["achievement_pct"]),
            spots=self._values(row["programme"], row["code"]),
        )

    def _values(self, programme: str, indicator: str) -> list[Spot]:
        """The values of an indicator; the trace has them with those of its programme's others."""
        return [
            Spot(row, "status" if values["value"] is None else "value")
            for row in self.trace.part(programme, "indicators")
            if row.sheet == "Realisation"
            for values in [row.by_field]
            if values["indicator"] == indicator
        ]

    def budget(self) -> _About:
        rows, realised = self.card.budget, pl.col("realised")
        if self.of.kind == "budget_sources":
            rows = rows.filter(source=self.of.code)
        counts = {"ceiling_rp": _EVERY, "not_reported": realised.is_null()}
        return _About(rows, counts.get(self.of.measure, realised.is_not_null()), self._money)

    def _money(self, row: Row) -> Counted:
        field = "ceiling" if self.of.measure == "ceiling_rp" else "realised"
        ceiling = rupiah(row["ceiling"], self.language)
        return Counted(
            self.facts.programme_names[row["programme"]],
            ("programme", row["programme"]),
            about=f"{words().term('source', row['source'])} · {words()('label.ceiling')} {ceiling}",
            value=rupiah(row["realised"], self.language) if field == "realised" else "",
            spots=self._traced("Budget", row["row"], field),
        )

    def of_innovations(self) -> _About:
        if self.of.measure == "total":
            return self.innovations()
        rows = self.card.agencies.sort("innovations", "name")
        if self.of.measure == "minimum":
            rows = rows.clear()  # the edition sets it
        is_enough = pl.col("innovations") >= self.facts.minimum
        return _About(rows, _EVERY if self.of.measure == "agencies" else is_enough, self._agency)

    def _agency(self, row: Row) -> Counted:
        return Counted(
            row["name"],
            ("agency", row["code"]),
            about=words().count("number.innovations", row["innovations"]),
            spots=self._traced("Agencies", row["row"], "code"),
        )

    def innovations(self) -> _About:
        """Of one agency, or of all; an idea counts towards no minimum."""
        rows = self.card.innovations
        if self.of.kind == "agencies":
            rows = rows.filter(agency=self.of.code)
        return _About(rows, pl.col("is_counted"), self._innovation)

    def _innovation(self, row: Row) -> Counted:
        return Counted(
            row["name"],
            ("innovation", row["code"]),
            about=f"{row['agency_name']} · {words().term('stage', row['stage'])}",
            spots=self._traced("Innovations", row["row"], "stage"),
        )

    def capacity(self) -> _About:
        counts = {
            "items": _EVERY,
            "not_reported": pl.col("realised").is_null(),
            "achievement_pct": pl.col("achievement_pct").is_not_null(),
        }
        rows = self.card.capacity.filter(kind=self.of.code)
        return _About(rows, counts[self.of.measure], self._item)

    def _item(self, row: Row) -> Counted:
        field = "kind" if self.of.measure == "items" else "realised"
        return Counted(
            row["item"],
            about=self._of_target({**row, "value": row["realised"]}),
            value=self._percent(row["achievement_pct"]),
            spots=self._traced("Capacity", row["row"], field),
        )

    def scores(self) -> _About:
        own = [row.record for row in self.trace.of(self.of)]
        rows = self.card.index_rows.filter(pl.col("row").is_in(own))
        latest_first = rows.sort("year", descending=True, maintain_order=True)
        return _About(latest_first, _EVERY, self._score)

    def _score(self, row: Row) -> Counted:
        name = self.card.framework.name_of(row["component"], self.language)
        of = self.facts.dimension_names.get(row["dimension"])
        return Counted(
            f"{name} · {of}" if of else name,
            about=" · ".join(str(part) for part in (row["assessor"], row["year"]) if part),
            value=number(row["score"], 2, self.language),
            spots=self._traced("Index", row["row"], "score"),
        )

    def _traced(self, sheet: str, record: int, field: str) -> list[Spot]:
        """Nothing of what the number leaves out and so does not rest on."""
        kinds = [
            kind
            for kind, (name, fields) in enumerate(self.trace.sheets)
            if name == sheet and field in fields
        ]
        known = [self._indices[kind, record] for kind in kinds if (kind, record) in self._indices]
        return [Spot(row, field) for row in self.trace.rows_at(known)]

    @cached_property
    def _indices(self) -> Mapping[tuple[int, int], int]:
        """Those in the trace of all that the number rests on, by kind of row and record."""
        rows = self.trace.rows
        return {(rows[at][0], rows[at][1]): at for at in self.trace.indices(self.of)}

    def _of_target(self, row: Row) -> str:
        value, target = (plain(row[name], self.language) for name in ("value", "target"))
        return words()("number.value_of_target", value=value, target=target, unit=row["unit"])

    def _percent(self, value: float | None) -> str:
        return "" if value is None else percent(value, self.language)


_BY_KIND: Mapping[str, Callable[[_Rows], _About]] = {
    **dict.fromkeys(LEVELS, _Rows.programmes),
    **dict.fromkeys(("programmes", "indicator_counts"), _Rows.indicators),
    **dict.fromkeys(("budget", "budget_sources"), _Rows.budget),
    "innovations": _Rows.of_innovations,
    "capacity": _Rows.capacity,
    **dict.fromkeys(("index", "index_components", "index_dimensions"), _Rows.scores),
}
