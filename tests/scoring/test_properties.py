"""What holds for every workbook: bounds, direction, order of rows, and what weights may touch."""

from collections import Counter
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kotacerdas.exchange.effect import OF_ACHIEVEMENT
from kotacerdas.figures.result import as_dict
from kotacerdas.frameworks.loading import load
from kotacerdas.scoring.evaluation import evaluate
from kotacerdas.scoring.index import Score, index
from kotacerdas.scoring.periods import year_end
from kotacerdas.scoring.question import Basis, Question
from kotacerdas.wording.matching import normalised
from kotacerdas.workbook.reading import read
from scoring.frames import REGION, frames_of, indicator, programme

BATANG = Path(__file__).parents[2] / "examples" / "batang" / "batang.xlsx"
YEAR = 2022
CLOSE = 1e-9  # sums of floats in another order
EXAMPLES = settings(max_examples=13)

BASE = load()
IMPACT = BASE.component_by_dimension
EDITIONS = (
    BASE,
    load("gsc-sleman"),
    replace(BASE, polarity_lower="t_over_r"),
    replace(BASE, floor_pct=10.0, cap_pct=150.0),
)
AGENCIES = [{"code": code, "name": code} for code in ("a1", "a2", "a3")]
LAYOUTS = ((None,), ("q1", "q2", "q3", "q4"), ("s1", "s2"), ("q2", "q4"), ("s1", "m09", "q4"))
COUNTS = ("planned", "realised", "not_reported", "achievement_pct")

editions = st.sampled_from(EDITIONS)
layouts = st.sampled_from(LAYOUTS)
numbers = st.integers(-300, 2000).map(lambda tenths: tenths / 10)
positive = st.integers(1, 2000).map(lambda tenths: tenths / 10)
weights = st.sampled_from((1.0, 0.1, 2.5, 7.0))
questions = st.builds(
    Question,
    st.just(REGION["code"]),
    st.just(YEAR),
    st.sampled_from((date(YEAR, 12, 31), date(YEAR, 9, 30), date(YEAR, 6, 30))),
    st.sampled_from(Basis),
)
places = st.fixed_dictionaries(
    {
        "dimension": st.sampled_from(("governance", "living", "environment")),
        "sub_dimension": st.sampled_from((None, "kesehatan", "Sub Sendiri", "sub-sendiri")),
        "agency": st.sampled_from(("a1", "a2")),
        "start_year": st.sampled_from((YEAR - 1, YEAR)),
        "weight": weights,
    }
)
yes_or_no = st.booleans()


@st.composite
def workbooks(draw, figures=numbers, polarity=None):
    """Records of a few programmes; the first indicator is of `polarity` and has values."""
    records = {"Agencies": AGENCIES, "Programmes": []}
    records |= {name: [] for name in ("Indicators", "Targets", "Realisation")}
    for at in range(draw(st.integers(1, 4))):
        code = f"p{at}"
        records["Programmes"].append(programme(code, **draw(places)))
        reported = draw(layouts) if draw(st.integers(0, 3)) else ()
        records["Realisation"] += [
            {"programme": code, "year": YEAR, "period": period}
            | {"realised": draw(yes_or_no), "verified": draw(yes_or_no)}
            for period in reported
        ]
        for number in range(draw(st.integers(0 if at else 1, 3))):
            is_first = at == number == 0
            chosen = polarity if is_first and polarity else None
            _indicator(draw, records, f"{code}i{number}", figures, chosen)
    return records


def _indicator(draw, records, code, figures, polarity):
    kind = polarity or draw(st.sampled_from(("higher", "lower", "range")))
    aggregation = draw(st.sampled_from(("sum", "mean", "last")))
    fields = {"polarity": kind, "aggregation": aggregation, "weight": draw(weights)}
    owner = code.partition("i")[0]
    records["Indicators"].append(indicator(code, programme=owner, **fields))
    for period in draw(layouts) if polarity or draw(st.integers(0, 9)) else ():
        target = draw(figures)
        upper = target + draw(positive) if kind == "range" else None
        records["Targets"].append(
            {"indicator": code, "year": YEAR, "period": period}
            | {"target": target, "target_max": upper}
        )
    for period in draw(layouts):
        tells = polarity or draw(st.integers(0, 9))
        told = {"value": draw(figures)} if tells else {"status": "not_applicable"}
        records["Realisation"].append(
            {"indicator": code, "year": YEAR, "period": period, "verified": draw(yes_or_no)} | told
        )


def card_of(records, question, edition=BASE):
    return evaluate(frames_of(records), question, edition, input_sha256="", version="")


def result_of(records, question, edition=BASE):
    return as_dict(card_of(records, question, edition))


def figures_of(result):
    """Every figure of every level by its place, whatever the order that places come in."""
    found = {("region",): result["overall"]}
    for dimension in result["dimensions"]:
        found["dimension", dimension["code"]] = dimension
        for sub in dimension["sub_dimensions"]:
            found["sub", dimension["code"], normalised(sub["code"])] = sub
    return found | {("agency", agency["code"]): agency for agency in result["agencies"]}


def values_of(card):
    """What an indicator achieved, and by it every programme, dimension, agency and the region."""
    result = as_dict(card)
    rows = [("indicator", *row) for row in card.indicators.select("code", "achievement_pct").rows()]
    rows += [
        ("programme", row["code"], row["indicator_achievement_pct"]) for row in result["programmes"]
    ]
    rows += [
        ("level", place, figure["indicator_achievement_pct"])
        for place, figure in figures_of(result).items()
    ]
    return {(kind, code): value for kind, code, value in rows}


def with_row(records, sheet, at, **fields):
    rows = list(records[sheet])
    rows[at] = rows[at] | fields
    return {**records, sheet: rows}


def rows_where(records, sheet, **fields):
    return [
        at
        for at, row in enumerate(records[sheet])
        if all(row.get(name) == value for name, value in fields.items())
    ]


# Bounds


@EXAMPLES
@given(workbooks(), questions, editions)
def test_every_percentage_is_within_its_bounds(records, question, edition):
    card = card_of(records, question, edition)
    low, high = edition.floor_pct - CLOSE, edition.cap_pct + CLOSE
    for place, value in values_of(card).items():
        assert value is None or low <= value <= high, place
    for place, figure in figures_of(as_dict(card)).items():
        percentage = figure["achievement_pct"]
        assert (percentage is None) == (figure["planned"] == 0), place
        assert percentage is None or 0 <= percentage <= 100, place
        assert (figure["band"] is None) == (figure["indicator_achievement_pct"] is None), place
    assert card.history["achievement_pct"].is_between(0, 100).all()


@EXAMPLES
@given(workbooks(), questions, editions)
def test_a_level_lies_between_the_lowest_and_the_highest_of_its_programmes(
    records, question, edition
):
    card = card_of(records, question, edition)
    by_programme = dict(
        card.programmes.select("code", "indicator_achievement_pct").drop_nulls().iter_rows()
    )
    for code, rows in card.indicators.group_by("programme"):
        scored = rows["achievement_pct"].drop_nulls()
        assert (code[0] in by_programme) == bool(len(scored))
        if len(scored):
            assert scored.min() - CLOSE <= by_programme[code[0]] <= scored.max() + CLOSE
    whole = card.overall["indicator_achievement_pct"]
    assert (whole is None) == (not by_programme)
    if by_programme:
        inside = by_programme.values()
        assert min(inside) - CLOSE <= whole <= max(inside) + CLOSE


@EXAMPLES
@given(workbooks(), questions)
def test_every_programme_and_indicator_is_counted_once(records, question):
    result = result_of(records, question)
    states = dict(result["indicators"])
    total, incomplete = states.pop("total"), states.pop("incomplete")
    assert total == sum(states.values()) == len(records["Indicators"])
    assert incomplete <= states["scored"]
    status = Counter(row["status"] for row in result["programmes"])
    overall = result["overall"]
    assert overall["planned"] == status.total() == len(records["Programmes"])
    assert overall["realised"] == status["realised"]
    assert overall["not_reported"] == status["not_reported"]
    for level in ("dimensions", "agencies"):
        for key in ("planned", "realised", "not_reported"):
            assert sum(figure[key] for figure in result[level]) == overall[key]


@EXAMPLES
@given(st.lists(st.tuples(numbers, st.none() | numbers), min_size=1, max_size=5), questions)
def test_capacity_is_within_zero_and_a_hundred(items, question):
    rows = [
        {"code": f"c{at}", "kind": "hr", "item": "x", "year": YEAR, "unit": "orang"}
        | {"target": target, "realised": realised}
        for at, (target, realised) in enumerate(items)
    ]
    found = result_of({"Capacity": rows}, question)["capacity"]["hr"]
    assert (found["items"], found["not_reported"]) == (
        len(items),
        sum(realised is None for _, realised in items),
    )
    scorable = any(target > 0 for target, _ in items)
    assert (found["achievement_pct"] is not None) == scorable
    assert not scorable or 0 <= found["achievement_pct"] <= 100


# Direction


@pytest.mark.parametrize(("polarity", "sign"), [("higher", 1), ("lower", -1)])
@EXAMPLES
@given(st.data())
def test_a_better_value_never_lowers_and_a_worse_never_raises_anything(polarity, sign, data):
    edition, question = data.draw(editions), data.draw(questions)
    records = data.draw(workbooks(figures=positive, polarity=polarity))
    at = data.draw(st.sampled_from(rows_where(records, "Realisation", indicator="p0i0")))
    raised = records["Realisation"][at]["value"] + data.draw(positive)
    changed = with_row(records, "Realisation", at, value=raised)
    before, after = (card_of(rows, question, edition) for rows in (records, changed))
    assert before.indicators["state"].equals(after.indicators["state"])
    values, values_after = values_of(before), values_of(after)
    assert values.keys() == values_after.keys()
    for place, value in values.items():
        if value is None:
            assert values_after[place] is None, place
        else:
            assert sign * (values_after[place] - value) >= -CLOSE, place


@EXAMPLES
@given(
    workbooks(figures=positive),
    editions,
    st.tuples(positive, positive, numbers),
    st.floats(0, 1),
)
def test_a_value_that_comes_nearer_its_range_never_lowers_anything(
    records, edition, figures, share
):
    lower, width, value = figures
    nearer = value + share * (min(max(value, lower), lower + width) - value)
    target = {"indicator": "r", "year": YEAR, "target": lower, "target_max": lower + width}
    cards = []
    for told in (value, nearer):
        rows = {
            "Indicators": [indicator("r", programme="p0", polarity="range")],
            "Targets": [target],
            "Realisation": [{"indicator": "r", "year": YEAR, "value": told}],
        }
        both = {name: [*known, *rows.get(name, ())] for name, known in records.items()}
        cards.append(card_of(both, Question(REGION["code"], YEAR, year_end(YEAR)), edition))
    before, after = map(values_of, cards)
    own = before["indicator", "r"]
    assert own == 100 if lower <= value <= lower + width else own < 100
    for place, value_before in before.items():
        assert value_before is None or after[place] >= value_before - CLOSE, place


@EXAMPLES
@given(st.data())
def test_realised_in_place_of_not_realised_never_lowers_an_achievement(data):
    records, question = data.draw(workbooks()), data.draw(questions)
    report = {"programme": "p0", "year": YEAR, "period": "m01", "realised": False}
    records = {**records, "Realisation": [*records["Realisation"], report | {"verified": True}]}
    at = data.draw(st.sampled_from(rows_where(records, "Realisation", realised=False)))
    changed = with_row(records, "Realisation", at, realised=True)
    before, after = (figures_of(result_of(rows, question)) for rows in (records, changed))
    gained = {place: after[place]["realised"] - before[place]["realised"] for place in before}
    assert set(gained.values()) <= {0, 1}
    for place, figure in before.items():
        assert after[place]["planned"] == figure["planned"]
        assert after[place]["not_reported"] == figure["not_reported"]
        if figure["planned"]:
            expected = figure["achievement_pct"] + 100 * gained[place] / figure["planned"]
            assert after[place]["achievement_pct"] == pytest.approx(expected, abs=CLOSE), place
    own = ("agency", records["Programmes"][0]["agency"])
    last = records["Realisation"][at]["programme"] == "p0"
    assert not last or gained["region",] == gained[own]


# Weights


@EXAMPLES
@given(workbooks(), questions, st.lists(st.floats(1e-3, 1e3), min_size=4, max_size=4))
def test_weights_of_programmes_never_enter_a_count(records, question, others):
    rows = [
        row | {"weight": other} for row, other in zip(records["Programmes"], others, strict=False)
    ]
    before = result_of(records, question)
    after = result_of({**records, "Programmes": rows}, question)
    figures, figures_after = figures_of(before), figures_of(after)
    for place, figure in figures.items():
        assert [figures_after[place][key] for key in COUNTS] == [figure[key] for key in COUNTS]
    assert after["programmes"] == before["programmes"]
    assert after["indicators"] == before["indicators"]


@EXAMPLES
@given(workbooks(), questions, st.sampled_from((0.01, 3.0, 1000.0)))
def test_only_the_ratio_of_weights_matters(records, question, factor):
    scaled = {
        name: [row | {"weight": row["weight"] * factor} for row in records[name]]
        for name in ("Programmes", "Indicators")
    }
    before = values_of(card_of(records, question))
    after = values_of(card_of(records | scaled, question))
    assert after == pytest.approx(before, abs=CLOSE, nan_ok=False)


# Order


def ordered(result):
    """The result with everything in an order of its own, numbers apart from the rest."""
    rest = {name: result[name] for name in ("indicators", "budget", "capacity", "index")}
    found = {
        **{place: without(figure) for place, figure in figures_of(result).items()},
        **{("programme", row["code"]): row for row in result["programmes"]},
        ("innovations",): result["innovations"]
        | {"below_minimum": sorted(result["innovations"]["below_minimum"])},
        **{(name,): value for name, value in rest.items()},
    }
    return dict(leaves(found))


def without(figure):
    return {key: value for key, value in figure.items() if key not in ("code", "sub_dimensions")}


def leaves(value, path=()):
    if isinstance(value, dict):
        for key, item in value.items():
            yield from leaves(item, (*path, key))
    else:
        yield path, value


def assert_the_same(one, other):
    assert one.keys() == other.keys()
    for path, value in one.items():
        expected = pytest.approx(value, abs=CLOSE) if isinstance(value, float) else value
        assert other[path] == expected, path


@EXAMPLES
@given(workbooks(), questions, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_no_figure(records, question, random):
    shuffled = {name: random.sample(rows, len(rows)) for name, rows in records.items()}
    one, other = (result_of(rows, question) for rows in (records, shuffled))
    assert_the_same(ordered(one), ordered(other))


@pytest.mark.parametrize("first", [0, 1])
def test_a_sub_dimension_is_one_however_it_is_written(first):
    texts = [("Sub Sendiri", "sub-sendiri")[at - first] for at in (0, 1)]
    rows = [programme(f"p{at}", sub_dimension=text) for at, text in enumerate(texts)]
    living = result_of({"Programmes": rows}, Question(REGION["code"], YEAR, year_end(YEAR)))[
        "dimensions"
    ][3]
    subs = {sub["code"]: sub["planned"] for sub in living["sub_dimensions"] if sub["planned"]}
    assert subs == {texts[0]: 2}


@pytest.fixture(scope="module")
def batang():
    return read(BATANG).frames


@pytest.mark.parametrize("year", [2021, 2022])
@pytest.mark.parametrize("seed", [1, 2])
def test_the_order_of_the_examples_rows_changes_no_figure(batang, year, seed):
    question = Question("33.25", year, year_end(year))
    shuffled = {
        name: frame.sample(fraction=1, shuffle=True, seed=seed) for name, frame in batang.items()
    }
    assert not shuffled["Realisation"]["row"].is_sorted()
    cards = [
        evaluate(frames, question, BASE, input_sha256="", version="")
        for frames in (batang, shuffled)
    ]
    one, other = (ordered(as_dict(card)) for card in cards)
    assert len(one) > 500
    assert_the_same(one, other)
    history, again = (card.history.sort("year", "dimension") for card in cards)
    assert history.equals(again)
    assert cards[0].index_history.equals(cards[1].index_history)


@pytest.mark.parametrize("year", [2021, 2022])
def test_the_achievement_of_programmes_rests_on_no_other_sheet_than_what_says_so(batang, year):
    """What a change has to be evaluated for, before it is kept: see exchange.effect."""
    question = Question("33.25", year, year_end(year))
    emptied = {
        name: frame if name in OF_ACHIEVEMENT else frame.clear() for name, frame in batang.items()
    }
    counts = ["level", "code", "planned", "realised", "achievement_pct"]
    full, bare = (
        evaluate(frames, question, BASE, input_sha256="", version="").figures.select(counts)
        for frames in (batang, emptied)
    )
    assert full["achievement_pct"].drop_nulls().len() > 6
    of_plan = pl.col("level").is_in(["overall", "dimension"])
    assert full.filter(of_plan).equals(bare.filter(of_plan))


# Index


marks = st.integers(0, 400).map(lambda hundredths: hundredths / 100)


@st.composite
def assessments(draw):
    """Scores of every component, impact directly or by dimension, of one to three assessors."""
    by_dimension = draw(st.booleans())
    parts = [(name, None) for name in BASE.component_codes if name != IMPACT]
    parts += [(IMPACT, code) for code in BASE.dimension_codes] if by_dimension else [(IMPACT, None)]
    scores = []
    for part in parts:
        assessors = draw(st.sampled_from(((None,), ("A",), ("A", "B"), ("B", "A", "C"))))
        scores += [Score(*part, assessor, draw(marks)) for assessor in assessors]
    return scores


@settings(max_examples=100)
@given(assessments(), editions, marks)
def test_an_index_lies_within_its_scores(scores, edition, previous):
    found = index(scores, edition, Fraction(str(previous)))
    lowest, highest = (Fraction(str(bound(s.score for s in scores))) for bound in (min, max))
    low, high = map(Fraction, edition.scale)
    assert low <= lowest <= found.value <= highest <= high
    assert found.missing == ()
    assert found.improvement == found.value - Fraction(str(previous))
    for part in found.components.values():
        assert lowest <= part.score <= highest
        assert part.spread is None or 0 <= part.spread <= highest - lowest
    for mean in found.impact_dimensions.values():
        assert lowest <= mean <= highest


@settings(max_examples=100)
@given(st.data(), assessments(), editions)
def test_a_higher_score_never_lowers_an_index(data, scores, edition):
    at = data.draw(st.integers(0, len(scores) - 1))
    higher = replace(scores[at], score=data.draw(st.floats(scores[at].score, 4).map(rounded_up)))
    raised = [*scores[:at], higher, *scores[at + 1 :]]
    before, after = index(scores, edition), index(raised, edition)
    own = scores[at].component
    assert after.value >= before.value
    assert after.components[own].score >= before.components[own].score
    # Its share of the whole is fixed: what it gained is what its component gained by its weight.
    gained = after.components[own].score - before.components[own].score
    assert after.value - before.value == gained * edition.weights[own]
    assert (gained > 0) == (higher.score > scores[at].score)
    for name in BASE.component_codes:
        assert name == own or after.components[name] == before.components[name]


def rounded_up(score):
    return min(4.0, -(-score * 1000 // 1) / 1000)


@settings(max_examples=60)
@given(assessments(), editions, st.randoms(use_true_random=False))
def test_the_order_of_scores_changes_nothing_at_all(scores, edition, random):
    assert index(random.sample(scores, len(scores)), edition) == index(scores, edition)


@settings(max_examples=60)
@given(assessments(), editions, st.data())
def test_a_part_that_nobody_scored_gives_no_index_and_is_named(scores, edition, data):
    gone = data.draw(st.sampled_from(sorted({(s.component, s.dimension or "") for s in scores})))
    left = [score for score in scores if (score.component, score.dimension or "") != gone]
    found = index(left, edition)
    assert found.value is None
    assert found.missing == (gone[1] or gone[0],)
