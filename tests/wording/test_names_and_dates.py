from datetime import date

import pytest

from kotacerdas.wording.catalogue import terms
from kotacerdas.wording.dates import long_date
from kotacerdas.wording.names import region_name
from kotacerdas.wording.numbers import Language

ID, EN = Language.ID, Language.EN


@pytest.mark.parametrize(
    ("name", "level", "language", "said"),
    [
        ("Batang", "regency", ID, "Kabupaten Batang"),
        ("Kabupaten Batang", "regency", ID, "Kabupaten Batang"),
        ("KOTA JAMBI", "city", ID, "KOTA JAMBI"),
        ("Batang", "regency", EN, "Batang Regency"),
        ("Kotabaru", "regency", ID, "Kabupaten Kotabaru"),
        ("Batang", None, ID, "Batang"),
    ],
)
def test_a_region_is_named_with_its_level(
    name: str, level: str | None, language: Language, said: str
):
    assert region_name(name, level, language) == said


def test_dates_are_written_out():
    assert long_date(date(2022, 10, 6), ID) == "6 Oktober 2022"
    assert long_date(date(2022, 10, 6), EN) == "6 October 2022"


def test_a_term_that_is_not_in_the_set_stays_as_it_is():
    assert terms(ID).term("source", "apbn") == "APBN"
    assert terms(ID).term("source", "hibah") == "hibah"
    assert terms(ID).term("source", None) == ""


def test_what_a_value_holds_is_never_read_as_a_phrase():
    assert terms(ID)("picture.weight", pct="{year}") == "bobot {year}"
