"""The file of innovations for the ministry's system: what is entered there, and what it refuses."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from kotacerdas.audit.actions import record_access
from kotacerdas.core.words import language, words
from kotacerdas.documents.annex_tables import COUNT, NUMBER, Column, Sheet
from kotacerdas.documents.xlsx import About, workbook
from kotacerdas.pages.lists.innovation_index import refusals_of
from kotacerdas.pages.years import YearPage, of_year
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
    sheets = [_innovations(page, index), _region(index), _check(index)]
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
            say.term("stage", row["stage"]),
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


def _region(index: IndexOfYear) -> Sheet:
    say = words()
    columns = [
        Column(say("iid.number"), 10),
        Column(say("label.indicator"), 60),
        Column(say("iid.parameter"), 12, COUNT),
        Column(say("page.evidence"), 60),
    ]
    rows = []
    for one in index.edition.rules.government:
        mark = index.region_marks.get(one.code)
        said = (mark.parameter, "; ".join(mark.evidence)) if mark else (None, None)
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
    return Sheet(say("iid.check"), columns, rows)
