"""What an edition may say, and how one that can't be used is refused: by file, key and reason."""

import re
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from cli.calls import call
from frameworks.toy import TOY
from kotacerdas.frameworks.framework import Source, Wording
from kotacerdas.frameworks.keys import FrameworkError
from kotacerdas.frameworks.loading import DIRECTORY, RULES, load, packaged
from kotacerdas.wording.numbers import Language

BATANG = Path(__file__).parents[2] / "examples" / "batang" / "batang.xlsx"
EVEN_WEIGHTS = """[weights]
baseline = 0.2
output = 0.2
outcome = 0.2
impact = 0.2
quick_win = 0.2
"""


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


def test_an_edition_of_other_weights_alone_weighs_the_scores_of_the_one_it_extends(tmp_path: Path):
    assert load("gsc-sleman").shares_scores_with == ("gsc-2021",)
    assert load("gsc-2026-draft").shares_scores_with == ()
    own = tmp_path / "own.toml"
    head = 'extends = "gsc-sleman"\nid = "own"\nsource_id = "made up"\nsource_en = "made up"\n'
    own.write_text(f"{head}{EVEN_WEIGHTS}", encoding="utf-8")
    assert load(str(own)).shares_scores_with == ("gsc-2021", "gsc-sleman")

    said = call("evaluate", BATANG, "--year", 2021, "--framework", own, "--json")
    assert said.code == 0, said.err
    scores = said.json["index"]["components"].values()
    assert said.json["index"]["value"] == pytest.approx(sum(one["score"] for one in scores) / 5)


@pytest.mark.parametrize("line", ["", 'id = "gsc-2021"\n'])
def test_what_changes_an_edition_has_a_name_of_its_own(tmp_path: Path, line: str):
    own = tmp_path / "own.toml"
    own.write_text(f'extends = "gsc-2021"\n{line}cap_pct = 90\n', encoding="utf-8")
    with pytest.raises(FrameworkError) as refused:
        load(str(own))
    assert refused.value.key == "id"


def test_what_changes_a_rule_names_its_source(tmp_path: Path):
    own = tmp_path / "own.toml"
    own.write_text('extends = "gsc-2021"\nid = "own"\ncap_pct = 90\n', encoding="utf-8")
    with pytest.raises(FrameworkError) as refused:
        load(str(own))
    assert (refused.value.key, "achievement" in refused.value.reason) == ("source_en", True)

    said = (
        '[sources.achievement]\ntext_id = "Kepbup 1/2024"\ntext_en = "Decree 1/2024"\n'
        "from = 2024-03-01\n"
    )
    own.write_text(f'extends = "gsc-2021"\nid = "own"\ncap_pct = 90\n{said}', encoding="utf-8")
    edition = load(str(own))
    assert edition.sources["achievement"] == Source(
        Wording("Kepbup 1/2024", "Decree 1/2024"), date(2024, 3, 1), date(2024, 12, 31)
    )
    assert edition.sources["bands"] == load("gsc-2021").sources["bands"]


@pytest.mark.parametrize("name", packaged())
def test_every_rule_of_an_edition_names_its_source_and_days(name: str):
    sources = load(name).sources
    assert set(sources) == set(RULES)
    assert all(one.text and one.from_day <= one.to_day for one in sources.values())


@pytest.mark.parametrize(
    ("more", "key"),
    [
        ('[sources.luck]\ntext = "a"\n', "sources.luck"),
        ("[sources.scale]\nfrom = 2021-01-01\n", "sources.scale.text_id"),
        ('[sources.scale]\ntext_id = "a"\n', "sources.scale.text_en"),
        ('[sources.scale]\ntext_id = "a"\ntext_en = "a"\nto = 2019-01-01\n', "sources.scale.to"),
        ('[sources.scale]\ntext_id = "a"\ntext_en = "a"\nby = "b"\n', "sources.scale.by"),
        ("sources = 1\n", "sources"),
    ],
)
def test_a_wrong_source_is_refused_by_its_key(tmp_path: Path, more: str, key: str):
    own = tmp_path / "own.toml"
    own.write_text(f'extends = "gsc-2021"\nid = "own"\n{more}', encoding="utf-8")
    with pytest.raises(FrameworkError) as refused:
        load(str(own))
    assert refused.value.key == key


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


def test_no_code_of_a_dimension_or_component_stands_outside_the_editions():
    """So that the next edition can have others; words such as `output` mean other things too."""
    codes = {code for name in packaged() for code in load(name).dimension_codes}
    components = {code for name in packaged() for code in load(name).component_codes}
    literal = re.compile(rf"""["'](?:{"|".join(codes | (components - ALSO_WORDS))})["']""")
    package = DIRECTORY.parent
    found = [
        f"{file.relative_to(package)}:{number}: {line.strip()}"
        for pattern in ("*.py", "*.html", "*.css", "*.js")
        for file in package.rglob(pattern)
        if "vendor" not in file.parts
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if literal.search(line) and line.strip() not in OTHER_MEANINGS
    ]
    assert found == []


# Levels of indicators, a column of the workbook.
ALSO_WORDS = {"output", "outcome", "impact", "baseline", "quick_win"}
OTHER_MEANINGS = {
    '"governance": "tata kelola",',  # a form of innovations
    '<input type="file" id="photo" name="file" accept="image/*" capture="environment">',  # a camera
}


def test_an_index_has_the_band_that_its_edition_names_for_it_as_published(toy_file: Path):
    toy = load(str(toy_file))
    bands = [toy.index_band(Fraction(one)) for one in ("3.494", "3.495", "1", "5")]
    assert [band and band.name.text_en for band in bands] == [
        *("growing", "mature", "growing", "mature")
    ]
    assert load("gsc-2021").index_band(Fraction(3)) is None


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("from = 1\n", "from = 2\n", "must begin where the scale does"),
        ("from = 3.5\n", "from = 1\n", "from the highest down"),
    ],
)
def test_bands_of_the_index_leave_nothing_out_and_run_down(
    toy_file: Path, old: str, new: str, reason: str
):
    toy_file.write_text(TOY.replace(old, new), encoding="utf-8")
    with pytest.raises(FrameworkError) as refused:
        load(str(toy_file))
    assert refused.value.key == "panel.bands"
    assert reason in refused.value.reason
