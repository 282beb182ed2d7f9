"""The editions of the regional innovation index, and how a wrong one is refused."""

from datetime import date
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest

from kotacerdas.frameworks.innovation_index import DIRECTORY, edition_on, load, packaged
from kotacerdas.frameworks.keys import FrameworkError
from kotacerdas.wording.numbers import Language

SPEED = 'variable = "process"\nweight = 2\nmandatory'  # only indicator 32 has these
EDITION = (DIRECTORY / "iid-2023.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", packaged())
def test_each_edition_comes_to_250_points_of_63_111_and_76(name):
    edition = load(name)

    assert sum(one.weight for one in edition.government) == 21
    assert sum(one.weight for one in edition.innovation) == 37
    assert 3 * 21 + 3 * 37 + Fraction("0.38") * 200 == edition.maximum.total == 250


@pytest.mark.parametrize("name", packaged())
def test_each_edition_has_the_35_indicators_some_of_two_parts(name):
    edition = load(name)

    parted = ("2a", "2b", "5a", "5b", "10a", "10b", "11a", "11b", "13a", "13b")
    whole = ("1", "3", "4", "6", "7", "8", "9", "12", "14", "15")
    assert {one.code for one in edition.government} == {*parted, *whole}
    assert [one.code for one in edition.innovation] == [str(no) for no in range(16, 36)]
    mandatory = [one.code for one in edition.innovation if one.is_mandatory]
    assert mandatory == ["16", "17", "32", "33", "35"]


@pytest.mark.parametrize("name", ["iid-2023", "iid-2026"])
def test_an_edition_has_its_title_and_its_source_in_both_languages(name: str):
    edition = load(name)
    assert edition.title.name(Language.ID).startswith("Indeks Inovasi Daerah, edisi 20")
    assert edition.title.name(Language.EN).startswith("Regional innovation index, edition 20")
    assert edition.source.name(Language.ID) != edition.source.name(Language.EN)


def test_a_step_says_what_reaches_it_in_both_languages():
    regulation = load("iid-2026").innovation[0]

    assert regulation.step(3, Language.ID) == "Ditetapkan dengan peraturan daerah"
    assert regulation.step(1, Language.EN) == "Laid down by a decree of the head of the region"


@pytest.mark.parametrize(
    ("day", "edition", "innovations", "affairs"),
    [
        (date(2023, 1, 1), "iid-2023", 10, 0),
        (date(2025, 12, 31), "iid-2023", 10, 0),
        (date(2026, 1, 1), "iid-2026", 12, 5),
        (date(2026, 12, 31), "iid-2026", 12, 5),
        (date(2027, 1, 1), "iid-2026", 14, 6),
        (date(2028, 6, 30), "iid-2026", 16, 6),
        (date(2029, 12, 31), "iid-2026", 18, 6),
    ],
)
def test_what_is_asked_on_a_day(day, edition, innovations, affairs):
    found = edition_on(day)
    asked = found.minimum_on(day)
    assert (found.id, asked.innovations, asked.affairs) == (edition, innovations, affairs)


@pytest.mark.parametrize("day", [date(2022, 12, 31), date(2030, 1, 1)])
def test_of_other_days_no_rules_are_known(day):
    assert edition_on(day) is None
    with pytest.raises(ValueError, match="iid-2026 holds from 2026-01-01 to 2029-12-31"):
        load("iid-2026").minimum_on(day)


def test_no_two_editions_hold_on_one_day():
    editions = sorted((load(name) for name in packaged()), key=lambda one: one.from_day)
    assert all(one.until < other.from_day for one, other in pairwise(editions))


@pytest.mark.parametrize(
    ("name", "value", "band"),
    [
        ("iid-2023", 60.01, "sangat inovatif"),
        ("iid-2023", 60.0, "inovatif"),
        ("iid-2023", 60.005, "sangat inovatif"),  # published as 60,01
        ("iid-2023", 60.0049, "inovatif"),  # published as 60,00
        ("iid-2023", 35.0, "inovatif"),
        ("iid-2023", 34.99, "kurang inovatif"),
        ("iid-2023", 0.01, "kurang inovatif"),
        ("iid-2023", 0.0, "tidak dapat dinilai"),
        ("iid-2026", 65.01, "sangat inovatif"),
        ("iid-2026", 65.0, "inovatif"),
        ("iid-2026", 40.01, "inovatif"),
        ("iid-2026", 40.0, "kurang inovatif"),
    ],
)
def test_the_band_of_a_value(name, value, band):
    assert load(name).band(value).name == band


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Kesehatan", "health"),
        ("health", "health"),
        ("pekerjaan umum dan  penataan ruang", "public_works"),
        ("Public works and spatial planning", "public_works"),
        ("Perikanan", None),
        ("", None),
        (None, None),
    ],
)
def test_an_affair_of_basic_service_is_known_by_code_or_name(text, code):
    assert load("iid-2026").affair(text) == code


@pytest.mark.parametrize(
    ("old", "new", "key", "reason"),
    [
        ("government = 63", "government = 64", "maximum.government", "says 64, but the weights"),
        ("innovation = 111", "innovation = 110", "maximum.innovation", "come to 111"),
        ("count = 76", "count = 75", "maximum.count", "count_factor x count_up_to is 76"),
        ("total = 250", "total = 200", "maximum.total", "the three parts add up to 250"),
        ("count_factor = 0.38", "count_factor = 0.39", "maximum.count", "is 78"),
        ("count_up_to = 200", "count_up_to = -1", "count_up_to", "negative"),
        ("highest_parameter = 3", "highest_parameter = 4", "innovation[0].steps", "must be 4"),
        ("innovations = 10", "innovations = 0", "minimums[0].innovations", "it divides"),
        ("affairs = 0", "affairs = 7", "minimums", "only 6 affairs"),
        ("from = 2023-01-01", 'from = "2023"', "minimums[0].from", "a day"),
        ("from = 2023-01-01", "from = 2023-01-01T00:00:00", "minimums[0].from", "without a time"),
        ("until = 2025-12-31", "until = 2022-12-31", "until", "last of the minimums"),
        ('code = "2b"', 'code = "2a"', "innovation", "2a stands twice"),
        ('code = "35"', 'code = "1"', "innovation", "1 stands twice"),
        ('code = "2b"', 'code = "B2"', "government[2].code", "a number, and a letter"),
        ("from = 0.01", "from = 36", "bands", "from the highest down"),
        ("from = 0\n", "from = 0.001\n", "bands", "must begin at 0"),
        ('["Pedoman elektronik", "As a file"]', "[]", "innovation[10].steps[1]", "a sentence"),
        (
            'variable = "process"\nweight = 2\nmandatory',
            'variable = "luck"\nweight = 2\nmandatory',
            "32.variable",
            "no variable",
        ),
    ],
)
def test_a_wrong_edition_is_refused_by_its_key(tmp_path: Path, old, new, key, reason):
    assert EDITION.count(old) == 1, old
    file = tmp_path / "wrong.toml"
    file.write_text(EDITION.replace(old, new), encoding="utf-8")

    with pytest.raises(FrameworkError, match=reason) as refused:
        load(str(file))
    assert (refused.value.file, refused.value.key) == ("wrong.toml", key)
