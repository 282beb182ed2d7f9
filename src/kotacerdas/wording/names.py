"""Names as people say them."""

from kotacerdas.wording.catalogue import terms
from kotacerdas.wording.numbers import Language

_LEVELS = ("province", "regency", "city")


def region_name(name: str, level: str | None, language: Language) -> str:
    """`Kabupaten Batang` whether the workbook says "Batang" or all of it; `Batang Regency`."""
    said = [terms(each).term("level", word) for each in Language for word in _LEVELS]
    has_level = any(part.casefold() in name.casefold().split() for part in said)
    if level is None or has_level:
        return name
    title = terms(language).term("level", level)
    return f"{title} {name}" if language is Language.ID else f"{name} {title}"
