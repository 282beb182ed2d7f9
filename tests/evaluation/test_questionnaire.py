"""What a questionnaire may be, and that the packaged one is whole."""

from copy import deepcopy
from typing import Any

import pytest

from kotacerdas.frameworks import questionnaire as rules
from kotacerdas.frameworks.keys import FrameworkError
from kotacerdas.frameworks.loading import load
from kotacerdas.frameworks.questionnaire_layers import layered
from kotacerdas.wording.numbers import Language

ITEM = {
    "component": "output",
    "name_id": "Kelembagaan",
    "question_id": "Apakah tim ditetapkan?",
    "why_id": "Program perlu pelaksana.",
    "levels_id": ["Belum", "Ada", "Ditetapkan", "Bertemu", "Ditindaklanjuti"],
}


def table(**more: Any) -> dict[str, Any]:
    """A questionnaire with an item for each component, the second of them changed."""
    items = [
        {**deepcopy(ITEM), "component": component, "code": str(n)}
        for n, component in enumerate(load("gsc-2021").component_codes, 1)
    ]
    items[1] |= more
    return {
        "id": "own",
        "edition": "gsc-2021",
        "title": "Kuesioner daerah",
        "source_id": "Buku pedoman",
        "source_en": "Guide",
        "from": "2024-01-01",
        "stages": [{"code": "s1", "name_id": "tahap I", "ends": "06-30"}],
        "documents": [
            {
                "code": "plan",
                "name_id": "Masterplan",
                "valid_years": 10,
                "source_id": "Pedoman",
                "source_en": "Guide",
            }
        ],
        "items": items,
    }


def test_the_packaged_questionnaire_asks_what_it_should():
    asked = rules.packaged_one("gsc-2021")

    assert len(asked.items) >= 45
    assert sum(bool(item.figures) for item in asked.items) >= 25
    assert asked.is_own_wording
    assert {item.component for item in asked.items} == set(load("gsc-2021").component_codes)
    impact = {item.dimension for item in asked.of_component("impact")}
    assert impact == set(load("gsc-2021").dimension_codes)
    for item in asked.items:
        for language in Language:
            assert len(set(item.levels(language))) == 5, item.code


def test_a_questionnaire_without_english_is_read_in_indonesian():
    asked = rules.read(table(), "own")

    item = asked.by_code["2"]
    assert item.levels(Language.EN) == item.levels(Language.ID)
    assert item.question(Language.EN) == "Apakah tim ditetapkan?"


def test_a_level_needs_the_evidence_of_its_own_and_of_those_below():
    evidence = [
        {"code": "decree", "name_id": "SK", "from_level": 2},
        {"code": "minutes", "name_id": "Notula", "from_level": 3},
    ]
    item = rules.read(table(evidence=evidence), "own").by_code["2"]

    assert [[one.code for one in item.wanted(level)] for level in range(5)] == [
        [],
        [],
        ["decree"],
        ["decree", "minutes"],
        ["decree", "minutes"],
    ]


@pytest.mark.parametrize(
    ("value", "level"), [(None, None), (-1.0, 0), (0.0, 1), (49.9, 1), (50.0, 2), (100.0, 4)]
)
def test_a_figure_suggests_the_level_whose_least_value_it_reaches(value, level):
    figures = [{"code": "share", "name_id": "Serapan", "number": "budget/absorption_pct"}]
    suggests = {"figure": "share", "from": [0, 50, 75, 90]}
    item = rules.read(table(figures=figures, suggests=suggests), "own").by_code["2"]

    assert item.suggested(value, 0) == level


@pytest.mark.parametrize(
    ("more", "key"),
    [
        ({"levels_id": ["Belum", "Ada", "Ditetapkan", "Bertemu"]}, "levels_id"),
        ({"levels_id": ["Belum", "", "Ditetapkan", "Bertemu", "Selesai"]}, "levels_id"),
        ({"component": "input"}, "component"),
        ({"dimension": "mobility"}, "dimension"),
        ({"dimension": "living", "sub_dimension": "waste"}, "sub_dimension"),
        ({"code": "1"}, "items"),
        ({"code": "A.1"}, "code"),
        ({"answer": "Serapan {share}."}, "answer"),
        ({"evidence": [{"code": "a", "name_id": "A", "from_level": 5}]}, "from_level"),
        ({"suggests": {"figure": "none", "from": [1, 2, 3, 4]}}, "figure"),
        ({"weight": 3}, "weight"),
    ],
)
def test_a_flawed_item_is_refused_by_its_key(more, key):
    with pytest.raises(FrameworkError) as refused:
        rules.read(table(**more), "own")

    assert refused.value.key.rpartition(".")[2] == key


def test_thresholds_that_fall_are_refused():
    figures = [{"code": "share", "name_id": "Serapan", "number": "budget/absorption_pct"}]
    suggests = {"figure": "share", "from": [0, 50, 40, 90]}

    with pytest.raises(FrameworkError, match="must not fall"):
        rules.read(table(figures=figures, suggests=suggests), "own")


def test_a_component_without_a_question_is_refused():
    asked = table()
    asked["items"] = asked["items"][:-1]

    with pytest.raises(FrameworkError, match="quick_win"):
        rules.read(asked, "own")


def test_the_draft_of_2026_asks_what_its_crosswalk_moves_and_of_mobility():
    before, draft = rules.packaged_one("gsc-2021"), rules.packaged_one("gsc-2026-draft")
    edition = load(draft.edition)

    assert draft.is_own_wording
    assert edition.is_draft
    assert draft.by_code["4.1"].dimension == "bureaucracy"
    assert draft.by_code["4.1"].figures[0].number == "survey/bureaucracy/mean"
    assert "Smart Bureaucracy" in draft.by_code["4.1"].answer
    branding = {one.code for one in before.items if one.dimension == "branding"}
    assert branding.isdisjoint(draft.by_code)
    assert [one.code for one in draft.items if one.dimension == "mobility"] == [
        *("3.11", "4.25", "4.26", "4.27", "4.28"),
    ]
    assert draft.stages == before.stages


@pytest.mark.parametrize("name", rules.packaged())
def test_the_figures_of_items_name_parts_of_the_edition(name: str):
    asked = rules.packaged_one(name)
    edition = load(asked.edition)
    places = {one.code for one in edition.dimensions} | {
        f"{one.code}:{sub.code}" for one in edition.dimensions for sub in one.sub_dimensions
    }
    numbers = [
        number
        for item in asked.items
        for figure in item.figures
        for number in (figure.number, figure.of)
        if number.startswith(("dimensions/", "sub_dimensions/"))
        or (number.startswith("survey/") and number.count("/") > 1)
    ]

    assert numbers
    assert {number.split("/")[1] for number in numbers} <= places


def test_what_a_questionnaire_changes_of_another_is_laid_over_it(tmp_path):
    file = tmp_path / "own.toml"
    file.write_text(
        'extends = "gsc-2021"\nid = "own"\n[[items]]\ncode = "1.1"\nname_id = "Lain"\n',
        encoding="utf-8",
    )
    table = layered(file, rules.DIRECTORY)
    packaged = rules.table_of("gsc-2021")

    assert table["items"][0] == packaged["items"][0] | {"name_id": "Lain"}
    assert table["items"][1:] == packaged["items"][1:]
