"""One text has one meaning, whatever door it comes through."""

from pathlib import Path

import pytest

from kotacerdas.reporting.content import read as read_report
from kotacerdas.workbook.reading import read_bytes
from kotacerdas.workbook.report_reading import read_reports
from kotacerdas.workbook.report_sheets import About
from kotacerdas.workbook.report_writing import write_reports
from kotacerdas.workbook.schema import PERIODS
from kotacerdas.workbook.scores import read_scores
from kotacerdas.workbook.vocabulary import yes_no
from reporting.dues import due_of
from workbook.builder import Sheets, csv_zip, good, put, told, values_of, xlsx

MONEY = [
    ("450000", 450_000),
    ("450.000", 450_000),
    ("Rp450.000", 450_000),
    ("Rp. 1.000.000", 1_000_000),
    ("rp 1.000.000", 1_000_000),
    ("1.000.000,-", 1_000_000),
    ("Rp50.000.000,00", 50_000_000),
    ("Rp50.000.000", 50_000_000),
    ("IDR 50,000,000.00", 50_000_000),
    ("Rp 50 juta", 50_000_000),
    ("1,5 miliar", 1_500_000_000),
    ("0,125 jt", 125_000),
    ("2 triliun", 2_000_000_000_000),
    ("\u200b450.000", 450_000),
]
NO_MONEY = ["85%", "Rp", "Rp 5 M", "1.500 juta", "50 orang", "243500000.000", "lima juta", "juta"]


def _reports(sheet: str, column: str, text: object) -> tuple[object, list[str]]:
    """What a reporting workbook says in a cell, and what is wrong with it."""
    row: dict[str, object] = {"programme": "p1"}
    row |= {"Values": {"indicator": "i1"}, "Money": {"source": "apbd"}}.get(sheet, {})
    data = write_reports({sheet: [row | {column: text}]}, About("33.25", "a1", "2022/q1"), "id")  # type: ignore[arg-type]
    reading = read_reports(data)
    return reading.rows(sheet)[0][column], [issue.problem.name for issue in reading.issues]


@pytest.mark.parametrize(("text", "amount"), MONEY)
def test_an_amount_is_the_same_at_every_door(text: str, amount: float, tmp_path: Path):
    for data in (
        xlsx(put(good(), "Budget!D2", text)),
        csv_zip(put(good(), "Budget!D2", text), ";"),
    ):
        reading = read_bytes(data)
        assert reading.frames["Budget"]["ceiling"].to_list() == [amount]
        assert reading.is_ok
    assert _reports("Money", "realised", text) == (amount, [])
    assert read_report({"money:apbd": text}, due_of())[0].money == {"apbd": amount}


@pytest.mark.parametrize("text", NO_MONEY)
def test_what_is_no_amount_is_none_at_every_door(text: str):
    assert not read_bytes(xlsx(put(good(), "Budget!D2", text))).is_ok
    assert _reports("Money", "realised", text)[0] is None
    content, problems = read_report({"realised": "yes", "money:apbd": text}, due_of())
    assert content.money == {"apbd": None}
    assert [one.name for one in problems] == ["money:apbd"]


FIGURES = [
    ("85%", "%", 85),
    ("85 %", "persentase", 85),
    ("85,5 persen", "Persen (%)", 85.5),
    ("0,5%", "% penduduk", 0.5),
    ("-3,5 %", "percent", -3.5),
    ("Rp. 1.000.000", "Rp", 1_000_000),
    ("1.000.000,-", "rupiah", 1_000_000),
    ("Rp450.000", "Rupiah", 450_000),
    ("1.234,5", "orang", 1234.5),
    ("\N{MINUS SIGN}3", "orang", -3),
]
NO_FIGURES = [
    *(("85%", "orang"), ("85 %", "indeks"), ("Rp 50", "orang"), ("50,-", "%")),
    *(("450.000", "Rp"), ("50 juta", "orang"), ("Rp 50", "%"), ("seribu", "orang")),
]


def _in_unit(text: str, unit: str) -> Sheets:
    return put(put(good(), "Realisation!F3", text), "Indicators!E2", unit)


@pytest.mark.parametrize(("text", "unit", "value"), FIGURES)
def test_a_figure_is_the_same_at_every_door(text: str, unit: str, value: float):
    for container in (xlsx, csv_zip):
        reading = read_bytes(container(_in_unit(text, unit)))
        assert reading.frames["Realisation"]["value"].to_list()[1] == value
        assert reading.is_ok
    typed, wrong = _reports("Values", "value", text)
    assert not wrong
    for said in (text, str(typed)):
        content, problems = read_report({"realised": "yes", "value:i1|q2": said}, due_of(unit=unit))
        assert (content.values, problems) == ({"i1|q2": value}, [])


@pytest.mark.parametrize(("text", "unit"), NO_FIGURES)
def test_a_figure_of_another_unit_is_none_at_every_door(text: str, unit: str):
    assert not read_bytes(xlsx(_in_unit(text, unit))).is_ok
    typed, wrong = _reports("Values", "value", text)
    for said in (text, *([] if wrong else [str(typed)])):
        content, problems = read_report({"realised": "yes", "value:i1|q2": said}, due_of(unit=unit))
        assert content.values == {"i1|q2": None}
        assert [one.name for one in problems] == ["value:i1|q2"]


@pytest.mark.parametrize("cell", ["Targets!D2", "Capacity!F2"])
def test_a_mark_is_judged_by_the_unit_of_the_row(cell: str):
    assert told(read_bytes(xlsx(put(good(), cell, "85%")))) == [f"OTHER_UNIT {cell}"]


@pytest.mark.parametrize("cell", ["Programmes!J2", "Innovations!J2", "Index!F2"])
def test_a_number_without_a_unit_takes_no_mark(cell: str):
    assert told(read_bytes(xlsx(put(good(), cell, "1%")))) == [f"NOT_A_NUMBER {cell}"]


YES = ["ya", "Sudah", "yes", "1", "TRUE", "Sudah terealisasi", "terealisasi"]
NO = ["tidak", "Belum", "no", "0", "false", "belum terealisasi", "Tidak terealisasi"]


@pytest.mark.parametrize(("text", "answer"), [*((y, True) for y in YES), *((n, False) for n in NO)])
def test_an_answer_is_the_same_at_every_door(text: str, answer: bool):  # noqa: FBT001
    assert yes_no(text) is answer
    assert values_of(put(good(), "Realisation!E2", text), "Realisation", "realised")[0] is answer
    assert _reports("Reports", "realised", text) == (answer, [])
    assert read_report({"realised": text, "obstacles": "x"}, due_of())[0].realised is answer


@pytest.mark.parametrize("text", ["mungkin", "sebagian", "y", "2", "50%"])
def test_anything_else_answers_nothing(text: str):
    assert yes_no(text) is None
    assert told(read_bytes(xlsx(put(good(), "Realisation!E2", text)))) == [
        "NOT_YES_NO Realisation!E2"
    ]


WRITTEN = [
    *(("TW I", "q1"), ("tw.4", "q4"), ("Triwulan 1", "q1"), ("Triwulan III", "q3"), ("Q2", "q2")),
    *(("Kuartal 2", "q2"), ("Semester I", "s1"), ("semester 2", "s2"), ("Januari", "m01")),
    *(("Agustus", "m08"), ("Agt", "m08"), ("Des", "m12"), ("December", "m12"), ("bulan 3", "m03")),
    *(("m3", "m03"), ("Setahun penuh", None), ("tahun", None), ("whole year", None)),
]


@pytest.mark.parametrize(("text", "period"), WRITTEN)
def test_a_period_is_read_as_people_write_it(text: str, period: str | None):
    sheets = put(put(good(), "Targets!C2", text), "Targets!C3", text)
    del sheets["Targets"][2]
    for container in (xlsx, csv_zip):
        assert read_bytes(container(sheets)).frames["Targets"]["period"].to_list()[0] == period
    row = {"programme": "p1", "indicator": "i1", "period": period}
    data = write_reports({"Values": [row]}, About("33.25", "a1", "2022/q1"), "id")  # type: ignore[arg-type]
    assert read_reports(data).rows("Values")[0]["period"] == period


@pytest.mark.parametrize("text", ["TW 5", "Semester III", "Q0", "m13", "Maretan", "2022"])
def test_what_is_no_period_is_refused_with_the_list(text: str):
    issue = read_bytes(xlsx(put(good(), "Targets!C2", text))).issues[0]

    assert (issue.problem.name, issue.place()) == ("NOT_A_WORD", "Targets!C2")
    assert issue.expected("id").startswith("tw1; tw2; tw3; tw4; s1; s2; m01")
    assert issue.expected("en").split("; ")[-1] == list(PERIODS)[-1]


def test_scores_are_read_as_the_index_is(tmp_path: Path):
    path = tmp_path / "skor.csv"
    path.write_text("komponen;asesor;skor\nbaseline;A;3,475\noutput;A;3.475\nQuick Win;A;4\n")
    reading = read_scores(path)

    assert not reading.issues
    assert reading.frame["score"].to_list() == [3.475, 3.475, 4]
    assert values_of(put(good(), "Index!F2", "3.475"), "Index", "score") == [3.475, 3]


def test_a_decimal_of_three_noughts_stays_in_doubt(tmp_path: Path):
    path = tmp_path / "skor.csv"
    path.write_text("komponen,skor\nbaseline,3.000\n")

    assert [issue.problem.name for issue in read_scores(path).issues] == ["AMBIGUOUS_NUMBER"]


@pytest.mark.parametrize("broken", ['komponen,skor\nbaseline,"3', "komponen,skor\nbaseline,3,5"])
def test_scores_are_read_as_strictly(broken: str, tmp_path: Path):
    path = tmp_path / "skor.csv"
    path.write_text(broken)

    assert not read_scores(path).is_ok
