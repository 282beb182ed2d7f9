"""`kotacerdas report`: the same workbook by the same rules from the command line."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from cli.calls import call
from exchange.report_workbooks import downloaded, filled, signed_in
from exchange.test_report_workbook import ALL_OF_P1, HALF_OF_P3
from kotacerdas.casework.actions.steps import save_draft, submit
from kotacerdas.casework.models import State, Version
from reporting.cast import COMPLETE, Stage, stage


@pytest.fixture
def here(db) -> Stage:
    return stage()


@pytest.fixture(autouse=True)
def in_april(monkeypatch):
    now = datetime(2022, 4, 6, 2, 0, tzinfo=UTC)
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)


def report(stage: Stage, folder: Path, cells: dict[str, object], *options: str, by: str = ""):
    file = folder / "laporan.xlsx"
    file.write_bytes(filled(downloaded(signed_in(stage.people.operator), stage), cells))
    whose = by or stage.people.operator.email
    return call("report", file, "--region", "33.25", "--period", "2022/q1", "--as", whose, *options)


def test_it_saves_drafts(here: Stage, tmp_path: Path):
    said = report(here, tmp_path, ALL_OF_P1 | HALF_OF_P3)

    assert (said.code, said.err) == (0, "")
    assert "2 laporan disimpan" in said.out
    assert here.report("p3").filled == {"realised": "no"}


def test_a_dry_run_writes_nothing(here: Stage, tmp_path: Path):
    said = report(here, tmp_path, ALL_OF_P1, "--dry-run")

    assert said.code == 0
    assert "Tidak ada yang disimpan" in said.out
    assert not Version.objects.exists()


def test_it_sends_in_what_is_complete(here: Stage, tmp_path: Path):
    save_draft(here.act(here.people.operator), COMPLETE)
    said = report(here, tmp_path, {"Laporan!G2": "Baru"}, "--submit")
    again = report(here, tmp_path, {}, "--submit")

    assert (said.code, again.code) == (0, 0)
    assert here.report().state == State.SUBMITTED
    assert Version.objects.count() == 1


def test_what_is_not_complete_is_told_by_its_cell_and_kept_as_a_draft(here: Stage, tmp_path: Path):
    said = report(here, tmp_path, HALF_OF_P3, "--submit")

    assert said.code == 2
    assert "p3: Laporan!E3: Tulis kendalanya" in said.err
    assert here.report("p3").state == State.DRAFT


def test_issues_are_told_by_sheet_and_cell(here: Stage, tmp_path: Path):
    said = report(here, tmp_path, {"Nilai!H2": "banyak", "Laporan!D2": -1})

    assert said.code == 2
    assert "Nilai!H2: " in said.err
    assert "Laporan!D2: " in said.err
    assert not Version.objects.exists()


def test_what_was_sent_in_already_is_left_alone_and_told(here: Stage, tmp_path: Path):
    submit(here.act(here.people.operator), COMPLETE)
    said = report(here, tmp_path, {"Laporan!D2": 50})

    assert said.code == 2
    assert "p1: " in said.err
    assert here.report().filled == COMPLETE


def test_only_who_reports_for_the_agency_may(here: Stage, tmp_path: Path):
    for who in ("coordinator", "outsider"):
        said = report(here, tmp_path, {}, by=getattr(here.people, who).email)
        assert said.code == 2
        assert "tidak melaporkan" in said.err
    neighbour = report(here, tmp_path, {}, by=here.people.neighbour.email)
    assert neighbour.code == 2
    assert "Petunjuk!B3" in neighbour.err


@pytest.mark.parametrize(
    "wrong",
    [("--region", "99"), ("--period", "2022/q3"), ("--period", "x"), ("--as", "tidak@ada.example")],
)
def test_a_wrong_call_ends_with_two(here: Stage, tmp_path: Path, wrong: tuple[str, str]):
    said = report(here, tmp_path, ALL_OF_P1, *wrong)

    assert said.code == 2
    assert wrong[1] in said.err
    assert not Version.objects.exists()


def test_a_file_that_is_not_there_ends_with_two(here: Stage, tmp_path: Path):
    by = here.people.operator.email
    missing = tmp_path / "x.xlsx"
    said = call("report", missing, "--region", "33.25", "--period", "2022/q1", "--as", by)

    assert said.code == 2
    assert "x.xlsx" in said.err
