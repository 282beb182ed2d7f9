"""Each number of a result has one name, which its text says in full."""

from collections import Counter
from pathlib import Path
from urllib.parse import quote, unquote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kotacerdas.figures.number import MEASURES, Number, numbers
from kotacerdas.figures.result import as_dict
from kotacerdas.figures.trace import trace
from kotacerdas.frameworks.loading import load
from kotacerdas.scoring.evaluation import evaluate
from kotacerdas.scoring.periods import year_end
from kotacerdas.scoring.question import Question
from kotacerdas.workbook.reading import read

WORKBOOK = Path(__file__).parents[2] / "examples" / "batang" / "batang.xlsx"
CODES = st.text(st.one_of(st.sampled_from("/%:? ab."), st.characters()), max_size=100)
MEASURED = [(kind, measure) for kind, several in MEASURES.items() for measure in several]


@given(st.sampled_from(MEASURED), CODES)
@example(("programmes", "achievement_pct"), "a/achievement_pct")
@example(("sub_dimensions", "planned"), "economy:a:b/c")
@example(("programmes", "achievement_pct"), "/")
def test_the_text_of_a_number_is_its_own_whatever_the_code(measured, code: str):
    kind, measure = measured
    number = Number(kind, code, measure)

    assert Number.parse(str(number)) == number
    if code.isprintable():
        assert unquote(quote(str(number))) == str(number)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (Number("overall", "", "achievement_pct"), "overall/achievement_pct"),
        (Number("programmes", "GOV-17", "achievement_pct"), "programmes/GOV-17/achievement_pct"),
        (Number("sub_dimensions", "economy:welfare", "planned"), None),
        (Number("agencies", "dinas/satu", "innovations"), "agencies/dinas/satu/innovations"),
    ],
)
def test_texts_are_what_addresses_say(number: Number, text: str | None):
    assert str(number) == (text or "sub_dimensions/economy:welfare/planned")


@pytest.mark.parametrize("text", ["", "overall", "overall/", "/planned", "overall//planned"])
def test_what_is_no_text_of_a_number_is_refused(text: str):
    with pytest.raises(ValueError, match=f"^{text}$"):
        Number.parse(text)


def leaves(value):
    """Every figure of a JSON, null among them where a figure could stand."""
    match value:
        case dict():
            for name, part in value.items():
                if name not in {"region", "year", "as_of", "run", "band", "status", "code"}:
                    yield from leaves(part)
        case list():
            for part in value:
                yield from leaves(part)
        case None | float():
            yield value
        case int() if not isinstance(value, bool):
            yield value


@pytest.mark.parametrize("year", [2018, 2021, 2022])
def test_every_number_of_a_result_has_one_name_and_a_trace(year: int):
    frames = read(WORKBOOK).frames
    question = Question("33.25", year, year_end(year))
    card = evaluate(frames, question, load(), input_sha256="", version="")
    result = as_dict(card)
    found = numbers(result)

    # Of a year without an index there is a null that no figure can stand in.
    assert Counter(found.values()) == Counter(leaves(result)) - Counter(
        [None] if result["index"] is None else []
    )
    assert sorted(trace(card).paths) == sorted(map(str, found))
    assert len(set(map(str, found))) == len(found) > 300
