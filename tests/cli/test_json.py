"""The JSON of `evaluate`: every key, its type, and where null stands in place of a number."""

import hashlib
import json

import pytest

from cli.calls import bare, call, saved
from kotacerdas import __version__
from kotacerdas.frameworks.loading import load
from workbook.builder import good, put

NUMBER, NULL = (int, float), type(None)

FIGURE = {
    "planned": int,
    "realised": int,
    "not_reported": int,
    "achievement_pct": (float, NULL),
    "indicator_achievement_pct": (float, NULL),
    "band": (str, NULL),
}
MONEY = {"ceiling_rp": NUMBER, "realised_rp": NUMBER}
INDEX_SHAPE = {
    "value": (float, NULL),
    "missing": [str],
    "components": {
        name: {"score": (float, NULL), "weight": float, "spread": (float, NULL)}
        for name in ("baseline", "output", "outcome", "impact", "quick_win")
    },
    "impact_dimensions": {str: float},
    "previous": (float, NULL),
    "improvement": (float, NULL),
}
RESULT = {
    "region": {"code": str, "name": str},
    "year": int,
    "as_of": str,
    "basis": str,
    "framework": str,
    "overall": FIGURE,
    "dimensions": [{"code": str} | FIGURE | {"sub_dimensions": [{"code": str} | FIGURE]}],
    "agencies": [{"code": str} | FIGURE | {"innovations": int}],
    "programmes": [
        {"code": str, "dimension": str, "agency": str, "status": str}
        | {"indicator_achievement_pct": (float, NULL)}
    ],
    "indicators": dict.fromkeys(
        (
            *("total", "scored", "not_reported", "not_due", "no_target", "unscorable"),
            *("not_applicable", "incomplete"),
        ),
        int,
    ),
    "budget": MONEY
    | {"not_reported": int, "absorption_pct": (float, NULL), "by_source": {str: MONEY}},
    "innovations": {
        "minimum": int,
        "total": int,
        "agencies": int,
        "agencies_meeting_minimum": int,
        "below_minimum": [str],
    },
    "capacity": {str: {"items": int, "not_reported": int, "achievement_pct": (float, NULL)}},
    "index": (NULL, INDEX_SHAPE),
    "run": {"input_sha256": str, "framework": str, "version": str},
}
EMPTY = {"planned": 0, "realised": 0, "not_reported": 0} | dict.fromkeys(
    ("achievement_pct", "indicator_achievement_pct", "band")
)


def conform(value, shape, path="$"):
    """Assert the shape: a type, a choice, a list of one shape, keys, or any keys of one shape."""
    if isinstance(shape, tuple):
        kinds = {part if isinstance(part, type) else type(part): part for part in shape}
        assert type(value) in kinds, f"{path}: {value!r}"
        shape = kinds[type(value)]
    if isinstance(shape, type):
        assert type(value) is shape, f"{path}: {value!r}"
        return
    assert type(value) is type(shape), path
    if isinstance(shape, list):
        parts = [(at, item, shape[0]) for at, item in enumerate(value)]
    elif set(shape) == {str}:
        parts = [(key, item, shape[str]) for key, item in value.items()]
    else:
        assert list(value) == list(shape), path
        parts = [(key, item, shape[key]) for key, item in value.items()]
    for key, item, inner in parts:
        conform(item, inner, f"{path}/{key}")


def evaluated(folder, sheets, *arguments):
    said = call("evaluate", saved(folder, sheets), "--json", *arguments)
    assert said.code == 0, said.err
    return said.json


def whole():
    """The good workbook with both impact given directly and every other component."""
    sheets = good()
    scores = [("baseline", 3.5), ("output", 3), ("outcome", 3), ("impact", 3), ("quick_win", 2)]
    sheets["Index"] = [
        sheets["Index"][0],
        *([2022, "gsc-2021", name, None, who, score] for name, score in scores for who in "AB"),
        *([2021, "gsc-2021", name, None, None, 2] for name, _ in scores),
    ]
    return put(sheets, "Index!F3", 3.75)


@pytest.mark.parametrize(
    ("sheets", "arguments"),
    [
        (good(), ()),
        (good(), ("--year", 2021)),
        (good(), ("--year", 2030)),
        (whole(), ("--framework", "gsc-2021")),
        (whole(), ("--framework", "gsc-sleman")),
        (bare(), ("--year", 2022)),
    ],
)
def test_every_key_in_its_place_and_of_its_type(tmp_path, sheets, arguments):
    found = evaluated(tmp_path, sheets, *arguments)
    conform(found, RESULT)
    assert [dimension["code"] for dimension in found["dimensions"]] == list(load().dimension_codes)
    assert all(len(dimension["sub_dimensions"]) >= 3 for dimension in found["dimensions"])


def test_the_small_workbook_comes_out_as_worked_by_hand(tmp_path):
    found = evaluated(tmp_path, good())
    # i1: 9 of 10 + 20; i2 is not applicable
    figure = {"planned": 1, "realised": 1, "not_reported": 0, "achievement_pct": 100.0}
    figure |= {"indicator_achievement_pct": 30.0, "band": "sangat rendah"}
    assert found["overall"] == figure
    living = found["dimensions"][3]
    assert living == {
        "code": "living",
        **figure,
        "sub_dimensions": [
            {"code": "spatial_harmony", **EMPTY},
            {"code": "health", **figure},
            {"code": "mobility", **EMPTY},
        ],
    }
    assert found["agencies"] == [{"code": "a1", **figure, "innovations": 1}]
    assert found["programmes"] == [
        {"code": "p1", "dimension": "living", "agency": "a1", "status": "realised"}
        | {"indicator_achievement_pct": 30.0}
    ]
    states = dict.fromkeys(found["indicators"], 0)
    assert found["indicators"] == states | {
        "total": 2,
        "scored": 1,
        "not_applicable": 1,
        "incomplete": 1,
    }
    assert found["budget"] == {
        "ceiling_rp": 10_000_000,
        "realised_rp": 9_000_000,
        "not_reported": 0,
        "absorption_pct": 90.0,
        "by_source": {"apbd": {"ceiling_rp": 10_000_000, "realised_rp": 9_000_000}},
    }
    assert found["innovations"] == {
        "minimum": 3,
        "total": 1,
        "agencies": 1,
        "agencies_meeting_minimum": 0,
        "below_minimum": ["a1"],
    }
    assert found["capacity"] == {"hr": {"items": 1, "not_reported": 1, "achievement_pct": 0.0}}


def test_it_says_what_was_asked_and_of_which_file(tmp_path):
    found = evaluated(tmp_path, good())
    digest = hashlib.sha256((tmp_path / "buku.xlsx").read_bytes()).hexdigest()
    assert found["region"] == {"code": "33.25", "name": "Kabupaten Batang"}
    asked = [found[key] for key in ("year", "as_of", "basis", "framework")]
    assert asked == [2022, "2022-12-31", "reported", "gsc-2021"]
    assert found["run"] == {
        "input_sha256": digest,
        "framework": "gsc-2021",
        "version": __version__,
    }


def test_numbers_are_in_full_precision(tmp_path):
    found = evaluated(tmp_path, put(good(), "Realisation!F3", 10))
    assert found["overall"]["indicator_achievement_pct"] == 100 * 10 / 30


def test_nothing_planned_gives_null_percentages_and_band(tmp_path):
    found = evaluated(tmp_path, good(), "--year", 2030)
    assert found["overall"] == EMPTY
    for dimension in found["dimensions"]:
        assert {key: dimension[key] for key in EMPTY} == EMPTY
    assert found["agencies"] == [{"code": "a1", **EMPTY, "innovations": 0}]
    assert found["programmes"] == []
    assert found["capacity"] == {}
    assert found["index"] is None


def test_planned_with_nothing_scored_has_a_count_and_no_indicator_achievement(tmp_path):
    found = evaluated(tmp_path, bare(), "--year", 2022)
    expected = {"planned": 1, "realised": 0, "not_reported": 1, "achievement_pct": 0.0}
    assert found["overall"] == expected | {"indicator_achievement_pct": None, "band": None}
    assert found["programmes"][0]["status"] == "not_reported"
    assert found["programmes"][0]["indicator_achievement_pct"] is None


def test_no_money_gives_no_absorption(tmp_path):
    found = evaluated(tmp_path, bare(), "--year", 2022)["budget"]
    assert found == {
        "ceiling_rp": 0,
        "realised_rp": 0,
        "not_reported": 0,
        "absorption_pct": None,
        "by_source": {},
    }


def test_money_not_reported_is_counted_and_adds_nothing(tmp_path):
    sheets = good()
    sheets["Budget"].append(["p1", 2022, "csr", 250.5, None])
    found = evaluated(tmp_path, sheets)["budget"]
    assert (found["ceiling_rp"], found["realised_rp"], found["not_reported"]) == (
        10_000_250.5,
        9_000_000,
        1,
    )
    assert found["by_source"]["csr"] == {"ceiling_rp": 250.5, "realised_rp": 0}


def test_an_index_that_lacks_parts_is_null_and_names_them(tmp_path):
    found = evaluated(tmp_path, good())["index"]
    others = [code for code in load().dimension_codes if code != "living"]
    assert found["value"] is None
    assert found["missing"] == ["output", "outcome", "quick_win", *others]
    assert found["components"]["baseline"] == {"score": 3.5, "weight": 0.1, "spread": None}
    assert found["components"]["impact"] == {"score": None, "weight": 0.2, "spread": None}
    assert found["impact_dimensions"] == {"living": 3.0}
    assert (found["previous"], found["improvement"]) == (None, None)


def test_a_whole_index_beside_last_years(tmp_path):
    found = evaluated(tmp_path, whole())["index"]
    # 0.1 x 3.625 + 0.2 x 3 + 0.3 x 3 + 0.2 x 3 + 0.2 x 2
    assert found["value"] == 2.8625
    assert found["missing"] == []
    assert found["components"]["baseline"] == {"score": 3.625, "weight": 0.1, "spread": 0.25}
    assert found["components"]["output"]["spread"] == 0.0
    assert found["impact_dimensions"] == {}
    assert (found["previous"], found["improvement"]) == (2.0, 0.8625)


def test_an_edition_of_other_weights_weighs_the_scores_that_there_are(tmp_path):
    found = evaluated(tmp_path, whole(), "--framework", "gsc-sleman")
    assert (found["framework"], found["run"]["framework"]) == ("gsc-sleman", "gsc-sleman")
    # 0.1 x 3.625 + 0.2 x 3 + 0.3 x 3 + 0.3 x 3 + 0.1 x 2
    assert found["index"]["value"] == 2.9625


def test_the_scores_of_another_scale_are_no_index_of_this_edition(tmp_path):
    own = tmp_path / "own.toml"
    scale = "scale = {min = 0, max = 5}"
    own.write_text(
        f'extends = "gsc-2021"\nid = "own"\nsource_id = "made up"\nsource_en = "made up"\n{scale}\n'
    )
    assert evaluated(tmp_path, whole(), "--framework", own)["index"] is None


def test_warnings_go_to_standard_error_and_leave_the_json_whole(tmp_path):
    sheets = good() | {"Notes": [["a"], ["b"]]}
    said = call("evaluate", saved(tmp_path, sheets), "--json")
    assert said.code == 0
    conform(json.loads(said.out), RESULT)
    assert said.err.strip().startswith("Notes: peringatan: ")
