"""Numbers as people read them: rounded once, half up, with the marks of the language."""

from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from functools import lru_cache

from babel import Locale
from babel.numbers import format_decimal

# A float carries some 16 digits; what differs beyond the 12th is noise of binary arithmetic, and
# must not decide whether 3.475 is shown as 3.48.
SIGNIFICANT_DIGITS = 12
MOST_DECIMALS = 6  # of a number that is shown with only those it has

_MEGABYTE, _HUNDRED_MEGABYTES = 1_000_000, 100_000_000
NOTHING = "–"  # shown where there is no number, which is never the same as zero


class Language(StrEnum):
    """The languages of the interface, Indonesian first."""

    ID = "id"
    EN = "en"


# British English writes days, months and hours in the order that Indonesia does.
LOCALES = {Language.ID: Locale("id"), Language.EN: Locale("en", "GB")}


def round_half_up(value: float, decimals: int) -> Decimal:
    """`value` with `decimals` places, halves away from zero: 3.475 gives 3.48."""
    exact = Decimal(f"{value:.{SIGNIFICANT_DIGITS}g}")
    return exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def number(value: float | None, decimals: int, language: Language) -> str:
    """`value` with exactly `decimals` places and grouped thousands; a dash for None."""
    if value is None:
        return NOTHING
    if isinstance(value, int) and not decimals:
        return _localised(str(int(value)), language)
    rounded = round_half_up(value, decimals)
    return _localised(f"{rounded or abs(rounded):f}", language)


def plain(value: float | None, language: Language, at_most: int = MOST_DECIMALS) -> str:
    """`value` with only the decimals it has, `at_most` so many; a dash for None."""
    if value is None:
        return NOTHING
    digits = f"{round_half_up(value, at_most):f}".rstrip("0").rstrip(".")
    return _localised(digits, language)


def percent(value: float | None, language: Language, decimals: int = 1) -> str:
    """`87,5 %` with a hard space in Indonesian, `87.5%` in English; a dash for None."""
    if value is None:
        return NOTHING
    sign = "\u00a0%" if language is Language.ID else "%"
    return f"{number(value, decimals, language)}{sign}"


def change(value: float | None, decimals: int, language: Language) -> str:
    """A difference with its sign, `+2,6`, `±0,0` for none; a dash for None."""
    if value is None:
        return NOTHING
    rounded = round_half_up(value, decimals)
    sign = "±" if rounded == 0 else "+" if rounded > 0 else "−"
    return sign + _localised(f"{abs(rounded):f}", language)


def rupiah(value: float | None, language: Language) -> str:
    """The whole amount, `Rp18.755.371.000`; a dash for None."""
    return NOTHING if value is None else f"Rp{number(value, 0, language)}"


_SHORT_UNITS = ((1e12, "T", "trn"), (1e9, "M", "bn"), (1e6, "jt", "mn"))


def rupiah_short(value: float | None, language: Language) -> str:
    """`Rp18,8 M` (miliar) in Indonesian, `Rp18.8 bn` in English; only beside the exact amount."""
    if value is None:
        return NOTHING
    for size, unit_id, unit_en in _SHORT_UNITS:
        if abs(value) >= size:
            unit = unit_id if language is Language.ID else unit_en
            return f"Rp{number(value / size, 1, language)} {unit}"
    return rupiah(value, language)


_COUNTS = {
    Language.ID: [
        "nol",
        "satu",
        "dua",
        "tiga",
        "empat",
        "lima",
        "enam",
        "tujuh",
        "delapan",
        "sembilan",
        "sepuluh",
    ],
    Language.EN: [
        "no",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
    ],
}


def counted(count: int, language: Language) -> str:
    """A count inside a sentence: a word up to ten, figures above (`six`, `39`)."""
    words = _COUNTS[language]
    return words[count] if 0 <= count < len(words) else number(count, 0, language)


def file_size(size: int, language: Language) -> str:
    """`1,2 MB`, `214 MB`, `34 kB`."""
    if size >= _MEGABYTE:
        decimals = 0 if size >= _HUNDRED_MEGABYTES else 1
        return f"{number(size / _MEGABYTE, decimals, language)} MB"
    return f"{number(max(1, round(size / 1000)), 0, language)} kB"


@lru_cache(maxsize=10_000)  # a page says the same few figures many times
def _localised(digits: str, language: Language) -> str:
    """`1234.50` with grouped thousands and the marks of `language`, all its digits kept."""
    places = len(digits.partition(".")[2])
    pattern = "#,##0." + "0" * places if places else "#,##0"
    return format_decimal(Decimal(digits), pattern, LOCALES[language], decimal_quantization=False)
