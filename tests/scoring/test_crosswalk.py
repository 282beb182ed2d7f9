"""A year under another edition, and the index under other weights."""

from fractions import Fraction
from pathlib import Path

import pytest

from kotacerdas.frameworks.loading import load
from kotacerdas.scoring.crosswalk import crosswalk, index_under, places
from kotacerdas.scoring.evaluation import evaluate, index_of_year
from kotacerdas.scoring.periods import year_end
from kotacerdas.scoring.question import Question
from kotacerdas.workbook.reading import read

BATANG = Path(__file__).parents[2] / "examples" / "batang" / "batang.xlsx"
OWN, DRAFT = load("gsc-2021"), load("gsc-2026-draft")


@pytest.fixture(scope="module")
def card():
    frames = read(BATANG).frames
    question = Question("33.25", 2022, year_end(2022))
    return evaluate(frames, question, OWN, input_sha256="", version="")


def test_every_programme_goes_somewhere_or_waits_for_the_region(card):
    found = crosswalk(card, DRAFT)
    total = card.overall["planned"]

    assert sum(row["planned"] for row in found.before.values()) == total
    assert sum(row["programmes"] for row in found.moves) == total
    placed = sum(row["planned"] for row in found.after.values())
    assert placed + len(found.undecided) == total
    assert {row["dimension"] for row in found.undecided} == {"branding"}
    assert "branding" not in found.after


def test_the_figures_are_those_of_the_programmes_that_moved(card):
    """By hand, from the list of the year's programmes."""
    rows = card.programmes.to_dicts()
    found = crosswalk(card, DRAFT)

    def of(test):
        own = [row for row in rows if test(row)]
        realised = sum(row["status"] == "realised" for row in own)
        return len(own), realised, pytest.approx(100 * realised / len(own))

    def figures(row):
        return row["planned"], row["realised"], row["achievement_pct"]

    is_mobility = lambda row: row["sub_dimension"] == "mobility"  # noqa: E731
    living = lambda row: row["dimension"] == "living" and not is_mobility(row)  # noqa: E731
    assert figures(found.after["mobility"]) == of(is_mobility)
    assert figures(found.after["urban_living"]) == of(living)
    governance = of(lambda row: row["dimension"] == "governance")
    assert figures(found.after["bureaucracy"]) == governance
    assert figures(found.before["governance"]) == governance


def test_an_edition_with_the_same_dimensions_moves_nothing(card):
    found = crosswalk(card, load("gsc-sleman"))

    assert found.before == found.after
    assert found.undecided == []
    assert all(row["dimension"] == row["to"] for row in found.moves)
    assert places(load("gsc-sleman"), OWN) == {code: code for code in OWN.dimension_codes}


def test_the_index_under_other_weights_stands_beside_the_signed_one(card):
    found = index_under(card, load("gsc-sleman").weights)
    year = max(found)
    result = index_of_year(card.index_rows, year, OWN)
    parts = {name: part.score for name, part in result.components.items()}
    signed, other = found[year]

    assert signed == result.value
    assert other == sum(parts[name] * weight for name, weight in load("gsc-sleman").weights.items())
    assert other - signed == Fraction(1, 10) * (parts["impact"] - parts["quick_win"])
    assert sorted(found) == [year for year, _ in card.index_years]


def test_weights_of_other_components_or_another_sum_are_refused(card):
    with pytest.raises(ValueError, match="impact"):
        index_under(card, OWN.weights | {"impact": Fraction(1)})
    with pytest.raises(ValueError, match="plan"):
        index_under(card, {"plan": Fraction(1)})
