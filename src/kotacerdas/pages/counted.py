"""What a number counts, and what it leaves out: programmes, indicators, records, each by name."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any, NamedTuple

from kotacerdas.core.words import words
from kotacerdas.documents.facts import Facts
from kotacerdas.figures.number import LEVELS, Number
from kotacerdas.figures.trace import Trace, TracedRow
from kotacerdas.wording.numbers import number, percent, plain, rupiah

Row = Mapping[str, Any]


class Spot(NamedTuple):
    """The field of a row on which something rests."""

    row: TracedRow
    field: str


def _nowhere() -> Sequence[Spot]:
    return ()


@dataclass(frozen=True)
class Counted:
    """One that a number counts or leaves out; `status` is that of a programme.

    `link` is the page of it: its view and the parts of the address. `spots` says what it rests on.
    """

    name: str
    is_counted: bool
    link: Sequence[str] = ()
    status: str = ""
    about: str = ""
    note: str = ""
    value: str = ""
    spots: Callable[[], Sequence[Spot]] = _nowhere


def counted(facts: Facts, trace: Trace, of: Number) -> list[Counted]:
    """All that the number is about, what needs a look first; none of what the edition sets."""
    every = _Rows(facts, trace, of)
    if of.measure == "innovations":
        return every.innovations(of.code)
    return _BY_KIND[of.kind](every)


class _Rows:
    """The rows of one number."""

    def __init__(self, facts: Facts, trace: Trace, of: Number) -> None:
        self.facts, self.trace, self.of = facts, trace, of
        self.card, self.language = facts.scorecard, facts.language

    def programmes(self) -> list[Counted]:
        known = set(self.trace.codes(self.of))
        # What is realised comes last: it is the rest that is looked for.
        order = [*self.facts.statuses[1:], self.facts.statuses[0]]
        rows = [row for row in self.facts.programmes if row["code"] in known]
        rows.sort(key=lambda row: order.index(row["status"]))
        return [self._programme(row) for row in rows]

    def _programme(self, row: Row) -> Counted:
        code, status = row["code"], row["status"]
        is_of_indicators = self.of.measure == "indicator_achievement_pct"
        part = "plan" if self.of.measure == "planned" else "report"
        return Counted(
            row["name"],
            self._counts(row),
            # The mean of indicators is itself a number, whose page has their cells.
            ("number", f"programmes/{code}/achievement_pct")
            if is_of_indicators
            else ("programme", code),
            status,
            f"{row['agency_name']} · {words().term('status', status)}",
            row["note"] or "" if status != "realised" else "",
            self._percent(row["indicator_achievement_pct"]),
            _nowhere if is_of_indicators else partial(self._of_programme, code, part),
        )

    def _counts(self, row: Row) -> bool:
        match self.of.measure:
            case "planned":
                return True
            case "not_reported":
                return row["report_row"] is None
            case "indicator_achievement_pct":
                return row["indicator_achievement_pct"] is not None
        return bool(row["status"] == "realised")

    def _of_programme(self, code: str, part: str) -> list[Spot]:
        field = "start_year" if part == "plan" else "realised"
        return [Spot(row, field) for row in self.trace.part(code, part)]

    def indicators(self) -> list[Counted]:
        frame = self.card.indicators
        if self.of.kind == "programmes":
            frame = frame.filter(programme=self.of.code)
        return _left_out_first(self._indicator(row) for row in frame.to_dicts())

    def _indicator(self, row: Row) -> Counted:
        return Counted(
            row["name"],
            self._counts_indicator(row),
            ("indicator", row["code"]),
            about=f"{words().term('state', row['state'])} · {self._of_target(row)}",
            value=self._percent(row["achievement_pct"]),
            spots=partial(self._values, row["programme"], row["code"]),
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

    def _counts_indicator(self, row: Row) -> bool:
        measure = self.of.measure
        if measure == "total":
            return True
        if measure == "incomplete":
            return bool(row["is_incomplete"])
        return bool(row["state"] == ("scored" if self.of.kind == "programmes" else measure))

    def budget(self) -> list[Counted]:
        frame = self.card.budget
        if self.of.kind == "budget_sources":
            frame = frame.filter(source=self.of.code)
        field = "ceiling" if self.of.measure == "ceiling_rp" else "realised"
        return _left_out_first(self._money(row, field) for row in frame.to_dicts())

    def _money(self, row: Row, field: str) -> Counted:
        is_reported = row["realised"] is not None
        counts = {"ceiling_rp": True, "not_reported": not is_reported}
        ceiling = rupiah(row["ceiling"], self.language)
        return Counted(
            self.facts.programme_names[row["programme"]],
            counts.get(self.of.measure, is_reported),
            ("programme", row["programme"]),
            about=f"{words().term('source', row['source'])} · {words()('label.ceiling')} {ceiling}",
            value=rupiah(row["realised"], self.language) if field == "realised" else "",
            spots=partial(self._traced, "Budget", row["row"], field),
        )

    def of_innovations(self) -> list[Counted]:
        if self.of.measure == "minimum":
            return []  # the edition sets it
        return self.innovations() if self.of.measure == "total" else self._agencies()

    def _agencies(self) -> list[Counted]:
        is_all = self.of.measure == "agencies"
        return [
            Counted(
                row["name"],
                is_all or row["innovations"] >= self.facts.minimum,
                ("agency", row["code"]),
                about=words().count("number.innovations", row["innovations"]),
                spots=partial(self._traced, "Agencies", row["row"], "code"),
            )
            for row in self.card.agencies.sort("innovations", "name").to_dicts()
        ]

    def innovations(self, agency: str = "") -> list[Counted]:
        """Of one agency, or of all; an idea counts towards no minimum."""
        return _left_out_first(
            Counted(
                row["name"],
                row["is_counted"],
                ("innovation", row["code"]),
                about=f"{row['agency_name']} · {words().term('stage', row['stage'])}",
                spots=partial(self._traced, "Innovations", row["row"], "stage"),
            )
            for row in self.card.innovations.to_dicts()
            if agency in {"", row["agency"]}
        )

    def capacity(self) -> list[Counted]:
        rows = self.card.capacity.filter(kind=self.of.code).to_dicts()
        return _left_out_first(self._item(row) for row in rows)

    def _item(self, row: Row) -> Counted:
        counts = {
            "items": True,
            "not_reported": row["realised"] is None,
            "achievement_pct": row["achievement_pct"] is not None,
        }
        field = "kind" if self.of.measure == "items" else "realised"
        return Counted(
            row["item"],
            counts[self.of.measure],
            about=self._of_target({**row, "value": row["realised"]}),
            value=self._percent(row["achievement_pct"]),
            spots=partial(self._traced, "Capacity", row["row"], field),
        )

    def scores(self) -> list[Counted]:
        return [self._score(row) for row in self.trace.of(self.of)]

    def _score(self, row: TracedRow) -> Counted:
        told = row.by_field
        name = self.card.framework.name_of(told["component"], self.language)
        of = self.facts.dimension_names.get(told["dimension"])
        return Counted(
            f"{name} · {of}" if of else name,
            is_counted=True,
            about=" · ".join(str(part) for part in (told["assessor"], told["year"]) if part),
            value=number(told["score"], 2, self.language),
            spots=partial(list, [Spot(row, "score")]),
        )

    def _traced(self, sheet: str, record: int, field: str) -> list[Spot]:
        """Nothing of what the number leaves out and so does not rest on."""
        known = self._by_place.get((sheet, record, field))
        return [] if known is None else [Spot(known, field)]

    @cached_property
    def _by_place(self) -> Mapping[tuple[str, int, str], TracedRow]:
        rows = self.trace.of(self.of)
        return {(row.sheet, row.record, field): row for row in rows for field in row.fields}

    def _of_target(self, row: Row) -> str:
        value, target = (plain(row[name], self.language) for name in ("value", "target"))
        return words()("number.value_of_target", value=value, target=target, unit=row["unit"])

    def _percent(self, value: float | None) -> str:
        return "" if value is None else percent(value, self.language)


def _left_out_first(rows: Iterable[Counted]) -> list[Counted]:
    return sorted(rows, key=lambda one: one.is_counted)


_BY_KIND: Mapping[str, Callable[[_Rows], list[Counted]]] = {
    **dict.fromkeys(LEVELS, _Rows.programmes),
    **dict.fromkeys(("programmes", "indicator_counts"), _Rows.indicators),
    **dict.fromkeys(("budget", "budget_sources"), _Rows.budget),
    "innovations": _Rows.of_innovations,
    "capacity": _Rows.capacity,
    **dict.fromkeys(("index", "index_components", "index_dimensions"), _Rows.scores),
}
