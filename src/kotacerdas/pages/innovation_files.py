"""The file of innovations for the ministry's system: what is entered there, and what it refuses."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from kotacerdas.audit.actions import record_access
from kotacerdas.core.words import language, words
from kotacerdas.documents.annex_tables import COUNT, NUMBER, Column, Sheet
from kotacerdas.documents.xlsx import About, workbook
from kotacerdas.innovation.marks import holder_of, titles_of
from kotacerdas.pages.lists.innovation_index import refusals_of
from kotacerdas.pages.years import YearPage, of_year
from kotacerdas.plan.models import InnovationMark
from kotacerdas.scorecards.innovation_index import NOT_COUNTED, IndexOfYear, index_of
from kotacerdas.scoring.innovation_marks import State

_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@of_year
def innovation_index_file(request: HttpRequest, page: YearPage) -> HttpResponse:
    """Every innovation that counts with its parameters, those of the region, and the check."""
    del request
    region, now = page.here.region, timezone.now()
    index, title = index_of(region, page.year), words()("iid.file_title", year=page.year)
    about = About(title, region.name, f"{region.name} · {title}", timezone.localdate(), language())
    sheets = [_innovations(page, index), _region(page, index), _check(index)]
    response = HttpResponse(workbook(sheets, about), content_type=_TYPE)
    name = f"iid-{region.code}-{page.year}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    of = ["core.table", title, "xlsx"]
    record_access(region.code, "export.table", of, actor=page.here.user.email, at=now)
    return response


def _innovations(page: YearPage, index: IndexOfYear) -> Sheet:
    say = words()
    columns = [
        Column(say("label.code")),
        Column(say("label.name"), 40),
        Column(say("label.agency"), 32),
        Column(say("label.stage")),
        Column(say("annex.form"), 20),
        Column(say("annex.digital"), 10),
        Column(say("iid.affair"), 24),
        Column(say("iid.idea_on"), 14),
        Column(say("iid.trial_on"), 14),
        Column(say("iid.applied_on"), 14),
        Column(say("iid.description"), 60),
        *(Column(one.code, 6, COUNT) for one in index.edition.rules.innovation),
        Column(say("iid.maturity"), 12, NUMBER),
    ]
    return Sheet(say("menu.innovations"), columns, _innovation_rows(page, index))


def _innovation_rows(page: YearPage, index: IndexOfYear) -> Iterator[list[Any]]:
    say, agencies = words(), page.facts.agency_names
    marks = index.all.marks
    for at, row in enumerate(index.rows):
        if row["state"] == NOT_COUNTED:
            continue
        said = zip(marks.parameters[at].tolist(), marks.states[at].tolist(), strict=True)
        yield [
            row["code"],
            row["name"],
            agencies.get(row["agency"], row["agency"]),
            say.term("iid_stage", row["stage"]),
            say.term("form", row["form"]),
            say("answer.yes" if row["digital"] else "answer.no"),
            row["affair"],
            row["idea_on"],
            row["trial_on"],
            row["applied_on"],
            row["summary"],
            *(None if state == State.NOT_REPORTED else parameter for parameter, state in said),
            row["claimed"],
        ]


def _region(page: YearPage, index: IndexOfYear) -> Sheet:
    say = words()
    columns = [
        Column(say("iid.number"), 10),
        Column(say("label.indicator"), 60),
        Column(say("iid.parameter"), 12, COUNT),
        Column(say("page.evidence"), 60),
    ]
    titles = titles_of(page.here, index.region_marks.values())
    rows = []
    for one in index.edition.rules.government:
        mark = index.region_marks.get(one.code)
        said: tuple[int | None, str | None] = (None, None)
        if mark:
            said = mark.parameter, "; ".join([*mark.evidence, *titles.get(holder_of(mark), ())])
        rows.append([one.code, one.name(language()), *said])
    return Sheet(say("iid.government"), columns, rows)


def _check(index: IndexOfYear) -> Sheet:
    say, fewest = words(), index.edition.rules.description_words
    columns = [
        Column(say("label.code")),
        Column(say("label.name"), 40),
        Column(say("iid.file_state"), 80),
    ]
    rows = [
        [row["code"], row["name"], reason]
        for row in index.rows
        for reason in refusals_of(row, fewest)
    ]
    rows += _withdrawn(index)
    return Sheet(say("iid.check"), columns, rows)


def _withdrawn(index: IndexOfYear) -> list[list[Any]]:
    """The marks that lost a piece of evidence, of which their points say nothing."""
    say, innovations = words(), InnovationMark._meta.label_lower
    places = {(innovations, pk): of for of, pk in index.mark_keys.items()}
    places |= {holder_of(mark): ("", code) for code, mark in index.region_marks.items()}
    lost = [(places[of], one.withdrawn) for of, one in index.resting.items() if of in places]
    return [
        [
            code,
            index.row(code)["name"] if code else say("iid.of_region"),
            say("iid.evidence_withdrawn", indicator=indicator, n=withdrawn),
        ]
        for (code, indicator), withdrawn in sorted(lost)
        if withdrawn
    ]
