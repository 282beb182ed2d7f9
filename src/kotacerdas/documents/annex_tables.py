"""The form of the annex's sheets: columns with a width and a number format, rows of values."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kotacerdas.documents.facts import Facts

SHARE = "0%"
PERCENT, COUNT, MONEY, SCORE = "0.0", "#,##0", '"Rp"#,##0', "0.00"
NUMBER, TEXT = "General", ""


@dataclass(frozen=True)
class Column:
    """`width` in characters. What is not text stands to the right."""

    title: str
    width: float = 14
    number_format: str = TEXT

    @property
    def is_text(self) -> bool:
        return self.number_format == TEXT


@dataclass(frozen=True)
class Formed:
    """A value whose number format is not its column's."""

    value: object
    number_format: str


@dataclass(frozen=True)
class Sheet:
    title: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[object]]
    has_filter: bool = True


def columns_of(facts: Facts, *parts: tuple[str, float, str]) -> list[Column]:
    """Columns from the key of the title, the width and the number format."""
    return [Column(facts.say(key), width, form) for key, width, form in parts]
