"""The JSON of `check` and `index`, and what every command prints of a wrong file."""

import json

import pytest

from cli.calls import call, saved, wrong
from kotacerdas.frameworks.loading import load
from workbook.builder import good

KEYS = ["severity", "sheet", "cell", "found", "expected", "message"]

DIMENSIONS = load().dimension_codes


def scores(folder, *lines, header="component,dimension,assessor,score"):
    path = folder / "scores.csv"
    path.write_text("\n".join([header, *lines]), encoding="utf-8")
    return path


WHOLE = ("baseline,,A,4", "baseline,,B,3", "output,,,3", "outcome,,,2", "quick_win,,,1")


def test_check_of_a_good_workbook(tmp_path):
    said = call("check", saved(tmp_path, good()), "--json")
    assert (said.code, said.json, said.err) == (0, {"ok": True, "issues": []}, "")


def test_check_of_a_wrong_workbook_tells_every_issue_in_reading_order(tmp_path):
    said = call("check", saved(tmp_path, wrong()), "--json")
    assert said.code == 2
    assert said.err == ""
    assert list(said.json) == ["ok", "issues"]
    assert said.json["ok"] is False
    issues = said.json["issues"]
    assert [list(issue) for issue in issues] == [KEYS] * 3
    assert [[issue[key] for key in KEYS[:4]] for issue in issues] == [
        ["error", "Programmes", "C2", "nowhere"],
        ["error", "Budget", "D2", "-5"],
        ["warning", "Notes", None, None],
    ]
    assert all(issue["expected"] and issue["message"] for issue in issues)


def test_warnings_alone_are_ok(tmp_path):
    said = call("check", saved(tmp_path, good() | {"Notes": [["a"], ["b"]]}), "--json")
    assert said.code == 0
    assert said.json["ok"] is True
    assert [issue["severity"] for issue in said.json["issues"]] == ["warning"]


def test_an_issue_of_the_whole_file_names_no_sheet_and_no_cell(tmp_path):
    path = tmp_path / "buku.xlsx"
    path.write_bytes(b"not a workbook")
    issue = call("check", path, "--json").json["issues"][0]
    assert [issue[key] for key in KEYS[:4]] == ["error", None, None, None]


@pytest.mark.parametrize("language", ["id", "en"])
def test_evaluate_of_a_wrong_workbook_prints_the_same_and_writes_nothing(tmp_path, language):
    path = saved(tmp_path, wrong())
    told = call("check", path, "--json", "--lang", language)
    written = ("--trace", tmp_path / "trace.json", "--out", tmp_path / "out")
    said = call("evaluate", path, "--json", "--lang", language, *written)
    assert (said.code, said.out) == (2, told.out)
    assert [file.name for file in tmp_path.iterdir()] == ["buku.xlsx"]


def test_the_language_changes_only_what_is_said(tmp_path):
    path = saved(tmp_path, wrong())
    one, other = (
        call("check", path, "--json", "--lang", language).json["issues"]
        for language in ("id", "en")
    )
    for mine, yours in zip(one, other, strict=True):
        assert [mine[key] for key in KEYS[:4]] == [yours[key] for key in KEYS[:4]]
        assert mine["message"] != yours["message"]


@pytest.mark.parametrize("command", ["check", "evaluate"])
def test_without_json_the_issues_stand_on_standard_error_with_their_place(tmp_path, command):
    said = call(command, saved(tmp_path, wrong()), "--lang", "en")
    assert (said.code, said.out) == (2, "")
    lines = [line for line in said.err.splitlines() if line]
    assert lines[0].startswith("Programmes!C2: Not known; choose from the list. Found: nowhere.")
    assert lines[1].startswith("Budget!D2: This number is out of bounds. Found: -5.")
    assert lines[2].startswith("Notes: warning: ")
    assert lines[3:] == ["2 errors, 1 warnings"]


def test_index_with_all_it_needs(tmp_path):
    lines = (*WHOLE, *(f"impact,{code},A,{at / 2}" for at, code in enumerate(DIMENSIONS, 1)))
    said = call("index", scores(tmp_path, *lines), "--json", "--previous", "2,5")
    assert said.code == 0
    # 0.1 x 3.5 + 0.2 x 3 + 0.3 x 2 + 0.2 x 1.75 + 0.2 x 1
    assert said.json == {
        "framework": "gsc-2021",
        "value": 2.1,
        "missing": [],
        "components": {
            "baseline": {"score": 3.5, "weight": 0.1, "spread": 1.0},
            "output": {"score": 3.0, "weight": 0.2, "spread": None},
            "outcome": {"score": 2.0, "weight": 0.3, "spread": None},
            "impact": {"score": 1.75, "weight": 0.2, "spread": None},
            "quick_win": {"score": 1.0, "weight": 0.2, "spread": None},
        },
        "impact_dimensions": dict(zip(DIMENSIONS, (0.5, 1.0, 1.5, 2.0, 2.5, 3.0), strict=True)),
        "previous": 2.5,
        "improvement": -0.4,
    }
    keys = ["framework", "value", "missing", "components", "impact_dimensions"]
    assert list(said.json) == [*keys, "previous", "improvement"]


def test_index_without_impact_is_null_and_names_it(tmp_path):
    said = call("index", scores(tmp_path, *WHOLE), "--json", "--previous", "3.44")
    assert said.code == 0
    assert (said.json["value"], said.json["missing"]) == (None, ["impact"])
    assert (said.json["previous"], said.json["improvement"]) == (3.44, None)
    assert said.json["components"]["impact"] == {"score": None, "weight": 0.2, "spread": None}
    assert said.json["impact_dimensions"] == {}


def test_index_needs_only_component_and_score_and_takes_the_edition_asked(tmp_path):
    lines = [f"{name},3" for name in ("baseline", "output", "outcome", "impact", "quick_win")]
    path = scores(tmp_path, *lines, header="component,score")
    found = call("index", path, "--json", "--framework", "gsc-sleman").json
    weights = [part["weight"] for part in found["components"].values()]
    assert (found["framework"], found["value"], weights) == (
        "gsc-sleman",
        3.0,
        [0.1, 0.2, 0.3, 0.3, 0.1],
    )
    assert (found["previous"], found["improvement"]) == (None, None)


def test_index_of_wrong_scores_tells_its_issues_as_check_does(tmp_path):
    path = scores(tmp_path, "baseline,,A,5", "nothing,,A,3")
    said = call("index", path, "--json")
    assert said.code == 2
    assert list(said.json) == ["ok", "issues"]
    assert [list(issue) for issue in said.json["issues"]] == [KEYS] * 2
    assert [issue["cell"] for issue in said.json["issues"]] == ["D2", "A3"]


@pytest.mark.parametrize("previous", ["much", "4.1", "-1", "nan", "inf", ""])
def test_index_refuses_a_previous_that_is_no_index(tmp_path, previous):
    said = call("index", scores(tmp_path, *WHOLE), "--json", f"--previous={previous}")
    assert (said.code, said.out) == (2, "")
    assert said.err.strip() == f"{previous} bukan angka dari 0 sampai 4".strip()


def test_index_says_its_figures_in_the_language_asked(tmp_path):
    path = scores(tmp_path, *WHOLE, "impact,,,3.5")
    # 0.35 + 0.6 + 0.6 + 0.7 + 0.2 = 2.45
    indonesian = call("index", path, "--previous", "2").out
    english = call("index", path, "--previous", "2", "--lang", "en").out
    assert indonesian.splitlines()[-1] == "Indeks smart city: 2,45, +0,45 dari tahun sebelumnya"
    assert english.splitlines()[-1] == "Smart-city index: 2.45, +0.45 on the year before"
    assert len(english.splitlines()) == 6


def test_the_editions_as_json():
    found = json.loads(call("frameworks", "--json").out)
    assert [edition["id"] for edition in found] == ["gsc-2021", "gsc-2026-draft", "gsc-sleman"]
    for edition in found:
        keys = [
            "id",
            "status",
            "title",
            "source_id",
            "source_en",
            "years",
            "dimensions",
            "weights",
            "polarity_lower",
        ]
        assert list(edition) == keys
        assert sum(edition["weights"].values()) == pytest.approx(1)
