"""References must exist, and codes and keys stand once."""

import pytest

from kotacerdas.workbook.reading import read_bytes
from workbook.builder import good, issues_of, put, told, xlsx

REFERENCES = [
    ("Programmes!D2", "Agencies"),
    ("Programmes!H2", "Missions"),
    ("Programmes!I2", "Regulations"),
    ("Indicators!B2", "Programmes"),
    ("Targets!A2", "Indicators"),
    ("Realisation!A2", "Programmes"),
    ("Realisation!B3", "Indicators"),
    ("Budget!A2", "Programmes"),
    ("Innovations!B2", "Agencies"),
    ("Innovations!I2", "Programmes"),
    ("Capacity!G2", "Agencies"),
]


@pytest.mark.parametrize(("cell", "sheet"), REFERENCES)
def test_a_code_that_is_not_in_its_sheet_is_refused(cell: str, sheet: str):
    reading = read_bytes(xlsx(put(good(), cell, "tiada")))
    issue = next(issue for issue in reading.issues if issue.problem.name == "UNKNOWN_REFERENCE")

    assert (issue.place(), issue.found) == (cell, "tiada")
    assert issue.message("en") == f"This code is not in the sheet {sheet}."


def test_each_item_of_a_list_must_exist_but_the_cell_is_told_of_once():
    assert not issues_of(put(good(), "Programmes!H2", "m1; m1"))
    assert issues_of(put(good(), "Programmes!H2", "m1; m8; m9")) == [
        "UNKNOWN_REFERENCE Programmes!H2"
    ]


def test_codes_differ_by_case():
    assert issues_of(put(good(), "Budget!A2", "P1")) == ["OTHER_SPELLING Budget!A2"]


def test_an_empty_required_sheet_is_not_told_of_at_everything_that_refers_to_it():
    sheets = good()
    del sheets["Agencies"][1:]

    assert not issues_of(sheets)


@pytest.mark.parametrize("name", [name for name in good() if name != "Region"])
def test_the_same_key_twice_is_refused_at_the_second_row(name: str):
    sheets = good()
    sheets[name].append(list(sheets[name][1]))
    reading = read_bytes(xlsx(sheets))
    at = len(sheets[name])
    issue = next(issue for issue in reading.issues if issue.problem.name == "DUPLICATE")

    assert issue.place() == f"{name}!A{at}"
    assert "row 2" in issue.message("en")


def test_the_same_region_twice_is_refused():
    sheets = good()
    sheets["Region"].append(list(sheets["Region"][1]))

    assert "DUPLICATE Region!A3" in issues_of(sheets)


@pytest.mark.parametrize(
    ("cell", "other"),
    [
        ("Targets!C2", "q3"),
        ("Targets!B2", 2021),
        ("Realisation!D3", "q4"),
        ("Budget!C2", "csr"),
        ("Capacity!D2", 2023),
        ("Index!E2", "B"),
        ("Index!B2", "gsc-sleman"),
    ],
)
def test_rows_that_differ_in_one_part_of_the_key_are_two(cell: str, other: object):
    sheets = good()
    name, _, place = cell.partition("!")
    sheets[name].append(list(sheets[name][int(place[1:]) - 1]))
    put(sheets, f"{name}!{place[0]}{len(sheets[name])}", other)

    assert not [said for said in told(read_bytes(xlsx(sheets))) if said.startswith("DUPLICATE")]


def test_rows_with_unreadable_keys_are_not_called_duplicates():
    sheets = put(put(good(), "Realisation!B3", 33.1), "Realisation!B4", 33.2)
    put(sheets, "Realisation!D4", "q1")

    assert issues_of(sheets) == [
        "NUMBER_AS_CODE Realisation!B3",
        "NUMBER_AS_CODE Realisation!B4",
    ]
