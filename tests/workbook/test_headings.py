"""A cause is named once: headings above the titles, stray columns, a file of another kind."""

import pytest

from kotacerdas.wording.numbers import Language
from kotacerdas.workbook.issues import Issue, grouped
from kotacerdas.workbook.problems import Problem
from kotacerdas.workbook.reading import read_bytes
from kotacerdas.workbook.report_reading import read_reports
from kotacerdas.workbook.report_sheets import About
from kotacerdas.workbook.report_writing import write_reports
from workbook.builder import Failed, Oddities, csv_zip, good, put, told, xlsx

HEADINGS: list[list[object]] = [
    ["PEMERINTAH KABUPATEN BATANG"],
    ["Program", None, "2022"],
    [],
]


@pytest.mark.parametrize("container", [xlsx, csv_zip])
@pytest.mark.parametrize("number", [1, 2, 3])
def test_titles_below_headings_are_found_and_told_of_once(number: int, container: object):
    sheets = good()
    sheets["Programmes"] = [*HEADINGS[:number], *sheets["Programmes"]]
    reading = read_bytes(container(sheets))  # type: ignore[operator]

    assert told(reading) == [f"HEADER_BELOW Programmes!A{number + 1}"]
    assert (
        f"judul kolom tampaknya di baris {number + 1}" in reading.issues[0].message("id").casefold()
    )
    assert reading.frames["Programmes"]["code"].to_list() == ["p1"]
    assert reading.frames["Programmes"]["row"].to_list() == [number + 2]


def test_places_are_those_of_the_file():
    sheets = put(good(), "Budget!D2", "banyak")
    sheets["Budget"] = [*HEADINGS, *sheets["Budget"]]
    sheets["Budget"][3].append("selisih")

    assert told(read_bytes(xlsx(sheets))) == [
        "HEADER_BELOW Budget!A4",
        "UNKNOWN_COLUMN Budget!F4",
        "NOT_A_NUMBER Budget!D5",
    ]


def test_what_stands_in_the_headings_is_nobodys_business():
    sheets = good()
    sheets["Budget"] = [["Anggaran", Failed("#N/A")], *sheets["Budget"]]

    assert told(read_bytes(xlsx(sheets, {"Budget": Oddities(merged=["A1:E1"])}))) == [
        "HEADER_BELOW Budget!A2"
    ]


def test_a_column_that_is_missing_there_is_said_to_be():
    sheets = good()
    sheets["Budget"] = [*HEADINGS, *([*row[:2], *row[3:]] for row in sheets["Budget"])]

    assert told(read_bytes(xlsx(sheets))) == [
        "HEADER_BELOW Budget!A4",
        "MISSING_COLUMN Budget!A4",
    ]


def test_four_hundred_stray_columns_are_one_group_with_its_count():
    sheets = good()
    sheets["Budget"][0] += [f"catatan {number}" for number in range(400)]
    reading = read_bytes(xlsx(sheets))

    assert len(reading.issues) == 400
    [group] = grouped(reading.issues)
    assert group.more == 399
    assert group.place(Language.ID) == "Budget!F1, G1, H1, I1, J1, …"


@pytest.mark.parametrize(("count", "groups"), [(1, 1), (3, 3), (4, 1), (50, 1)])
def test_only_many_that_are_alike_become_one(count: int, groups: int):
    issues = [Issue(Problem.EMPTY, "Budget", f"D{row}") for row in range(2, count + 2)]
    others = [Issue(Problem.EMPTY, "Budget", "E2"), Issue(Problem.EMPTY, "Targets", "D2")]

    found = grouped([*issues, *others])
    assert len(found) == groups + 2
    assert sum(group.more + 1 for group in found) == count + 2


def test_an_issue_of_the_whole_file_has_no_place():
    [group] = grouped([Issue(Problem.UNREADABLE)])
    assert (group.place(Language.EN), group.more) == ("", 0)


def _reporting(language: Language) -> bytes:
    row = {"programme": "p1", "name": "Satu"}
    return write_reports({"Reports": [row]}, About("33.25", "a1", "2022/q1"), language)


@pytest.mark.parametrize("language", Language)
def test_a_reporting_workbook_is_told_where_it_belongs(language: Language):
    reading = read_bytes(_reporting(language))

    assert told(reading) == ["REPORTING_WORKBOOK"]
    assert "pelaporan Triwulan I 2022;" in reading.issues[0].message(Language.ID)
    assert "of Quarter 1 2022;" in reading.issues[0].message(Language.EN)


@pytest.mark.parametrize("container", [xlsx, csv_zip])
def test_a_regions_workbook_is_told_where_it_belongs(container: object):
    reading = read_reports(container(good()))  # type: ignore[operator]

    assert [issue.problem.name for issue in reading.issues] == ["REGION_WORKBOOK"]


def test_any_other_file_is_neither():
    reading = read_reports(xlsx({"Sheet1": [["halo"]]}))
    assert [issue.problem.name for issue in reading.issues] == ["NOT_FOR_REPORTS"]


def test_a_column_without_a_title_is_not_quoted():
    sheets = good()
    sheets["Targets"][1] = [*sheets["Targets"][1], None, "catatan"]
    sheets["Targets"][0] = [*sheets["Targets"][0], None, None]
    [issue] = read_bytes(xlsx(sheets)).issues

    assert issue.problem is Problem.UNKNOWN_COLUMN
    assert issue.found is None
