"""Batang 2022 as published by the regency: planned counts, percentages and the total.

Published: 39, 7, 10, 6, 12 and 6 programmes; 89.7, 85.7, 80, 83.3, 83.3 and 100 percent; 70 of 80
in all, 87.5 percent; for 2023 a budget of APBD Rp18,755,371,000 and CSR Rp3,300,000,000; the index
of 2020, 3.44. The realised counts by dimension follow from the first two.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from kotacerdas.wording.numbers import round_half_up

pytestmark = pytest.mark.slow  # they start the program

ROOT = Path(__file__).parents[2]
WORKBOOK = ROOT / "examples" / "batang" / "batang.xlsx"
KOTACERDAS = Path(sys.executable).parent / "kotacerdas"

PUBLISHED = {
    "governance": (39, 35, "89.7"),
    "branding": (7, 6, "85.7"),
    "economy": (10, 8, "80.0"),
    "living": (6, 5, "83.3"),
    "society": (12, 10, "83.3"),
    "environment": (6, 6, "100.0"),
}


def kotacerdas(*arguments: object) -> str:
    call = [KOTACERDAS, *map(str, arguments)]
    return subprocess.run(call, check=True, capture_output=True, text=True).stdout


@pytest.fixture(scope="module")
def result():
    return json.loads(kotacerdas("evaluate", WORKBOOK, "--json"))


def test_each_dimension_comes_out_as_published(result):
    found = {
        figure["code"]: (
            figure["planned"],
            figure["realised"],
            str(round_half_up(figure["achievement_pct"], 1)),
        )
        for figure in result["dimensions"]
    }
    assert found == PUBLISHED


def test_in_all_seventy_of_eighty(result):
    overall = result["overall"]
    assert (overall["planned"], overall["realised"]) == (80, 70)
    assert overall["achievement_pct"] == 87.5


def test_two_of_the_ten_not_realised_are_not_reported(result):
    assert result["overall"]["not_reported"] == 2
    statuses = [programme["status"] for programme in result["programmes"]]
    assert statuses.count("not_realised") == 8


def test_the_year_is_the_latest_with_realisation(result):
    assert (result["year"], result["as_of"]) == (2022, "2022-12-31")


def test_the_screen_says_it_in_indonesian_with_a_comma():
    screen = kotacerdas("evaluate", WORKBOOK)
    for figure in ("89,7", "85,7", "80,0", "83,3", "100,0", "87,5"):
        assert figure in screen


def test_the_screen_says_it_in_english_with_a_point():
    screen = kotacerdas("evaluate", WORKBOOK, "--lang", "en")
    for figure in ("89.7", "85.7", "80.0", "83.3", "100.0", "87.5"):
        assert figure in screen


def test_the_budget_of_2023_by_source():
    budget = json.loads(kotacerdas("evaluate", WORKBOOK, "--year", 2023, "--json"))["budget"]
    ceilings = {source: figure["ceiling_rp"] for source, figure in budget["by_source"].items()}
    assert ceilings == {"apbd": 18_755_371_000, "csr": 3_300_000_000}


def test_the_index_of_2020():
    index = json.loads(kotacerdas("evaluate", WORKBOOK, "--year", 2020, "--json"))["index"]
    assert index["value"] == 3.44


def test_every_agency_is_counted_for_innovations(result):
    assert result["innovations"] | {"below_minimum": None} == {
        "minimum": 3,
        "total": 128,
        "agencies": 41,
        "agencies_meeting_minimum": 36,
        "below_minimum": None,
    }
    assert len(result["innovations"]["below_minimum"]) == 5


def test_the_workbook_is_what_its_script_makes(tmp_path):
    script = WORKBOOK.parent / "make_workbook.py"
    made = tmp_path / "made.xlsx"
    subprocess.run([sys.executable, script, made], check=True)
    assert made.read_bytes() == WORKBOOK.read_bytes()
