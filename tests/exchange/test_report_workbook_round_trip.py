"""What was filled in goes out to a workbook and comes back with the same meaning."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from kotacerdas.exchange.report_rows import (
    answer_row,
    entries,
    merged,
    money_rows,
    report_row,
    value_rows,
)
from kotacerdas.reporting.content import kept, meaning
from kotacerdas.reporting.due import Due, DueMoney, DueValue
from kotacerdas.wording.numbers import Language
from kotacerdas.workbook import numerals
from kotacerdas.workbook.report_reading import read_reports
from kotacerdas.workbook.report_sheets import About
from kotacerdas.workbook.report_writing import write_reports
from kotacerdas.workbook.schema import LARGEST

pytestmark = pytest.mark.slow

VALUE = DueValue("i1", "q1", "Jumlah", "orang", "higher", "sum", 10, None, 8, None, None)
DUE = Due("p1", [VALUE], [DueMoney("apbd", 1_000_000, None)])
ABOUT = About("33.25", "a1", "2022/q1")

LANGUAGES = st.sampled_from(list(Language))
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40) | st.sampled_from(
    ["=1+1", "-a", "+a", "@a", "'a", "a\r\nb", "a\nb\n\nc", '"a"', "_x0041_", "#N/A", "1.234", " "]
)
AMOUNTS = st.floats(0, LARGEST, allow_nan=False, allow_infinity=False)


@st.composite
def number_texts(draw: st.DrawFn, size: st.SearchStrategy[float]) -> str:
    """A number as somebody types it, with a decimal point or comma."""
    text = numerals.as_text(draw(size))
    return text.replace(".", ",") if draw(st.booleans()) else text


REPORTS = st.fixed_dictionaries(
    {},
    optional={
        "realised": st.sampled_from(["yes", "no", "ya", "tidak", "Ya", "1"]),
        "progress_pct": number_texts(st.floats(0, 100)),
        "value:i1|q1": number_texts(st.floats(-LARGEST, LARGEST))
        | st.sampled_from(["tidak berlaku", "not applicable", "Tidak_Berlaku"]),
        "money:apbd": number_texts(AMOUNTS) | st.sampled_from(["450.000", "Rp1.500.000"]),
        "note": TEXTS,
        "obstacles": TEXTS,
        "follow_up": TEXTS,
        "answer:no_evidence|": TEXTS,
    },
)


def workbook(filled: dict[str, str], language: Language) -> bytes:
    records = {
        "Reports": [report_row("p1", "Satu", filled)],
        "Values": value_rows(DUE, filled),
        "Money": money_rows(DUE, filled),
        "Answers": [answer_row("p1", "no_evidence", "", "Tanpa bukti", filled)],
    }
    return write_reports(records, ABOUT, language)


@given(REPORTS, LANGUAGES, LANGUAGES)
def test_out_and_back_it_is_the_same_whoever_reads_it(
    typed: dict[str, str], written: Language, read: Language
):
    filled = kept(DUE, typed)
    reading = read_reports(workbook(filled, written))
    given_back = list(entries(reading, read))

    assert reading.is_ok, reading.issues
    assert reading.about == ABOUT
    assert merged(filled, given_back) == filled
    for entry in given_back:
        assert meaning(entry.name, entry.text) == meaning(entry.name, filled.get(entry.name, ""))


@given(st.floats(-LARGEST, LARGEST), LANGUAGES)
def test_a_number_typed_into_the_cell_is_the_number_told(number: float, language: Language):
    reading = read_reports(workbook({"value:i1|q1": numerals.as_text(number)}, language))
    told = {entry.name: entry.text for entry in entries(reading, language)}

    assert meaning("value:i1|q1", told["value:i1|q1"]) == number


@given(TEXTS, LANGUAGES)
def test_no_text_becomes_a_formula(text: str, language: Language):
    data = workbook(kept(DUE, {"note": text}), language)
    sheet = load_workbook(io.BytesIO(data)).worksheets[1]

    assert sheet["G2"].data_type in {"s", "n"}  # n is an empty cell
