"""Messages name sheets and columns as the file does, and never in English in an Indonesian one."""

import re
from collections.abc import Iterator
from datetime import date

import pytest

from kotacerdas.frameworks.loading import load
from kotacerdas.wording.numbers import Language
from kotacerdas.workbook.archive import UnusableFileError
from kotacerdas.workbook.innovations import MOST_IN_DECK
from kotacerdas.workbook.issues import Issue
from kotacerdas.workbook.problems import Problem
from kotacerdas.workbook.reading import read_bytes
from kotacerdas.workbook.report_sheets import REPORT_SHEETS
from kotacerdas.workbook.schema import BY_NAME, REGION_COLUMN, SHEETS, sheets_of
from workbook.builder import (
    Failed,
    Formula,
    Oddities,
    Rows,
    Sheets,
    csv_bytes,
    every_sheet,
    put,
    xlsx,
    zipped,
)

ID, EN = Language.ID, Language.EN


def indonesian(sheets: Sheets) -> Sheets:
    """The same workbook as an Indonesian writes it, fixed words apart."""
    return {
        BY_NAME[name].alias: [_titles(name, rows[0]), *rows[1:]] for name, rows in sheets.items()
    }


def _titles(name: str, titles: list[object]) -> list[object]:
    known = BY_NAME[name].by_name | {"region": REGION_COLUMN}
    return [known[str(title)].alias if title in known else title for title in titles]


def _shared() -> Sheets:
    sheets = every_sheet()
    sheets["Region"].append(["33.26", "Kabupaten Dua", "regency"])
    return sheets


def _without(name: str, column: str) -> Sheets:
    sheets = every_sheet()
    at = sheets[name][0].index(column)
    sheets[name] = [[cell for place, cell in enumerate(row) if place != at] for row in sheets[name]]
    return sheets


def _doubled(name: str) -> Sheets:
    sheets = every_sheet()
    sheets[name].append(sheets[name][1])
    return sheets


def _percent(value: object) -> Sheets:
    return put(put(every_sheet(), "Indicators!E2", "%"), "Realisation!F3", value)


def _added(name: str, *row: object) -> Sheets:
    sheets = every_sheet()
    sheets[name].append(list(row))
    return sheets


def _under(*editions: str) -> Sheets:
    """The same region under an edition, or regions under one each."""
    sheets = every_sheet()
    head, row = sheets["Region"]
    codes = (f"33.{25 + at}" for at in range(len(editions)))
    sheets["Region"] = [
        [*head, "framework"],
        *([code, *row[1:], edition] for code, edition in zip(codes, editions, strict=True)),
    ]
    return sheets


def _sum(period: str) -> Sheets:
    return put(every_sheet(), "Targets!C3", period)


def _innovated(**values: object) -> Sheets:
    """The innovation, which is at its trial, with more columns."""
    sheets = every_sheet()
    titles, row = sheets["Innovations"]
    return sheets | {"Innovations": [[*titles, *values], [*row, *values.values()]]}


def _crowded() -> Sheets:
    """More innovations of a year in the deck than it takes."""
    sheets = every_sheet()
    titles, row, *_ = sheets["Innovations"]
    at = {title: place for place, title in enumerate(titles)}
    rows = [list(row) for _ in range(MOST_IN_DECK + 1)]
    for number, one in enumerate(rows):
        one[at["code"]], one[at["name"]] = f"x{number}", f"Nama {number}"
        one.append("ya")
    sheets["Innovations"] = [[*titles, "in_deck"], *rows]
    return sheets


BROKEN: list[Sheets] = [
    *(_without(sheet.name, column) for sheet in SHEETS for column in every_sheet()[sheet.name][0]),  # type: ignore[misc]
    *(_doubled(sheet.name) for sheet in SHEETS),
    {name: rows for name, rows in every_sheet().items() if name not in {"Agencies", "Programmes"}},
    {name: rows[:1] for name, rows in every_sheet().items()},
    _shared(),
    *(
        put(every_sheet(), cell, None)
        for cell in ("Budget!B2", "Targets!A2", "Index!F2", "Programmes!B2")
    ),
    *(put(every_sheet(), "Budget!D2", text) for text in ("banyak", "1.234.567,891", -1, 192, 1.5)),
    *(put(every_sheet(), "Capacity!F2", text) for text in ("1.234", "85%", 1e17)),
    *(put(every_sheet(), "Budget!B2", year) for year in ("dua", 1800, 2019)),
    *(put(every_sheet(), "Regulations!F2", day) for day in ("kemarin", date(2023, 1, 1))),
    put(every_sheet(), "Programmes!E2", "mungkin"),
    put(every_sheet(), "OtherIndices!C2", 51.2),
    put(every_sheet(), "InnovationMarks!E2", None),
    *(put(every_sheet(), "Budget!C2", word) for word in ("apbdes", Failed("#N/A"), Formula("A1"))),
    *(put(every_sheet(), "Programmes!C2", word) for word in ("mobility",)),
    *(put(every_sheet(), "Region!A2", code) for code in (33.1, "k" * 101, "..", date(2022, 3, 1))),
    put(every_sheet(), "Missions!C2", date(2022, 3, 1)),
    *(put(every_sheet(), "Budget!A2", code) for code in ("P1", "p9")),
    _added("Agencies", "A1", "Dua"),
    put(every_sheet(), "Programmes!G2", 2020),
    put(every_sheet(), "Targets!C2", None),
    *(put(every_sheet(), "Targets!E4", most) for most in (None, 1)),
    put(every_sheet(), "Targets!E2", 12),
    put(every_sheet(), "Realisation!A3", "p1"),
    put(put(every_sheet(), "Realisation!F2", 3), "Realisation!G2", "not_applicable"),
    put(every_sheet(), "Realisation!E3", "no"),
    put(every_sheet(), "Realisation!G3", "not_applicable"),
    put(every_sheet(), "Realisation!E2", None),
    put(every_sheet(), "Index!D2", "living"),
    *(put(every_sheet(), "Programmes!C2", word) for word in ("bureaucracy", "branding")),
    *(put(_under("gsc-2026-draft"), "Programmes!C2", word) for word in ("branding", "living")),
    put(every_sheet(), "Index!D2", "mobility"),
    _under("gsc-1999"),
    _under("gsc-2021", "gsc-sleman"),
    _added("Index", 2022, "gsc-2021", "impact", None, "B", 3),
    _percent(0.085),
    _sum("s1"),
    put(every_sheet(), "Budget!E2", 1),
    _innovated(idea_on="2023-05-01", applied_on="2022-05-01", same_as="n1"),
    _crowded(),
]


def _files() -> Iterator[bytes]:
    for sheets in BROKEN:
        yield xlsx(indonesian(sheets))
    whole = indonesian(every_sheet())
    yield xlsx(
        whole,
        {name: Oddities(hidden_sheet=True, hidden_rows=[2], merged=["A2:B2"]) for name in whole},
    )
    yield xlsx({name: [["Kabupaten Batang"], *rows] for name, rows in whole.items()})
    yield xlsx({name: [[*rows[0], rows[0][0], "lain"], *rows[1:]] for name, rows in whole.items()})
    yield xlsx(whole | {"program ": whole["Program"], "Lain": [["x"]]})
    yield xlsx(whole | {"Petunjuk": [["Versi", 9]]})
    for text in ('kode,"nama', 'kode,nama\na1,Dinas "Satu"', "kode,nama\na1,Satu,Dua", "kode,\0"):
        members = {f"{name}.csv": csv_bytes(rows) for name, rows in whole.items()}
        yield zipped(members | {"Perangkat Daerah.csv": text})
    yield zipped({"Perangkat Daerah.csv": "kode,n\xe4ma".encode("latin-1")})
    noted: Rows = [["kode", "dokumen", "uraian"], ["m" * 3, "d", " ".join(map(str, range(10_000)))]]
    yield zipped({"Misi.csv": csv_bytes(noted)})


# Of the file as a whole or of reports, and said with other files: without names of the format.
ELSEWHERE = {
    # of a questionnaire, see test_questionnaires
    *("NO_QUESTIONNAIRE", "NO_ROWS", "ONE_ROW", "ITEM_CODE", "PART_CODE", "NUMBER_NAME"),
    *("NO_SUCH_FIGURE", "CHANGE_OF_SHARE", "SUB_ELSEWHERE", "FALLS", "NOTHING_ASKED"),
    *("NO_SUCH_DAY", "STAGES_OUT_OF_ORDER", "UNFIT_QUESTIONNAIRE"),
    *("UNREADABLE", "OLD_EXCEL", "ENCRYPTED", "MACROS", "TOO_LARGE", "TOO_HEAVY", "SPRAWLING"),
    *("NOT_FOR_REPORTS", "OTHER_WORKBOOK", "REPORTING_WORKBOOK", "REGION_WORKBOOK"),
    *("NOT_DUE", "NOT_ASKED", "NOT_TEXT", "NOT_WHOLE", "ROWS_IN_A_CELL"),
    *("HIDDEN_COLUMN", "HELD", "HELD_IN_PART"),
}
PARTS = [
    *((sheet.name, sheet.alias) for sheet in (*SHEETS, *REPORT_SHEETS)),
    *(
        (c.name, c.alias)
        for sheet in (*SHEETS, *REPORT_SHEETS)
        for c in (*sheet.columns, REGION_COLUMN)
    ),
    *(
        pair
        for sheet in sheets_of(load())
        for column in sheet.columns
        for pair in column.words.items()
    ),
]
INDONESIAN = {word for _, alias in PARTS for word in re.findall(r"[\w-]+", alias.casefold())}
# A name of one word that is no word of any Indonesian name: `year`, `Agencies`, `target_max`.
ENGLISH = {name.casefold() for name, _ in PARTS} - INDONESIAN


def english_in(text: str) -> set[str]:
    return {word for word in re.findall(r"[\w-]+", text.casefold()) if word in ENGLISH}


@pytest.mark.parametrize("problem", Problem, ids=lambda problem: problem.name)
def test_an_indonesian_sentence_has_no_english_name(problem: Problem):
    plain = Issue(problem).problem
    for text in (plain.message.id, plain.expected.id):
        assert not english_in(re.sub(r"\{\w+\}", "", text)), text


@pytest.mark.slow
def test_an_indonesian_message_of_any_kind_has_no_english_name():
    tried = set()
    for issue in (issue for data in _files() for issue in read_bytes(data).issues):
        tried.add(issue.problem.name)
        for text in (issue.message(ID), issue.expected(ID), issue.place(ID)):
            assert not english_in(text.replace(issue.found or "\0", "")), text
    assert {problem.name for problem in Problem} - tried - ELSEWHERE == set()


def test_what_is_missing_is_named_in_the_language_of_the_file():
    for speak, year, agencies in (
        (indonesian, "tahun", "Perangkat Daerah"),
        (dict, "year", "Agencies"),
    ):
        issue = read_bytes(xlsx(speak(_without("Budget", "year")))).issues[0]  # type: ignore[operator]
        for language in Language:
            assert year in issue.message(language)
        lacking = {name: rows for name, rows in every_sheet().items() if name != "Agencies"}
        issue = read_bytes(xlsx(speak(lacking))).issues[0]  # type: ignore[operator]
        for language in Language:
            assert agencies in issue.message(language)
            assert issue.place(language) == agencies


def test_columns_are_called_as_the_file_writes_them():
    sheets = indonesian(put(every_sheet(), "Budget!B2", None))
    sheets["  ANGGARAN "] = [
        ["Program", " TAHUN", *rows[2:]] if n == 0 else rows
        for n, rows in enumerate(sheets.pop("Anggaran"))
    ]
    issue = read_bytes(xlsx(sheets)).issues[0]

    assert issue.message(ID) == "Sel ini kosong; kolom TAHUN wajib diisi."
    assert issue.message(EN) == "Empty; the column TAHUN must be filled."


def test_a_file_that_tells_no_language_is_spoken_to_in_the_readers():
    issue = read_bytes(xlsx({"Sheet1": [["halo"]]})).issues[0]

    assert (issue.place(ID), issue.place(EN)) == ("Daerah", "Region")
    assert issue.message(ID) == "Lembar Daerah tidak ada; tambahkan."


def test_an_error_of_the_file_carries_its_parts_as_text():
    issue = UnusableFileError(Problem.TOO_LARGE, size="300 MB").issue
    assert "300 MB" in issue.message(ID)
