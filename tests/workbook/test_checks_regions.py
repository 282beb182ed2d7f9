"""Several regions in one file: every sheet says whose its rows are."""

import pytest

from kotacerdas.workbook.reading import read_bytes
from workbook.builder import Sheets, csv_zip, good, issues_of, put, told, xlsx

OTHER = "33.26"


def two_regions() -> Sheets:
    """The good workbook twice, of two regions that use the same codes; column A is the region."""
    sheets = good()
    shared: Sheets = {
        name: [
            ["region", *rows[0]],
            *(["33.25", *row] for row in rows[1:]),
            *([OTHER, *row] for row in rows[1:]),
        ]
        for name, rows in sheets.items()
    }
    shared["Region"] = [*sheets["Region"], [OTHER, "Pekalongan", "regency"]]
    return shared


def test_the_same_codes_in_two_regions_are_fine():
    for data in (xlsx(two_regions()), csv_zip(two_regions(), ";")):
        reading = read_bytes(data)

        assert not reading.issues
        assert reading.regions == ["33.25", OTHER]
        assert reading.frames["Programmes"]["region"].to_list() == ["33.25", OTHER]


@pytest.mark.parametrize("name", [name for name in good() if name != "Region"])
def test_every_sheet_needs_the_column_region(name: str):
    sheets = two_regions()
    sheets[name] = [row[1:] for row in sheets[name][:2]]
    said = told(read_bytes(xlsx(sheets)))

    assert f"MISSING_COLUMN {name}!A1" in said
    assert f"EMPTY {name}!A2" not in said


def test_every_row_needs_its_region():
    assert "EMPTY Budget!A3" in issues_of(put(two_regions(), "Budget!A3", None))


def test_a_region_that_the_file_does_not_hold_is_refused():
    assert "UNKNOWN_REFERENCE Budget!A3" in issues_of(put(two_regions(), "Budget!A3", "99.99"))


def test_references_never_cross_regions():
    sheets = put(two_regions(), "Agencies!B3", "a2")

    assert issues_of(sheets) == [
        f"UNKNOWN_REFERENCE {cell}" for cell in ("Programmes!E3", "Innovations!C3", "Capacity!H3")
    ]
    assert issues_of(put(two_regions(), "Missions!A3", "33.25"))[-1] == (
        "UNKNOWN_REFERENCE Programmes!I3"
    )


def test_rules_between_sheets_stay_within_a_region():
    sheets = put(two_regions(), "Programmes!G3", 2022)

    assert not issues_of(sheets)
    sheets = put(two_regions(), "Indicators!G4", "range")
    assert issues_of(sheets) == ["TARGET_MAX_MISSING Targets!F5", "TARGET_MAX_MISSING Targets!F6"]


def test_one_region_needs_no_column_and_may_have_it():
    sheets = good()
    sheets["Budget"] = [["daerah", *sheets["Budget"][0]], ["33.25", *sheets["Budget"][1]]]

    reading = read_bytes(xlsx(sheets))

    assert not reading.issues
    assert set(reading.frames["Budget"]["region"]) == {"33.25"}


def test_rows_of_another_region_than_the_only_one_are_refused():
    sheets = good()
    sheets["Budget"] = [["daerah", *sheets["Budget"][0]], [OTHER, *sheets["Budget"][1]]]

    assert issues_of(sheets) == [
        "UNKNOWN_REFERENCE Budget!A2",
        "UNKNOWN_REFERENCE Budget!B2",
    ]


def test_a_stray_blank_or_remark_below_the_only_region_makes_no_second_one():
    sheets = good()
    sheets["Region"] = [
        [*sheets["Region"][0], "catatan"],
        sheets["Region"][1],
        [" "],
        [None, None, None, "diisi oleh Bappeda"],
    ]

    assert issues_of(sheets) == ["UNKNOWN_COLUMN Region!D1"]


def test_no_region_is_an_error():
    assert issues_of(put(good(), "Region!A2", None)) == ["EMPTY Region!A2"]
    sheets = good()
    del sheets["Region"][1:]
    assert issues_of(sheets)[0] == "NO_REGION Region!A2"
