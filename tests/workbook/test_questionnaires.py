"""A questionnaire as a workbook: it comes back as it went out, and errors stand at their cells."""

import io
from itertools import accumulate
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from kotacerdas.frameworks import questionnaire as rules
from kotacerdas.frameworks.loading import load
from kotacerdas.wording.numbers import Language
from kotacerdas.workbook import isolated
from kotacerdas.workbook.questionnaire_reading import read_questionnaire
from kotacerdas.workbook.questionnaire_writing import write_questionnaire
from workbook.records import TEXTS

EDITION = load("gsc-2021")
PACKAGED = rules.packaged_one("gsc-2021")
LEVELS = len(rules.levels_of(EDITION))


def named(key: str) -> st.SearchStrategy[dict[str, str]]:
    return st.fixed_dictionaries({f"{key}_id": TEXTS}, optional={f"{key}_en": TEXTS})


@st.composite
def items(draw: st.DrawFn, component: str, code: str) -> dict[str, Any]:
    made = draw(named("name")) | draw(named("question")) | draw(named("why"))
    made |= {"code": code, "component": component}
    dimension = draw(st.none() | st.sampled_from(EDITION.dimensions))
    if dimension:
        made["dimension"] = dimension.code
        if draw(st.booleans()):
            made["sub_dimension"] = draw(st.sampled_from(dimension.sub_dimensions)).code
    sentences = st.lists(TEXTS, min_size=LEVELS, max_size=LEVELS)
    made["levels_id"] = draw(sentences)
    if draw(st.booleans()):
        made["levels_en"] = draw(sentences)
    made["evidence"] = [
        {"code": f"e{n}", "from_level": draw(st.integers(0, LEVELS - 1))} | draw(named("name"))
        for n in range(draw(st.integers(0, 2)))
    ]
    made["figures"] = [
        {"code": f"f{n}", "number": "budget/realised"} | way | draw(named("name"))
        for n, way in enumerate(
            draw(
                st.lists(
                    st.sampled_from([{}, {"of": "budget/ceiling"}, {"change": True}]), max_size=2
                )
            )
        )
    ]
    if made["figures"]:
        steps = draw(st.lists(st.integers(0, 50), min_size=LEVELS - 1, max_size=LEVELS - 1))
        made["suggests"] = {"figure": "f0", "from": list(accumulate(steps))}
        made["answer"] = draw(TEXTS).replace("{", "").replace("}", "") + " {f0}"
    return {key: value for key, value in made.items() if value != []}


@st.composite
def questionnaires(draw: st.DrawFn) -> rules.Questionnaire:
    source = draw(TEXTS)
    head = {"title": draw(TEXTS), "source_id": source, "source_en": draw(TEXTS)}
    stages = draw(st.lists(st.sampled_from(range(1, 13)), min_size=1, max_size=3, unique=True))
    table = head | {
        "id": "own",
        "edition": EDITION.id,
        "own_wording": draw(st.booleans()),
        "from": draw(st.dates()).isoformat(),
        "stages": [
            draw(named("name")) | {"code": f"m{one:02}", "ends": f"{one:02}-15", "scored": one > 6}
            for one in sorted(stages)
        ],
        "documents": [
            draw(named("name"))
            | {"code": "a", "valid_years": 3, "source_id": source, "source_en": source}
        ],
        "items": [
            draw(items(component, f"{n}.10"))
            for n, component in enumerate(EDITION.component_codes, 1)
        ],
    }
    return rules.read(table, "drawn")


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("name", rules.packaged())
def test_the_example_reads_back_as_the_packaged_questionnaire(name: str, language: Language):
    asked = rules.packaged_one(name)
    found = isolated.read_questionnaire(write_questionnaire(asked, language))

    assert found.issues == ()
    assert rules.read(found.table, "") == asked


@pytest.mark.slow
@settings(max_examples=30, deadline=None)
@given(questionnaires(), st.sampled_from(Language))
def test_any_questionnaire_comes_back(asked: rules.Questionnaire, language: Language):
    found = read_questionnaire(write_questionnaire(asked, language))

    assert [(one.place(), one.problem) for one in found.issues if one.is_error] == []
    assert rules.read(found.table, "") == asked


def changed(cells: dict[str, object], *, gone: str = "") -> bytes:
    """The English example with those cells, `Sheet!A1`, and without a sheet."""
    book = load_workbook(io.BytesIO(write_questionnaire(PACKAGED, Language.EN)))
    for place, value in cells.items():
        sheet, cell = place.split("!")
        book[sheet][cell] = value
    if gone:
        del book[gone]
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def column(sheet: str, title: str) -> str:
    book = load_workbook(io.BytesIO(write_questionnaire(PACKAGED, Language.EN)))
    return next(cell.column_letter for cell in book[sheet][1] if cell.value == title)


@pytest.mark.parametrize(
    ("sheet", "title", "row", "value", "problem"),
    [
        ("Items", "level 3", 4, None, "empty"),
        ("Items", "component", 4, "input", "not_a_word"),
        ("Items", "code", 4, "1.1", "duplicate"),
        ("Items", "code", 4, "A.1", "item_code"),
        ("Items", "dimension", 4, "smart sea", "not_a_word"),
        ("Items", "answer", 4, "Serapan {none}.", "no_such_figure"),
        ("Items", "suggested by", 4, "none", "no_such_figure"),
        ("Items", "level 2 from", 2, -999, "falls"),
        ("Items", "level 2 from", 2, None, "empty"),
        ("Items", "level 1 (English)", 4, None, "empty"),
        ("Evidence", "item", 2, "99.9", "unknown_reference"),
        ("Evidence", "code", 2, "SK", "part_code"),
        ("Evidence", "from level", 2, 5, "out_of_bounds"),
        ("Figures", "number", 2, "serapan", "number_name"),
        ("Documents", "valid for years", 2, None, "empty"),
        ("Stages", "day", 2, 31, "no_such_day"),
        ("Stages", "month", 3, 2, "stages_out_of_order"),
        ("Questionnaire", "edition", 2, "gsc-2099", "unknown_edition"),
        ("Questionnaire", "code", 3, "other", "one_row"),
    ],
)
def test_what_is_wrong_is_told_at_its_cell(sheet, title, row, value, problem):
    place = f"{sheet}!{column(sheet, title)}{row}"
    found = read_questionnaire(changed({place: value}))

    assert found.table == {}
    assert (place, problem) in [(one.place(), one.problem) for one in found.issues]
    for one in found.issues:
        assert all(one.message(language) for language in Language)


def test_a_sub_dimension_of_another_dimension_is_told():
    cells = {
        f"Items!{column('Items', 'dimension')}4": "living",
        f"Items!{column('Items', 'sub-dimension')}4": "waste",
    }
    found = read_questionnaire(changed(cells))

    assert [one.problem for one in found.issues if one.is_error] == ["sub_elsewhere"]


def test_a_component_that_nobody_asks_about_is_named():
    letter = column("Items", "component")
    rows = [n for n, one in enumerate(PACKAGED.items, 2) if one.component == "quick_win"]
    found = read_questionnaire(changed({f"Items!{letter}{n}": "impact" for n in rows}))

    [issue] = [one for one in found.issues if one.is_error]
    assert (issue.problem, issue.cell) == ("nothing_asked", f"{letter}2")
    assert "Quick win" in issue.message(Language.ID)


@pytest.mark.parametrize("gone", ["Items", "Documents", "Stages"])
def test_a_missing_sheet_is_named(gone: str):
    found = read_questionnaire(changed({}, gone=gone))

    assert [one.problem for one in found.issues if one.is_error] == ["missing_sheet"]


def test_another_file_is_refused_as_a_whole():
    found = read_questionnaire(changed({}, gone="Questionnaire"))

    assert [one.problem for one in found.issues] == ["no_questionnaire"]
    assert [one.problem for one in read_questionnaire(b"").issues] == ["unreadable"]
