"""The scales and predicates of other indices, and what was published against them."""

from itertools import pairwise

import pytest

from kotacerdas.frameworks.other_indices import other_indices
from kotacerdas.wording.numbers import Language


@pytest.mark.parametrize("index", other_indices().values(), ids=lambda one: one.code)
def test_bands_rise_within_the_scale_and_begin_with_it(index):
    lowest, highest = index.scale
    starts = [start for start, *_ in index.bands]
    assert lowest < highest
    assert all(one < other for one, other in pairwise(starts))
    assert all(lowest <= start <= highest for start in starts)
    assert not starts or (starts[0] == lowest and index.since and index.rules)


@pytest.mark.parametrize(
    ("code", "value", "year", "band"),
    [
        ("SPBE", 2.59, 2024, "cukup"),
        ("SPBE", 2.6, 2024, "baik"),
        ("SPBE", 2.599, 2024, "baik"),  # as it is shown: 2,60
        ("SPBE", 5.0, 2024, "memuaskan"),
        ("SPBE", 2.6, 2018, ""),  # other rules
        ("SAKIP", 90.0, 2023, "A"),
        ("SAKIP", 90.01, 2023, "AA"),
        ("SAKIP", 0.0, 2023, "D"),
        ("IID", 0.0, 2024, "tidak dapat dinilai"),
        ("IID", 60.0, 2024, "inovatif"),
        ("IID", 60.01, 2025, "sangat inovatif"),
        ("IID", 60.01, 2026, "inovatif"),  # another edition
        ("IID", 60.01, 2022, ""),
        ("IMDI", 57.76, 2025, "tinggi"),
        ("Pemdi", 3.0, 2026, ""),  # not known
    ],
)
def test_the_predicate_of_a_value(code, value, year, band):
    assert other_indices()[code].band(value, year, Language.ID) == band


def test_names_and_predicates_in_english():
    spbe = other_indices()["SPBE"]
    assert spbe.name(Language.EN) == "Electronic-Based Government System"
    assert spbe.band(4.2, 2024, Language.EN) == "excellent"


# Published values with the predicates that were published with them.
PUBLISHED = (
    # https://harian.disway.id/read/890991/menengok-smart-city-di-indonesia-sejauh-mana-daerah-menerapkan-tata-kelola-digital
    ("SPBE", 3.12, 2024, "baik"),
    # https://wahananews.co/nasional/menteri-panrb-layanan-spbe-di-indonesia-terus-tuai-capaian-positif-MvrfzzIp80
    ("SPBE", 2.34, 2022, "cukup"),
    ("SPBE", 2.79, 2023, "baik"),
    # https://emedia.dpr.go.id/2025/11/17/pustekinfo-dorong-kolaborasi-unit-kerja-jelang-penerapan-indeks-pmd-2025
    ("SPBE", 4.23, 2025, "memuaskan"),
    # https://www.jakartajournal.com/?p=915
    ("IMDI", 56.97, 2025, "tinggi"),
    ("IMDI", 51.19, 2025, "cukup"),
    ("IMDI", 44.53, 2025, "cukup"),
)


@pytest.mark.parametrize(("code", "value", "year", "band"), PUBLISHED)
def test_published_values_have_their_predicate(code, value, year, band):
    assert other_indices()[code].band(value, year, Language.ID) == band
