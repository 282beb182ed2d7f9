"""Amounts that may be in millions are asked about; amounts with three decimals are refused."""

import pytest

from kotacerdas.workbook.reading import read_bytes
from workbook.builder import Sheets, csv_zip, good, issues_of, put, told, xlsx


def _budget(*rows: list[object]) -> Sheets:
    sheets = good()
    sheets["Budget"] = [sheets["Budget"][0], *(["p1", *row] for row in rows)]
    return sheets


@pytest.mark.parametrize("ceiling", [192, 18_755, 999_999])
def test_ceilings_all_below_a_million_are_asked_about_once_a_year(ceiling: int):
    rows = [[2022, "apbd", ceiling, None], [2022, "csr", 1, None], [2021, "apbd", 10**9, None]]
    reading = read_bytes(xlsx(_budget(*rows)))

    assert told(reading) == ["IN_MILLIONS Budget!D2"]
    assert reading.is_ok
    assert reading.issues[0].asks
    assert "2022" in reading.issues[0].message("id")


def test_one_ceiling_of_a_million_says_that_small_ones_are_meant():
    assert not issues_of(_budget([2022, "apbd", 1_000_000, None], [2022, "csr", 5000, None]))
    assert not issues_of(_budget([2022, "apbd", 0, None]))


@pytest.mark.parametrize("amount", [16_504.5, 1.5, "16.504,25"])
def test_parts_of_a_rupiah_are_asked_about(amount: object):
    rows = [[2022, "apbd", 10**9, None], [2021, "apbd", 10**9, amount]]

    assert "PART_OF_A_RUPIAH Budget!E3" in issues_of(_budget(*rows))
    assert "PART_OF_A_RUPIAH Budget!D3" in issues_of(put(_budget(*rows), "Budget!D3", amount))


@pytest.mark.parametrize("realised", [1, 192, 999_999])
def test_less_than_a_thousandth_of_the_ceiling_is_asked_about(realised: int):
    assert issues_of(_budget([2022, "apbd", 10**9, realised])) == ["FAR_BELOW_CEILING Budget!E2"]


@pytest.mark.parametrize("realised", [0, None, 1_000_000])
def test_nothing_spent_is_no_small_amount(realised: object):
    assert not issues_of(_budget([2022, "apbd", 10**9, realised]))


@pytest.mark.parametrize("amount", ["243500000.000", "243500000,000", "1.234.567,891", "0,125"])
@pytest.mark.parametrize("container", [xlsx, csv_zip])
def test_three_decimals_are_refused(amount: str, container: object):
    data = container(put(good(), "Budget!D2", amount))  # type: ignore[operator]

    assert told(read_bytes(data)) == ["THREE_DECIMALS Budget!D2"]
