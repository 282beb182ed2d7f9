"""What keeps an answer from being ready."""

import pytest

from evaluation.test_questionnaire import table
from kotacerdas.evaluation.answering import FILE, missing, parts_of, read
from kotacerdas.frameworks import questionnaire as rules

EVIDENCE = [{"code": "decree", "name_id": "SK", "from_level": 2}]
FIGURES = [{"code": "share", "name_id": "Serapan", "number": "budget/absorption_pct"}]
ITEM = rules.read(table(evidence=EVIDENCE, figures=FIGURES), "own").by_code["2"]
WHOLE = {"level": "2", "answer": "Serapan {share}."}


def keys_of(filled, held=("decree",), suggestion=None):
    _, problems = read(ITEM, filled, range(5), held, suggestion)
    return [one.key for one in problems]


def test_what_is_whole_has_no_problem():
    claim, problems = read(ITEM, WHOLE, range(5), ["decree"], 2)

    assert problems == []
    assert (claim.level, claim.answer) == (2, "Serapan {share}.")


def test_level_zero_is_a_claim():
    assert keys_of(WHOLE | {"level": "0"}, held=()) == []


@pytest.mark.parametrize("level", ["", "5", "-1", "dua", "2.5"])
def test_a_level_beyond_the_scale_is_no_claim(level):
    assert keys_of(WHOLE | {"level": level}) == ["choose_level"]


@pytest.mark.parametrize(
    ("more", "key"),
    [
        ({"answer": "  "}, "no_answer"),
        ({"answer": "Ditetapkan dengan …."}, "left_open"),
        ({"answer": "Serapan {none}."}, "no_such_figure"),
        ({"answer": "a" * 10_001}, "too_long"),
    ],
)
def test_each_flaw_has_its_own_sentence(more, key):
    assert keys_of(WHOLE | more) == [key]


def test_a_claim_above_the_suggestion_says_why():
    assert keys_of(WHOLE, suggestion=1) == ["why_above"]
    assert keys_of(WHOLE | {"why": "Ada SK baru"}, suggestion=1) == []
    assert keys_of(WHOLE, suggestion=3) == []


def test_a_level_lacks_the_evidence_it_needs():
    assert keys_of(WHOLE, held=()) == ["missing"]
    assert keys_of(WHOLE | {"level": "1"}, held=()) == []
    assert [one.code for one in missing(ITEM, None, ())] == ["decree"]


def test_a_document_needs_its_file_and_no_level():
    document = rules.read(table(), "own").documents[0]

    assert [one.key for one in read(document, {}, range(5), [], None)[1]] == ["no_file"]
    assert read(document, {}, range(5), [FILE], None)[1] == []


def test_a_text_falls_into_words_and_figures():
    parts = parts_of("Serapan {share} dari {none}, {share}.", {"share"})

    assert [(one.text, one.figure) for one in parts] == [
        ("Serapan ", ""),
        ("{share}", "share"),
        (" dari {none}, ", ""),
        ("{share}", "share"),
        (".", ""),
    ]
