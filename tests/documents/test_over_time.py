"""What charts over time say: only like beside like, and four kinds of nothing."""

import pytest

from kotacerdas.documents import over_time
from kotacerdas.documents.facts import TEXT
from kotacerdas.documents.over_time import Slope
from kotacerdas.scoring.quarters import QUARTERS, Absorption, Quarter
from kotacerdas.wording.catalogue import terms
from kotacerdas.wording.numbers import Language

SAY, SAY_EN = terms(Language.ID, TEXT), terms(Language.EN, TEXT)


def year(at=2022, value=82.0, target=80.0, **more):
    achieved = min(100 * value / target, 100) if target and value is not None else None
    return {
        "year": at,
        "value": value,
        "target": target,
        "target_max": None,
        "state": "scored",
        "achievement_pct": achieved,
        "is_complete": True,
    } | more


def said(*years, unit="%", say=SAY):
    return over_time.indicator(years, 2022, unit, say).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (year(), "Target 2022 tercapai: 82 %, target 80 %"),
        (year(value=0.0), "Target 2022 belum tercapai: 0 %, target 80 %"),
        (
            year(value=None, state="not_reported"),
            "Nilai 2022 belum dilaporkan; targetnya 80 %",
        ),
        (year(value=None, target=None, state="not_due"), "Target 2022 belum jatuh tempo"),
        (year(value=None, state="not_applicable"), "Indikator ini tidak berlaku pada 2022"),
        (year(value=None, target=None, state="no_target"), "Tidak ada target untuk 2022"),
        (year(target=None, state="no_target"), "Nilai 2022 82 %, tanpa target"),
        (
            year(target=0.0, state="unscorable"),
            "Capaian 2022 tidak dapat dihitung dari target 0 %",
        ),
        (
            year(target_max=85.0),
            "Target 2022 tercapai: 82 %, target 80–85 %",
        ),
        (
            year(is_complete=False),
            "Tahun 2022 belum lengkap: sejauh ini 82 %, target 80 %",
        ),
    ],
)
def test_an_indicator_says_what_became_of_its_target(row, sentence):
    assert said(row) == sentence


@pytest.mark.parametrize(
    ("before", "end"),
    [
        (year(2021, 75.5), "; naik dari 75,5 pada 2021"),
        (year(2021, 90.0), "; turun dari 90 pada 2021"),
        (year(2021), "; sama dengan 2021"),
        (year(2021, 81.9999999), "; sama dengan 2021"),  # as both are written
        (year(2021, 81.999999), "; naik dari 81,999999 pada 2021"),
        (year(2020, 75.5), ""),  # a year is missing between
        (year(2021, None, state="not_reported"), ""),
        (year(2021, 75.5, is_complete=False), ""),
    ],
)
def test_it_is_compared_with_the_complete_year_before_only(before, end):
    assert said(before, year()) == f"Target 2022 tercapai: 82 %, target 80 %{end}"


def test_a_running_year_is_compared_with_none():
    assert "naik" not in said(year(2021, 75.5), year(is_complete=False))


def test_in_english():
    sentence = said(year(2021, 75.5), year(), unit="people", say=SAY_EN)
    assert sentence == (
        "The 2022 target was reached: 82 people, target 80 people; up from 75.5 in 2021"
    )


def slope(name, before, now):
    return Slope(name.lower(), name, before, now)


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([], "Tidak ada dimensi dengan capaian setahun penuh di kedua tahun"),
        (
            [slope("Living", 66.6, 83.3), slope("Economy", 90.0, 80.0), slope("People", 1, 1)],
            "Sejak 2021 Living naik paling banyak, 16,7 poin; Economy turun 10,0 poin",
        ),
        (
            [slope("Living", 66.6, 83.3), slope("People", 0.0, 0.04)],
            "Sejak 2021 Living naik paling banyak, 16,7 poin; tidak ada yang turun",
        ),
        (
            [slope("Economy", 90.0, 80.0)],
            "Sejak 2021 Economy turun paling banyak, 10,0 poin; tidak ada yang naik",
        ),
        ([slope("People", 50.0, 50.04)], "Capaian semua dimensi sama dengan 2021"),
    ],
)
def test_two_years_say_where_it_rose_and_fell_most(rows, sentence):
    assert over_time.slopes(rows, (2021, 2022), SAY) == sentence


@pytest.mark.parametrize(
    ("years", "sentence"),
    [
        ([], "Belum ada tahun dengan indeks yang lengkap"),
        (
            [(2022, 3.5)],
            "Indeks smart city bernilai 3,50 pada 2022; belum ada tahun lain untuk dibandingkan",
        ),
        (
            [(2020, 3.44), (2022, 3.495)],  # rounded once, as the values are not
            "Indeks smart city naik 0,06, dari 3,44 pada 2020 ke 3,50 pada 2022",
        ),
        (
            [(2021, 3.5), (2022, 3.4)],
            "Indeks smart city turun 0,10, dari 3,50 pada 2021 ke 3,40 pada 2022",
        ),
        ([(2021, 3.5), (2022, 3.502)], "Indeks smart city tetap 3,50 pada 2021 dan 2022"),
    ],
)
def test_an_index_says_how_it_moved_since_the_year_that_had_one(years, sentence):
    assert over_time.index_years(years, 2, SAY) == sentence


NO_QUARTERS = (
    "Belum ada realisasi anggaran per triwulan pada 2022; angkanya datang dari laporan perangkat"
    " daerah"
)


def quarters(*amounts, programmes=3):
    named = zip(QUARTERS, amounts, strict=False)
    found = [Quarter(period, spent, ceiling) for period, (spent, ceiling) in named]
    return over_time.quarters(Absorption(found, programmes), 2022, SAY).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("amounts", "sentence"),
    [
        ((), NO_QUARTERS),
        (((5.0, 0.0),), NO_QUARTERS),
        (
            ((0.0, 100.0),),
            "Serapan 0,0 % sampai Triwulan I 2022, dari 3 program yang melaporkannya",
        ),
        (
            ((10.0, 100.0), (30.0, 100.0), (55.0, 100.0)),
            (
                "Serapan 10,0 % sampai Triwulan I, 55,0 % sampai Triwulan III 2022, dari 3 program"
                " yang melaporkan setiap triwulan itu"
            ),
        ),
    ],
)
def test_absorption_by_quarter_says_of_how_many_programmes_it_is(amounts, sentence):
    assert quarters(*amounts) == sentence
