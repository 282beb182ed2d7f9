"""What changed between two results, whatever became of codes and of the order of the rows."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kotacerdas.figures.comparison import changed_numbers, identities
from kotacerdas.figures.number import Number, numbers
from kotacerdas.figures.result import as_dict
from kotacerdas.frameworks.loading import load
from kotacerdas.scoring.evaluation import evaluate
from kotacerdas.scoring.question import Question
from kotacerdas.workbook.reading import read
from scoring.frames import card_of, indicator, programme

WORKBOOK = Path(__file__).parents[2] / "examples" / "batang" / "batang.xlsx"
AGENCIES = [{"code": code, "name": code} for code in ("a1", "a2")]
PLACES = st.fixed_dictionaries(
    {
        "dimension": st.sampled_from(("governance", "living", "environment")),
        "sub_dimension": st.sampled_from((None, "kesehatan", "Sub Sendiri")),
        "agency": st.sampled_from(("a1", "a2")),
        "realised": st.sampled_from((True, False, None)),
        "value": st.sampled_from((None, 5.0, 10.0)),
        "money": st.sampled_from((None, 3.0, 7.0)),
    }
)


def plan_of(places):
    """Records of programmes p0, p1 ..., each with an indicator and a budget."""
    codes = [f"p{at}" for at in range(len(places))]
    by_code = list(zip(codes, places, strict=True))
    fields = ("dimension", "sub_dimension", "agency")
    return {
        "Agencies": AGENCIES,
        "Programmes": [
            programme(code, **{name: place[name] for name in fields}) for code, place in by_code
        ],
        "Indicators": [indicator(f"i-{code}", programme=code) for code in codes],
        "Targets": [{"indicator": f"i-{code}", "year": 2022, "target": 10.0} for code in codes],
        "Realisation": [
            {"programme": code, "year": 2022, "realised": place["realised"]}
            for code, place in by_code
            if place["realised"] is not None
        ]
        + [
            {"indicator": f"i-{code}", "year": 2022, "value": place["value"]}
            for code, place in by_code
            if place["value"] is not None
        ],
        "Budget": [
            {"programme": code, "year": 2022, "source": "apbd", "ceiling": 9.0, "realised": spent}
            for code, place in by_code
            if (spent := place["money"]) is not None
        ],
    }


def side(card):
    return numbers(as_dict(card)), identities(card)


def compared(old, new):
    return changed_numbers(old[0], new[0], old[1], new[1])


def without(card_plan, code):
    """The plan without a programme; the others keep their rows, which are their keys."""
    plan = {
        sheet: [row | {"row": at} for at, row in enumerate(rows, 2)]
        for sheet, rows in card_plan.items()
    }
    owner = {"Programmes": "code", "Indicators": "programme", "Budget": "programme"}
    return {
        sheet: [
            row
            for row in rows
            if row.get(owner.get(sheet, "programme")) != code
            and row.get("indicator") != f"i-{code}"
        ]
        for sheet, rows in plan.items()
    }


@given(st.lists(PLACES, min_size=2, max_size=12), st.data())
def test_removing_a_programme_changes_only_it_and_the_levels_above_it(places, data):
    plan = plan_of(places)
    at = data.draw(st.integers(0, len(places) - 1))
    code, place = f"p{at}", places[at]
    changes = compared(side(card_of(plan)), side(card_of(without(plan, code))))
    gone = [one.number for one in changes if not one.is_there and one.number.kind == "programmes"]

    own_sub = {
        one.number.place
        for one in changes
        if one.number.place.startswith(f"sub_dimensions/{place['dimension']}:")
    }
    assert len(own_sub) <= (place["sub_dimension"] is not None)
    assert gone == [Number("programmes", code, "achievement_pct")]
    assert {one.number.place for one in changes} <= {
        "overall",
        f"dimensions/{place['dimension']}",
        *own_sub,
        f"agencies/{place['agency']}",
        f"programmes/{code}",
        "indicator_counts",
        "budget",
        "budget_sources/apbd",
    }


def test_in_batang_a_programme_takes_its_own_numbers_along_and_no_other():
    frames = read(WORKBOOK).frames
    question = Question("33.25", 2022, date(2022, 12, 31))
    old = evaluate(frames, question, load(), input_sha256="", version="")
    [row] = old.programmes.filter(code="GOV-01").to_dicts()
    own = pl.col("programme").eq_missing(pl.lit("GOV-01"))
    left = {
        sheet: frame.filter(~own) if "programme" in frame.columns else frame
        for sheet, frame in frames.items()
    }
    left["Programmes"] = frames["Programmes"].filter(pl.col("code") != "GOV-01")
    new = evaluate(left, question, load(), input_sha256="", version="")
    changes = compared(side(old), side(new))

    assert {one.number.place for one in changes if one.number.kind != "budget_sources"} == {
        "overall",
        "dimensions/governance",
        f"sub_dimensions/governance:{row['sub_dimension']}",
        f"agencies/{row['agency']}",
        "programmes/GOV-01",
        "indicator_counts",
        "budget",
        "innovations",  # one of them came of the programme
    }
    assert [one.number.place for one in changes if not one.is_there] == ["programmes/GOV-01"]


PLAN = plan_of(
    [
        {
            "dimension": "living",
            "sub_dimension": "kesehatan",
            "agency": "a1",
            "realised": True,
            "value": value,
            "money": None,
        }
        for value in (5.0, 10.0, None)
    ]
)


def recoded(card, **codes):
    """The card with other codes for some of its programmes, their records the same."""
    new = {"code": pl.col("code").replace(codes)}
    return replace(card, programmes=card.programmes.with_columns(**new))


def test_a_programme_is_itself_under_another_code():
    card = card_of(PLAN)
    assert not compared(side(card), side(recoded(card, p0="P-BARU")))


def test_codes_that_were_exchanged_are_told_apart_by_their_records():
    card = card_of(PLAN)
    assert not compared(side(card), side(recoded(card, p0="p1", p1="p0")))


def test_a_code_that_means_another_record_now_is_gone_and_new():
    old = card_of(PLAN)
    new = recoded(card_of(without(PLAN, "p0")), p1="p0")
    changes = [one for one in compared(side(old), side(new)) if one.number.kind == "programmes"]
    [gone] = changes

    assert gone.number == Number("programmes", "p0", "achievement_pct")
    assert (gone.before, gone.is_there) == (50.0, False)


@pytest.mark.parametrize(
    ("before", "after", "is_changed"),
    [
        (80.1, 80.1 + 1e-13, False),  # summed in another order
        (18_650_000_000.3, 18_650_000_000.300003, False),
        (80.1, 80.1 + 1e-8, True),
        (0, None, True),
        (None, None, False),
        (0, 0.0, False),
    ],
)
def test_a_number_summed_in_another_order_did_not_change(before, after, is_changed):
    number = Number("overall", "", "achievement_pct")
    assert bool(changed_numbers({number: before}, {number: after}, {}, {})) == is_changed


def test_without_identities_a_programme_is_itself_by_its_code():
    old, new = card_of(PLAN), card_of(without(PLAN, "p2"))
    changes = changed_numbers(numbers(as_dict(old)), numbers(as_dict(new)), {}, {})
    gone = [one for one in changes if one.number.kind == "programmes"]

    # It had no value: to be there without one is not the same as not to be there.
    assert [(one.number.code, one.before, one.is_there) for one in gone] == [("p2", None, False)]
