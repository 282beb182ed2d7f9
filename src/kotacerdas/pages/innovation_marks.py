"""What is said of indicators of the regional innovation index, and where the next step is done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import NamedTuple
from urllib.parse import urlencode

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from kotacerdas.accounts.rights import Right
from kotacerdas.casework.reuse import Holder
from kotacerdas.core.addresses import address
from kotacerdas.core.words import language, words
from kotacerdas.frameworks.innovation_index import InnovationIndicator
from kotacerdas.innovation.marks import NOTHING, Resting, holder_of, resting_in, slug_of
from kotacerdas.pages.years import YearPage
from kotacerdas.plan.models import InnovationMark, RegionMark
from kotacerdas.scorecards.innovation_index import edition_for, has_evidence
from kotacerdas.scoring.innovation_marks import REGION, Mark, Marks, State, marks_of_one

Named = Sequence[tuple[str, str]]  # what a mark calls its evidence, with where it opens
FILLED, LACKING, FREE = "filled", "lacking", "free"  # the classes of a parameter's boxes


@dataclass(frozen=True)
class Forms:
    """Where marks are edited by who may: of which region and year, and the page to come back to."""

    region: str
    year: int
    back: str
    are_open: bool

    @classmethod
    def of(cls, page: YearPage, back: str) -> "Forms":
        here = page.here
        return cls(here.region.code, page.year, back, Right.RECORDS in here.rights)

    def address(self, unit: str, indicator: str, record: int | None) -> str:
        """The form of a mark, or of a new one; empty where the reader may not edit."""
        if not self.are_open:
            return ""
        slug = "indikator-pemda" if unit == REGION else "kematangan"
        query = {"dari": self.back}
        if record is not None:
            place = address("pages:plan-change", self.region, slug, record)
            return f"{place}?{urlencode(query)}"
        of = {"f:year": str(self.year)} if unit == REGION else {"f:innovation": unit}
        query |= of | {"f:indicator": indicator}
        return f"{address('pages:plan-add', self.region, slug)}?{urlencode(query)}"


@dataclass(frozen=True)
class MarkView:
    """An indicator with its parameter as boxes; `url` is the form of its mark, for who may edit.

    `state` is that of the mark in small letters, `next_step` what would bring more.
    """

    indicator: InnovationIndicator
    state: str
    parameter: int
    boxes: Sequence[str]
    evidence: Named
    is_verified: bool
    next_step: str
    url: str
    resting: Resting  # on pieces of the store
    evidence_url: str  # their page; empty of what is not marked

    @cached_property
    def name(self) -> str:
        return self.indicator.name(language())

    @property
    def is_complete(self) -> bool:
        return self.boxes[-1] == FILLED

    # Put together here: a template takes ten times as long, for each of twenty marks.

    @cached_property
    def drawn(self) -> SafeString:
        """The boxes; the words say the same."""
        boxes = format_html_join("", '<i class="{}"></i>', ((box,) for box in self.boxes))
        return format_html('<span class="marks-of" aria-hidden="true">{}</span>', boxes)

    @cached_property
    def pieces(self) -> SafeString:
        """How many pieces of the store it rests on, and whether any was taken back since."""
        if not self.evidence_url or not (self.url or self.resting.pieces):
            return SafeString("")
        say, (count, withdrawn) = words(), self.resting
        text = say.count("iid.pieces", count) if count else say("iid.choose_evidence")
        name = format_html('<span class="visually-hidden">: {}</span>', self.name)
        link = format_html('<a class="small" href="{}">{}{}</a>', self.evidence_url, text, name)
        if not withdrawn:
            return link
        told = say.count("iid.withdrawn", withdrawn)
        mark = (
            '<span class="state word-behind small"><span class="mark mark-behind"></span>{}</span>'
        )
        return link + format_html(" " + mark, told)

    @cached_property
    def said(self) -> SafeString:
        """How far it is, or what is to be done, which leads to the form."""
        say, most = words(), len(self.boxes)
        if self.state in {"scored", "zero"}:
            text = say("iid.of", n=self.parameter, most=most)
        elif self.state == "unproven":
            text = say("iid.add_evidence" if self.url else "iid.unproven")
        else:
            text = say("iid.fill" if self.url else "iid.not_filled")
        if not self.url:
            return format_html("{}", text)
        name = format_html('<span class="visually-hidden">: {}</span>', self.name)
        return format_html('<a href="{}">{}{}</a>', self.url, text, name)


@dataclass(frozen=True)
class Panel:
    """The marks of one innovation: those to look at, those not begun, and what they come to."""

    title: str
    first: Sequence[MarkView]
    others: Sequence[MarkView]
    reached: int
    most: int
    lacking: int
    indicators: int
    maturity: float
    most_maturity: float


def panel_of(page: YearPage, innovation: str, record: int) -> Panel:
    """`record` is the primary key of the innovation with that code."""
    rules = edition_for(page.year).rules
    known = {one.code for one in rules.innovation}
    own = InnovationMark.objects.filter(region=page.here.region, innovation=record)
    records = {one.indicator: one for one in own if one.indicator in known}
    resting = resting_in(page.here.region.pk, [one.pk for one in records.values()])
    said = [
        Mark(one.indicator, one.parameter, has_evidence(one, resting), one.verified)
        for one in records.values()
    ]
    marks = marks_of_one(innovation, said, rules)
    forms = Forms.of(page, page.link("innovation", innovation))
    views = views_of(forms, marks, innovation, Recorded(records, resting))
    is_first = [one.indicator.is_mandatory or one.state != "not_reported" for one in views]
    lacking = [one for one in views if not one.is_complete]
    return Panel(
        rules.title.name(language()),
        [view for view, first in zip(views, is_first, strict=True) if first],
        [view for view, first in zip(views, is_first, strict=True) if not first],
        sum(view.boxes.count(FILLED) for view in views),
        marks.highest * len(views),
        len(lacking),
        len(views),
        marks.points.claimed / rules.parts,
        float(rules.maximum.innovation),
    )


class Recorded(NamedTuple):
    """The marks of the region or of one innovation by indicator, and on which pieces any rests.

    `named` is by their primary keys; of those of an innovation each one's own page tells.
    """

    by_indicator: Mapping[str, InnovationMark] | Mapping[str, RegionMark]
    resting: Mapping[Holder, Resting]
    named: Mapping[int, Named] = MappingProxyType({})


def views_of(forms: Forms, marks: Marks, unit: str, recorded: Recorded) -> list[MarkView]:
    """The indicators of the region or of one innovation."""
    views, resting = [], recorded.resting
    for indicator in marks.indicators:
        record = recorded.by_indicator.get(indicator.code)
        state = marks.state(unit, indicator.code)
        parameter = record.parameter if record else 0
        views.append(
            MarkView(
                indicator,
                state.name.lower(),
                parameter,
                _boxes(parameter, state, marks.highest),
                recorded.named.get(record.pk, ()) if record else (),
                bool(record and record.verified and has_evidence(record, resting)),
                _next_step(indicator, parameter, state, marks.highest),
                forms.address(unit, indicator.code, record.pk if record else None),
                resting.get(holder_of(record), NOTHING) if record else NOTHING,
                _evidence_url(forms, record) if record else "",
            )
        )
    return views


def _evidence_url(forms: Forms, record: InnovationMark | RegionMark) -> str:
    return address("innovation:mark", forms.region, slug_of(record), record.pk)


def _boxes(parameter: int, state: State, highest: int) -> list[str]:
    """Filled up to a proven parameter; what is claimed alone, or the first, is outlined."""
    if state == State.SCORED:
        return [FILLED] * parameter + [FREE] * (highest - parameter)
    outlined = max(parameter, 1)
    return [LACKING] * outlined + [FREE] * (highest - outlined)


def _next_step(indicator: InnovationIndicator, parameter: int, state: State, highest: int) -> str:
    say = words()
    if state == State.UNPROVEN:
        step = say("iid.prove_it", parameter=parameter)
    elif parameter >= highest:
        return ""
    elif not indicator.steps:
        step = say("iid.reach_it", parameter=parameter + 1)
    else:
        step = indicator.step(parameter + 1, language())
    return say("iid.next", step=step)
