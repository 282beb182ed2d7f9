"""The form of the annex's sheets: columns with a width and a number format, rows of values."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kotacerdas.documents.facts import Facts

SHARE = "0%"
PERCENT, COUNT, MONEY, PLAIN, SCORE = "0.0", "#,##0", '"Rp"#,##0', "General", "0.00"


@dataclass(frozen=True)
class Column:
    """`width` in characters."""

    title: str
    width: float = 14
    number_format: str = PLAIN


@dataclass(frozen=True)
class Sheet:
    title: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[object]]
    has_filter: bool = True


def columns_of(facts: Facts, *parts: tuple[str, float, str]) -> list[Column]:
    """Columns from the key of the title, the width and the number format."""
    return [Column(facts.say(key), width, form) for key, width, form in parts]
