"""What counts of workbooks and reports that say the same things, and what an import may change."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kotacerdas.accounts.models import User
from kotacerdas.casework.actions.steps import (
    send_back,
    submit,
    verify,
)
from kotacerdas.casework.models import Case
from kotacerdas.core.errors import RefusedError
from kotacerdas.exchange.export import exported
from kotacerdas.figures.result import as_dict
from kotacerdas.frameworks.loading import load
from kotacerdas.plan.models import Programme, Target
from kotacerdas.records.models import Region
from kotacerdas.reporting.actions.windows import open_window
from kotacerdas.scorecards.actions import refresh_scorecards
from kotacerdas.scorecards.selectors import contents_of, newest_run
from kotacerdas.scorecards.sheets import counting
from kotacerdas.scoring.evaluation import evaluate
from kotacerdas.scoring.question import Basis, Question
from kotacerdas.wording.numbers import Language
from kotacerdas.workbook.reading import read
from pages.regions import OWN
from reporting.cast import AT, CHECKED, COMPLETE, Stage, reporting_sheets, stage
from reporting.counting import rows, spent
from workbook.builder import Sheets, put

# What a workbook says of the quarter and of the year, before any report.
OF_A_WORKBOOK = [
    ["p1", None, 2022, "q1", "no", None, None, "yes"],
    [None, "i1", 2022, "q1", None, 3, None, "yes"],
]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings) -> None:
    settings.MEDIA_ROOT = tmp_path / "stored"


@pytest.fixture
def batang(db) -> Stage:
    return stage()


@pytest.fixture
def told(db) -> Stage:
    """The same, and its workbook tells of the first quarter."""
    return stage(sheets=_told(reporting_sheets()))


def _told(sheets: Sheets) -> Sheets:
    sheets["Realisation"] = [[*sheets["Realisation"][0], "verified"], *OF_A_WORKBOOK]
    return put(sheets, "Budget!E2", 300_000)


def verified(batang: Stage, code: str = "p1", by: User | None = None, **more: str) -> Case:
    submit(batang.act(by or batang.people.operator, code), COMPLETE | more)
    return verify(batang.act(batang.people.verifier, code), CHECKED)


def export(region: Region, tmp_path: Path) -> Path:
    path = tmp_path / "ekspor.xlsx"
    exported(region, path, Language.ID)
    return path


def figures(region: Region, basis: Basis = Basis.REPORTED) -> Mapping[str, Any]:
    refresh_scorecards(region, AT)
    run = newest_run(region, 2022, basis)
    assert run is not None
    return contents_of(run).result


# What counts


def test_a_report_counts_before_a_workbook_and_returned_leaves_it_to_it(told: Stage):
    assert (rows(told)["i1"].value, rows(told)["p1"].realised, spent(told)) == (3, False, 300_000)
    verified(told)
    assert (rows(told)["i1"].value, rows(told)["p1"].realised, spent(told)) == (9.5, True, 450_000)


def test_what_comes_back_leaves_all_that_the_workbook_said(told: Stage):
    submit(told.act(told.people.operator), COMPLETE)
    send_back(told.act(told.people.verifier), "Ulangi")

    assert (rows(told)["i1"].value, rows(told)["p1"].realised, spent(told)) == (3, False, 300_000)
    assert rows(told)["i1"].verified


@pytest.mark.parametrize("empty", ["value:i1|q1", "money:apbd"])
def test_a_field_left_empty_is_said_to_be_empty_and_money_is_left(told: Stage, empty: str):
    submit(told.act(told.people.operator), COMPLETE | {empty: "", "answer:no_value|i1|q1": "Belum"})
    if empty.startswith("value"):
        assert "i1" not in rows(told)
    else:
        assert spent(told) == 300_000  # of money the last that was named counts


def test_what_only_waits_takes_nothing_from_what_is_verified(told: Stage):
    before = figures(told.region, Basis.VERIFIED)
    submit(told.act(told.people.operator), COMPLETE)

    assert figures(told.region, Basis.VERIFIED) == before
    assert rows(told)["i1"].value == 9.5
    frames = counting(told.region).frames
    values = frames[Basis.VERIFIED]["Realisation"].drop_nulls("indicator")["value"].to_list()
    assert values == [3]


def test_a_report_of_a_year_in_which_its_programme_is_not_planned_does_not_count(batang: Stage):
    verified(batang)
    Programme.objects.filter(code="p1").update(start_year=2023)
    assert not rows(batang)


def test_a_target_of_another_period_takes_no_value_away(batang: Stage):
    verified(batang)
    Target.objects.filter(indicator__code="i1").exclude(period="q4").delete()
    assert rows(batang)["i1"].value == 9.5


def test_two_periods_hold_no_value_twice(batang: Stage):
    half = open_window(
        batang.region,
        year=2022,
        code="s1",
        deadline=date(2022, 7, 10),
        by=batang.people.coordinator,
        at=AT,
    )
    both = Stage(batang.region, half, batang.people)
    submit(both.act(both.people.operator), COMPLETE | {"value:i1|q1": "4", "value:i1|q2": "5"})
    with pytest.raises(RefusedError, match=r"report\.held_elsewhere"):
        submit(batang.act(batang.people.operator), COMPLETE)
    own = {name: text for name, text in COMPLETE.items() if name != "value:i1|q1"}
    submit(batang.act(batang.people.operator), own)

    held = counting(batang.region).effective[Basis.REPORTED].held.drop_nulls("indicator")
    assert sorted(held["period"]) == ["q1", "q2"]


# What goes out


def test_the_export_says_what_the_page_says(told: Stage, tmp_path: Path):
    verified(told)
    reading = read(export(told.region, tmp_path))
    assert reading.frames["Realisation"].filter(indicator="i1")["value"].to_list() == [9.5]
    assert reading.frames["Budget"]["realised"].to_list() == [450_000]
    question = Question(OWN, 2022, AT.date(), Basis.REPORTED)
    of_file = evaluate(reading.frames, question, load(), input_sha256="", version="")
    assert as_dict(of_file)["overall"] == figures(told.region)["overall"]
