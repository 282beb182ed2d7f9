"""What an edition may say, and how one that can't be used is refused: by file, key and reason."""

from fractions import Fraction
from pathlib import Path

import pytest

from frameworks.toy import TOY
from kotacerdas.frameworks.framework import FrameworkError, load
from kotacerdas.wording.numbers import Language


def test_an_edition_of_other_dimensions_components_and_scale_is_read(toy_file: Path):
    toy = load(str(toy_file))

    assert toy.is_draft
    assert toy.dimension_codes == ("land", "water", "air", "people")
    assert toy.weights == {"plan": Fraction(1, 3), "work": Fraction(1, 3), "worth": Fraction(1, 3)}
    assert toy.component_by_dimension == "worth"
    assert toy.scale == (1.0, 5.0)
    assert toy.name_of("water", Language.ID) == "Air Bersih"
    assert toy.name_of("work", Language.EN) == "Work"
    assert toy.name_of("gone", Language.EN) == "gone"
    assert toy.crosswalk["gsc-2021"] == {"environment": "land", "branding": None}


def test_what_an_edition_extends_need_not_be_said_again():
    base, own = load("gsc-2021"), load("gsc-sleman")

    assert own.dimensions == base.dimensions
    assert own.weights["impact"] == Fraction(3, 10)
    assert base.weights["impact"] == Fraction(1, 5)


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('status = "draft"', 'status = "nearly"', "status"),
        ('code = "water"', 'code = "land"', "dimensions"),
        ('code = "water"', 'code = "Water"', "dimensions[1].code"),
        ('code = "water"', 'code = "plan"', "components"),
        ('code = "rivers"', 'code = "fields"', "dimensions"),
        ('light = "#1F6FB2"', 'light = "blue"', "dimensions[1].light"),
        ('icon = "droplet"', 'icon = "../droplet"', "dimensions[1].icon"),
        ('work = "1/3"', 'work = "1/0"', "weights.work"),
        ('work = "1/3"', "work = inf", "weights.work"),
        ('work = "1/3"', 'work = "-1/3"', "weights.work"),
        ('work = "1/3"', "work = true", "weights.work"),
        ('work = "1/3"', 'work = "1/4"', "weights.*"),
        ('work = "1/3"\n', "", "weights.work"),
        ('work = "1/3"', 'work = "1/3"\nluck = 0', "weights.luck"),
        ('name_en = "Plan"', 'name_en = "Plan"\nby_dimension = true', "components"),
        ('name_en = "Plan"', 'name_en = "Plan"\nby_dimension = 1', "components[0].by_dimension"),
        ('environment = "land"', 'environment = "sea"', "crosswalk.gsc-2021.environment"),
        ('environment = "land"', "environment = 1", "crosswalk.gsc-2021"),
    ],
)
def test_a_wrong_edition_is_refused_by_its_key(tmp_path: Path, old: str, new: str, key: str):
    assert TOY.count(old) == 1
    file = tmp_path / "wrong.toml"
    file.write_text(TOY.replace(old, new), encoding="utf-8")

    with pytest.raises(FrameworkError) as refused:
        load(str(file))
    assert (refused.value.file, refused.value.key) == ("wrong.toml", key)
