from dataclasses import replace

import polars as pl
import pytest

from documents.invented import batang, empty, one_programme
from kotacerdas.documents import headlines
from kotacerdas.documents.attention import matters
from kotacerdas.documents.facts import Facts
from kotacerdas.scoring.index import Score, index
from kotacerdas.scoring.scorecard import Scorecard
from kotacerdas.wording.numbers import Language


def _facts(card: Scorecard) -> Facts:
    return Facts(card, Language.ID)


def test_the_year_against_the_last(card: Scorecard):
    said = headlines.overall(_facts(card))
    assert said == "70 dari 80 program terealisasi: capaian 87,5\u00a0%, naik 2,7 poin dari 2021"


def test_without_a_last_year_there_is_no_comparison(card: Scorecard):
    alone = replace(card, history=card.history.filter(pl.col("year") == 2022))
    said = headlines.overall(_facts(alone))
    assert said == "70 dari 80 program terealisasi: capaian 87,5\u00a0%"


@pytest.mark.parametrize(
    ("realised", "said"),
    [
        ((39, 7, 10, 6, 12, 6), "Semua dimensi merealisasikan seluruh programnya"),
        ((0, 0, 0, 0, 0, 0), "Semua dimensi mencapai 0,0 %"),
        (
            (35, 6, 8, 5, 10, 6),
            "Smart Environment merealisasikan seluruh programnya; Smart Economy masih kurang dua",
        ),
        (
            (35, 6, 8, 5, 10, 5),
            "Smart Governance tertinggi dengan 89,7 %; Smart Economy terendah dengan 80,0 %",
        ),
    ],
)
def test_the_dimensions(realised: tuple[int, ...], said: str):
    headline = headlines.dimensions(_facts(batang(realised=realised)))
    assert headline.replace("\u00a0", " ") == said


def test_one_dimension_alone():
    card = batang(planned=(2, 0, 0, 0, 0, 0), realised=(1, 0, 0, 0, 0, 0))
    said = "Hanya Smart Governance yang punya program, dengan capaian 50,0\u00a0%"
    assert headlines.dimensions(_facts(card)) == said
    assert "dimensi yang punya program" in headlines.dimensions(_facts(one_programme()))


def test_nothing_planned_is_said_everywhere():
    facts = _facts(empty())
    said = "Belum ada program yang direncanakan untuk 2022"
    for headline in (headlines.overall, headlines.dimensions, headlines.missed):
        assert headline(facts) == said
    assert matters(facts) == []


def test_an_incomplete_index_names_what_is_missing(card: Scorecard):
    result = index([Score("baseline", None, "A", 3)], card.framework)
    said = headlines.index(_facts(replace(card, index=result)))
    assert "Output, Outcome, Impact, Quick win belum dinilai" in said


def test_nothing_reported_as_spent_is_not_zero_per_cent(card: Scorecard):
    budget = card.budget.with_columns(realised=pl.lit(None, pl.Float64))
    said = headlines.money(_facts(replace(card, budget=budget)))
    assert "belum dilaporkan" in said
    assert "%" not in said


def test_what_needs_a_decision(card: Scorecard):
    assert [(each.count, each.mark) for each in matters(_facts(card))] == [
        (7, "not_realised"),
        (3, "not_reported"),
        (5, "open"),
        (4, "open"),
        (1, "open"),
    ]


def test_a_kind_of_capacity_of_which_nothing_is_reported_is_not_the_weakest(card: Scorecard):
    is_hr = pl.col("kind") == "hr"
    unreported = card.capacity.with_columns(
        realised=pl.when(~is_hr).then("realised"),
        achievement_pct=pl.when(is_hr).then(0.0).otherwise("achievement_pct"),
    )
    assert "sumber daya manusia" not in headlines.capacity(
        _facts(replace(card, capacity=unreported))
    )
    nothing = card.capacity.with_columns(realised=pl.lit(None, pl.Float64))
    said = "Realisasi kapasitas 2022 belum dilaporkan"
    assert headlines.capacity(_facts(replace(card, capacity=nothing))) == said
