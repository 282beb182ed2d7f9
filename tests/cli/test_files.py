"""The files that the commands write: the trace and the template."""

import json

import pytest
from openpyxl import load_workbook

from cli.calls import call, saved
from kotacerdas.figures.number import numbers
from kotacerdas.wording.numbers import Language
from kotacerdas.workbook import guide
from kotacerdas.workbook.schema import BY_NAME
from workbook.builder import good

FILLED = {
    "Region": {"code": "01.02", "name": "Kota Uji", "level": "city"},
    "Agencies": {"code": "007", "name": "Diskominfo"},
    "Programmes": {
        "code": "p1",
        "name": "Satu",
        "dimension": "Smart Economy",
        "agency": "007",
        "quick_win": "ya",
        "start_year": 2023,
        "end_year": 2024,
    },
    "Realisation": {"programme": "p1", "year": 2023, "realised": "yes"},
}


@pytest.fixture
def traced(tmp_path):
    path = tmp_path / "trace.json"
    said = call("evaluate", saved(tmp_path, good()), "--json", "--trace", path)
    assert said.code == 0
    return said.json, json.loads(path.read_text(encoding="utf-8"))


def test_a_trace_is_a_list_of_cells_for_every_number(traced):
    result, trace = traced
    assert {str(number) for number in numbers(result)} == set(trace)
    for cells in trace.values():
        assert [list(cell) for cell in cells] == [["sheet", "cell", "value"]] * len(cells)


def test_every_cell_of_a_trace_holds_what_the_file_holds(traced):
    _, trace = traced
    cells = [cell for cells in trace.values() for cell in cells]
    assert len(cells) > 100
    sheets = good()
    for cell in cells:
        letter, row = cell["cell"][0], int(cell["cell"][1:])
        assert sheets[cell["sheet"]][row - 1][ord(letter) - ord("A")] == cell["value"], cell


def test_a_number_rests_on_its_cells_and_on_no_other(traced):
    _, trace = traced
    assert trace["budget/ceiling_rp"] == [
        *(
            {"sheet": "Programmes", "cell": f"{c}2", "value": v}
            for c, v in (("A", "p1"), ("F", 2021), ("G", 2022))
        ),
        {"sheet": "Budget", "cell": "A2", "value": "p1"},
        {"sheet": "Budget", "cell": "B2", "value": 2022},
        {"sheet": "Budget", "cell": "D2", "value": 10_000_000},
    ]
    places = {
        path: {f"{cell['sheet']}!{cell['cell']}" for cell in trace[path]}
        for path in ("agencies/a1/innovations", "overall/planned", "dimensions/economy/planned")
    }
    assert places == {
        "agencies/a1/innovations": {"Innovations!B2", "Innovations!D2", "Innovations!H2"},
        "overall/planned": {"Programmes!A2", "Programmes!F2", "Programmes!G2"},
        "dimensions/economy/planned": set(),
    }
    assert trace["innovations/minimum"] == []


def test_an_empty_cell_is_null(tmp_path):
    sheets = good()
    sheets["Budget"].append(["p1", 2022, "csr", 5, None])
    call("evaluate", saved(tmp_path, sheets), "--trace", tmp_path / "trace.json")
    trace = json.loads((tmp_path / "trace.json").read_text(encoding="utf-8"))
    empty = {"sheet": "Budget", "cell": "E3", "value": None}
    assert empty in trace["budget/not_reported"]


@pytest.mark.parametrize("language", list(Language))
def test_a_template_filled_in_is_checked_and_evaluated(tmp_path, language):
    path = tmp_path / "daerah.xlsx"
    said = call("template", path, "--lang", language)
    assert (said.code, said.err) == (0, "")
    assert said.out.strip().endswith(str(path))
    book = load_workbook(path)
    for name, record in FILLED.items():
        sheet = BY_NAME[name]
        page = book[guide.display_name(sheet, language)]
        for at, column in enumerate(sheet.columns, 1):
            page.cell(2, at).value = record.get(column.name)
    book.save(path)
    assert call("check", path, "--json").json == {"ok": True, "issues": []}
    found = call("evaluate", path, "--json").json
    assert found["region"] == {"code": "01.02", "name": "Kota Uji"}
    assert (found["year"], found["overall"]["realised"]) == (2023, 1)
    assert found["dimensions"][2]["achievement_pct"] == 100.0


@pytest.mark.parametrize("name", ["daerah.xlsx", "daerah.zip", "daerah"])
def test_an_empty_template_lacks_nothing_but_a_region(tmp_path, name):
    assert call("template", tmp_path / name, "--lang", "en").code == 0
    said = call("check", tmp_path / name, "--json")
    assert said.code == 2
    places = [(issue["sheet"], issue["cell"]) for issue in said.json["issues"]]
    assert places == [("Region", "A2")]


@pytest.mark.parametrize("name", ["daerah.xls", "daerah.csv", "none/daerah.xlsx"])
def test_a_template_that_cant_be_written_is_refused(tmp_path, name):
    said = call("template", tmp_path / name)
    assert (said.code, said.out) == (2, "")
    assert name in said.err
    assert not list(tmp_path.iterdir())


def test_a_template_never_replaces_a_file(tmp_path):
    path = saved(tmp_path, good())
    before = path.read_bytes()
    assert call("template", path).code == 2
    assert path.read_bytes() == before
