import re
from collections.abc import Callable

import altair as alt
import pytest

from documents.invented import batang, empty, hostile, one_programme
from kotacerdas.charts import rendering
from kotacerdas.charts.budget import budget
from kotacerdas.charts.capacity import capacity
from kotacerdas.charts.dimensions import dimensions
from kotacerdas.charts.history import history
from kotacerdas.charts.index_components import index_components
from kotacerdas.charts.innovations import MOST, innovations
from kotacerdas.charts.sub_dimensions import sub_dimensions
from kotacerdas.charts.theme import DARK, LIGHT, NARROW, Spec, Theme
from kotacerdas.scoring.scorecard import Scorecard
from kotacerdas.wording.numbers import Language

Picture = Callable[[Scorecard, Language, Theme], Spec]
PICTURES = (
    *(dimensions, sub_dimensions, budget, innovations, index_components, history),
    capacity,
)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
@pytest.mark.parametrize("make", [batang, empty, one_programme, hostile])
@pytest.mark.parametrize("picture", PICTURES)
def test_each_is_valid_and_is_drawn(picture: Picture, make: Callable[[], Scorecard], theme: Theme):
    spec = picture(make(), Language.ID, theme)
    alt.Chart.from_dict(spec)  # refuses what Vega-Lite's schema does
    svg = rendering.to_svg(spec)
    assert svg.startswith("<svg")
    assert "NaN" not in svg
    assert "undefined" not in svg


@pytest.mark.parametrize("make", [batang, empty, one_programme, hostile])
@pytest.mark.parametrize("picture", PICTURES)
def test_each_has_a_drawing_for_little_room(picture: Picture, make: Callable[[], Scorecard]):
    spec = picture(make(), Language.ID, DARK.narrow)
    alt.Chart.from_dict(spec)
    svg = rendering.to_svg(spec)
    assert width_of(svg) == NARROW
    assert "NaN" not in svg
    assert "undefined" not in svg
    wide = rendering.to_svg(picture(make(), Language.ID, DARK))
    assert figures_in(svg) == figures_in(wide), "both show the same figures"


def width_of(svg: str) -> int:
    return int(re.search(r'<svg[^>]* width="(\d+)"', svg)[1])


def figures_in(svg: str) -> set[str]:
    """Texts with a digit; names are cut where they have less room."""
    texts = re.findall(r"<text[^>]*>([^<]*)</text>", svg)
    return {text for text in texts if re.fullmatch(r"[\d.,/%+−± \u00a0]*\d[\d.,/% \u00a0]*", text)}


def colours(ground: str) -> list[str]:
    return [dimension.colour(ground) for dimension in batang().framework.dimensions]


def test_each_dimension_has_its_colour_and_last_years_mark():
    svg = rendering.to_svg(dimensions(batang(), Language.ID))
    assert all(colour in svg for colour in colours("light"))
    assert len(re.findall('aria-roledescription="tick"', svg)) == 6
    assert "35/39" in svg
    assert "89,7\u00a0%" in svg


def test_the_dark_theme_has_its_own_colours():
    svg = rendering.to_svg(dimensions(batang(), Language.EN, DARK))
    assert all(colour in svg for colour in colours("dark"))
    assert not any(colour in svg for colour in colours("light"))


def test_without_a_last_year_there_is_no_mark():
    card = batang()
    spec = dimensions(empty(), Language.ID)
    assert 'aria-roledescription="tick"' not in rendering.to_svg(spec)
    assert card.history.height


def test_not_reported_is_hatched_not_merely_coloured():
    svg = rendering.to_svg(sub_dimensions(batang(), Language.ID))
    assert '<pattern id="hatch"' in svg
    assert svg.count('fill="url(#hatch)"') == 3


def test_a_dimension_without_programmes_shows_a_dash_not_zero():
    svg = rendering.to_svg(dimensions(one_programme(), Language.ID))
    assert "0/0" not in svg
    assert "–" in svg


def test_agencies_short_of_the_minimum_come_first_and_in_outline():
    spec = innovations(batang(), Language.ID)
    values = spec["data"]["values"]
    assert [row["is_short"] for row in values] == [True] * 5 + [False] * 36
    assert rendering.to_svg(spec).count(f'stroke="{LIGHT.status["not_realised"]}"') == 5


def test_of_many_agencies_the_fewest_are_shown():
    card = batang(agency_names=[f"Dinas {n}" for n in range(200)])
    assert len(innovations(card, Language.ID)["data"]["values"]) == MOST


def test_names_that_are_too_long_end_in_an_ellipsis():
    values = innovations(hostile(), Language.ID)["data"]["values"]
    assert max(len(row["name"]) for row in values) < 80
    assert any(row["name"].endswith("…") for row in values)
