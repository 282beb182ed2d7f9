"""What editions say of the impact survey, and how a wrong one is refused."""

import json
from datetime import date
from pathlib import Path

import pytest

from frameworks.toy_survey import toy_survey
from kotacerdas.frameworks.framework import Framework
from kotacerdas.frameworks.impact_survey import merged, rules_of, survey_of
from kotacerdas.frameworks.keys import FrameworkError
from kotacerdas.frameworks.loading import load, packaged
from kotacerdas.wording.numbers import Language


def subs_of(edition: Framework) -> list[str]:
    return [sub.code for one in edition.dimensions for sub in one.sub_dimensions]


@pytest.mark.parametrize("name", packaged())
def test_every_edition_has_statements_for_each_sub_dimension_in_both_languages(name: str):
    edition = load(name)
    rules = rules_of(edition)
    assert rules
    survey = survey_of(json.loads(json.dumps(rules)), edition)  # as a survey keeps them

    assert list(survey.statements) == subs_of(edition)
    for statements in survey.statements.values():
        assert len(statements) == 3
        for one in statements:
            assert one.name(Language.ID) != one.name(Language.EN)
            assert len(one.name(Language.ID)) <= 40  # two lines of a phone
    assert len(survey.steps) == 5
    assert survey.quota == {"dimension": 50, "sub_dimension": 50}
    assert survey.is_own_wording


def test_an_edition_of_other_weights_asks_as_the_one_it_extends():
    assert rules_of(load("gsc-sleman")) == rules_of(load("gsc-2021"))
    assert rules_of(load("gsc-2026-draft"))["source_en"].startswith("Draft")


@pytest.mark.parametrize(("mean", "level"), [(1, 0), (3, 2), (3.75, 2.75), (5, 4)])
def test_the_level_of_a_mean_is_linear(mean: float, level: float):
    edition = load("gsc-2021")
    assert survey_of(rules_of(edition), edition).level_of(mean) == pytest.approx(level)


def test_the_toy_edition_has_other_steps_quotas_and_levels(toy_file: Path, tmp_path: Path):
    edition = load(str(toy_file))
    file = tmp_path / "survey.toml"
    file.write_text(toy_survey(subs_of(edition)), "utf-8")
    survey = survey_of(merged(file, edition), edition)

    assert survey.holds_from == date(2020, 1, 1)
    assert [one.name for one in survey.ages] == ["17–39", "40+"]
    assert survey.quota == {"dimension": 3, "sub_dimension": 5}
    assert survey.level_of(4) == 5
    assert survey.level_of(2.5) == pytest.approx(3)
    assert rules_of(edition) is None


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('wording = "own"', 'wording = "mine"', "wording"),
        ('holds_from = "2020-01-01"', 'holds_from = "2020"', "holds_from"),
        ("fewest = 2", "fewest = 0", "fewest"),
        ("dimension = 3\n", "", "quota.dimension"),
        ("dimension = 3\n", "dimension = 0\n", "quota.*"),
        ('rule = "linear"', 'rule = "steep"', "level.rule"),
        ("low = 1", "low = 5", "level.low"),
        ("last = 39", "last = 12", "ages[0].last"),
        ("last = 39", "last = 38", "ages"),
        ("last = 39\n", "", "ages"),
        ('code = "old"', 'code = "young"', "ages"),
        ("fewest = 2", "fewest = 2\nluck = 1", "luck"),
        ('["one", ', '["", ', "statements.fields"),
        ("[statements]\n", '[statements]\nsea = [["one", "a", "b"]]\n', "statements.sea"),
        ("fields = [", "woods = [", "statements.fields"),
    ],
)
def test_a_wrong_survey_is_refused_by_its_key(
    toy_file: Path, tmp_path: Path, old: str, new: str, key: str
):
    edition = load(str(toy_file))
    text = toy_survey(subs_of(edition))
    assert old in text
    file = tmp_path / "wrong.toml"
    file.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(FrameworkError) as refused:
        merged(file, edition)
    assert (refused.value.file, refused.value.key) == ("wrong.toml", key)
