"""What is asked of `evaluate`: region, year, day, basis, edition, language; and wrong ones."""

import json

import pytest

from cli.calls import OTHER, bare, call, saved, two_regions
from workbook.builder import good, put

OWN = """extends = "gsc-2021"
id = "own"
source_id = "made up"
source_en = "made up"
cap_pct = 150
innovation_minimum = 1
"""


def evaluated(path, *arguments):
    said = call("evaluate", path, "--json", *arguments)
    assert said.code == 0, said.err
    return said.json


def test_several_regions_need_a_choice_and_the_codes_are_named(tmp_path):
    path = saved(tmp_path, two_regions())
    written = ("--json", "--trace", tmp_path / "trace.json", "--out", tmp_path / "out")
    for language, words in (("id", "beberapa daerah"), ("en", "several regions")):
        said = call("evaluate", path, "--lang", language, *written)
        assert (said.code, said.out) == (2, "")
        assert words in said.err
        assert said.err.strip().endswith("--region: 33.25, 33.26")
    assert [file.name for file in tmp_path.iterdir()] == ["buku.xlsx"]


def test_a_region_is_evaluated_by_its_own_rows_alone(tmp_path):
    shared = saved(tmp_path, two_regions())
    alone = evaluated(saved(tmp_path, good(), "alone.xlsx"))
    found = evaluated(shared, "--region", "33.25")
    del alone["run"], found["run"]
    assert found == alone


def test_the_other_region_has_its_own_year_and_figures(tmp_path):
    found = evaluated(saved(tmp_path, two_regions()), "--region", OTHER)
    assert found["region"] == {"code": OTHER, "name": "Kabupaten Pekalongan"}
    assert found["year"] == 2021
    overall = found["overall"]
    assert (overall["planned"], overall["realised"], overall["achievement_pct"]) == (1, 0, 0.0)
    assert overall["indicator_achievement_pct"] == 60.0  # 18 of 30
    assert [agency["code"] for agency in found["agencies"]] == ["b1"]
    assert (found["dimensions"][2]["planned"], found["dimensions"][3]["planned"]) == (1, 0)
    assert found["budget"]["ceiling_rp"] == 5000


def test_the_trace_of_a_region_names_its_own_rows_alone(tmp_path):
    path = saved(tmp_path, two_regions())
    call("evaluate", path, "--region", OTHER, "--trace", tmp_path / "trace.json")
    trace = json.loads((tmp_path / "trace.json").read_text(encoding="utf-8"))
    assert {cell["cell"][1:] for cell in trace["overall/planned"]} == {"3"}
    assert {cell["cell"][1:] for cell in trace["budget/ceiling_rp"]} == {"3"}


def test_the_year_asked_is_the_year_answered(tmp_path):
    path = saved(tmp_path, good())
    assert evaluated(path)["year"] == 2022  # the latest with realisation
    found = evaluated(path, "--year", 2021)
    assert (found["year"], found["as_of"]) == (2021, "2021-12-31")
    assert found["overall"]["not_reported"] == 1


def test_without_realisation_the_year_has_to_be_named(tmp_path):
    said = call("evaluate", saved(tmp_path, bare()), "--json")
    assert (said.code, said.out) == (2, "")
    assert "--year" in said.err


def test_as_of_a_day_what_ends_later_is_left_out(tmp_path):
    found = evaluated(saved(tmp_path, good()), "--as-of", "2022-03-31")
    assert found["as_of"] == "2022-03-31"
    assert found["programmes"][0]["status"] == "not_reported"  # its row is of the whole year
    assert found["overall"]["indicator_achievement_pct"] == 90.0  # 9 of the 10 due
    day_before = evaluated(saved(tmp_path, good()), "--as-of", "2022-03-30")
    assert day_before["indicators"]["not_due"] == 2
    assert day_before["overall"]["indicator_achievement_pct"] is None


def test_on_the_verified_basis_only_verified_rows_exist(tmp_path):
    sheets = good()
    sheets["Realisation"] = [
        [*row, mark]
        for row, mark in zip(sheets["Realisation"], ("verified", "yes", "no", None), strict=True)
    ]
    path = saved(tmp_path, sheets)
    found = evaluated(path, "--basis", "verified")
    assert found["basis"] == "verified"
    assert found["programmes"][0]["status"] == "realised"
    assert found["overall"]["indicator_achievement_pct"] is None
    assert (found["indicators"]["not_reported"], found["indicators"]["not_applicable"]) == (2, 0)
    assert evaluated(path, "--basis", "reported")["indicators"]["not_reported"] == 0


def test_ones_own_edition_sets_cap_minimum_and_name(tmp_path):
    edition = tmp_path / "own.toml"
    edition.write_text(OWN, encoding="utf-8")
    path = saved(tmp_path, put(good(), "Realisation!F3", 42))
    found = evaluated(path, "--framework", edition)
    assert (found["framework"], found["run"]["framework"]) == ("own", "own")
    assert found["overall"]["indicator_achievement_pct"] == 140.0
    assert found["innovations"]["minimum"] == 1
    assert found["innovations"]["below_minimum"] == []
    assert evaluated(path)["overall"]["indicator_achievement_pct"] == 100.0


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("--year", "1800"), "'--year'"),
        (("--year", "2022.5"), "'--year'"),
        (("--as-of", "2022-13-01"), "2022-13-01"),
        (("--as-of", "31/12/2022"), "31/12/2022"),
        (("--as-of", ""), "2022-12-31"),
        (("--basis", "all"), "'all'"),
        (("--framework", "gsc-1999"), "gsc-1999: file: "),
        (("--framework", "."), ".: file: "),
        (("--framework", "broken.toml"), "broken.toml: file: "),
        (("--framework", "binary.toml"), "binary.toml: file: "),
        (("--framework", "keyless.toml"), "keyless.toml: "),
        (("--region", "99.99"), "99.99"),
        (("--region", ""), "33.25"),
        (("--lang", "fr"), "'fr'"),
    ],
)
def test_a_wrong_choice_is_refused_by_name_and_writes_nothing(
    tmp_path, monkeypatch, arguments, named
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "broken.toml").write_text("id = ", encoding="utf-8")
    (tmp_path / "binary.toml").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "keyless.toml").write_text('id = "own"\n', encoding="utf-8")
    path = saved(tmp_path, good())
    before = sorted(tmp_path.rglob("*"))
    said = call("evaluate", path, "--json", "--trace", "trace.json", "--out", "out", *arguments)
    assert (said.code, said.out) == (2, "")
    assert named in said.err
    assert sorted(tmp_path.rglob("*")) == before


def test_a_trace_that_cant_be_written_is_refused(tmp_path):
    path = saved(tmp_path, good())
    said = call("evaluate", path, "--json", "--trace", tmp_path / "none" / "trace.json")
    assert (said.code, said.out) == (2, "")
    assert "trace.json" in said.err
    assert not (tmp_path / "none").exists()


def test_the_card_speaks_the_language_asked(tmp_path):
    path = saved(tmp_path, put(good(), "Realisation!F3", 10))
    indonesian = call("evaluate", path).out
    english = call("evaluate", path, "--lang", "en").out
    for words in ("per 31 Desember 2022", "Keseluruhan", "33,3", "Rp10.000.000 (90,0\u00a0%)"):
        assert words in indonesian
        assert words not in english
    for words in ("as of 31 December 2022", "Overall", "33.3", "Rp10,000,000 (90.0%)", "very low"):
        assert words in english
        assert words not in indonesian
    for line in ("Kabupaten Batang 2022", "Smart Living", "gsc-2021"):
        assert line in indonesian
        assert line in english


def test_the_json_is_the_same_in_every_language(tmp_path):
    path = saved(tmp_path, good())
    one, other = (call("evaluate", path, "--json", "--lang", name).out for name in ("id", "en"))
    assert one == other


def test_what_is_not_in_the_file_is_a_dash_and_never_zero(tmp_path):
    card = call("evaluate", saved(tmp_path, bare()), "--year", 2022, "--lang", "en").out
    living = next(line for line in card.splitlines() if line.startswith("Smart Living"))
    assert living.split()[2:] == ["1", "0", "1", "–", "–"]
    economy = next(line for line in card.splitlines() if line.startswith("Smart Economy"))
    assert economy.split()[2:] == ["0", "0", "0", "–", "–"]
