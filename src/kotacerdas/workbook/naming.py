"""What the sheets and columns of a file are called: by the file itself, or in its language."""

import re
from collections.abc import Iterable

from kotacerdas.wording.matching import normalised
from kotacerdas.wording.numbers import Language
from kotacerdas.workbook.columns import Column, Sheet
from kotacerdas.workbook.problems import Term

Part = Sheet | Column

_NAME_MARK = re.compile(r"[-\u2013_]")


def language_of(parts: Iterable[Part], titles: Iterable[str]) -> Language | None:
    """The language in which most of the parts stand in a file; None where none of them tells."""
    written = {normalised(title) for title in titles}
    indonesian = english = 0
    for part in parts:
        name, alias = normalised(part.name), normalised(part.alias)
        if name != alias:
            english += name in written
            indonesian += alias in written
    if indonesian == english:
        return None
    return Language.ID if indonesian > english else Language.EN


def possible_names(title: str, *, is_text: bool) -> tuple[str, ...]:
    """What a table may be called: its name; of a CSV file also what follows the workbook's name.

    Google Sheets and LibreOffice put that before the sheet's: `batang - Program`, `batang-Program`.
    """
    names = [title]
    if is_text:
        names += [title[mark.end() :] for mark in _NAME_MARK.finditer(title)]
    return tuple(map(normalised, names))


def called(part: Part, language: Language | None) -> str | Term:
    """The part's name in that language; without one, in the language of whoever reads it."""
    if language is None:
        return Term(part.alias, part.name)
    return part.alias if language is Language.ID else part.name


def joined(names: Iterable[str | Term]) -> Term:
    """Names in a row, in both languages."""
    pairs = [name if isinstance(name, Term) else Term(name, name) for name in names]
    return Term(", ".join(pair.id for pair in pairs), ", ".join(pair.en for pair in pairs))
