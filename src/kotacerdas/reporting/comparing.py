"""A report's figures beside those of before and the target, as a verifier reads them."""

from collections.abc import Iterator
from dataclasses import dataclass

from kotacerdas.casework.models import Window
from kotacerdas.core.words import language, words
from kotacerdas.reporting.content import Content
from kotacerdas.reporting.due import Due, DueValue, before
from kotacerdas.wording.numbers import NOTHING, plain

_EXACT = 12


@dataclass(frozen=True)
class FigureRow:
    """A figure by the name of its field; every part is written out, a dash where there is none."""

    name: str
    label: str
    hint: str
    last_year: str
    previous: str
    target: str
    reported: str


def figure_rows(due: Due, content: Content) -> Iterator[FigureRow]:
    """What the report was asked for, row by row."""
    say = words()
    realised = {True: say("answer.yes"), False: say("answer.no"), None: NOTHING}[content.realised]
    yield _row("realised", say("figures.realised"), reported=realised)
    previous, pct = _text(due.previous_pct), _text(content.progress_pct)
    yield _row("progress_pct", say("figures.progress"), previous=previous, reported=pct)
    for value in due.values:
        yield _value_row(value, content)
    for money in due.money:
        yield _row(
            f"money:{money.source}",
            f"{say.term('source', money.source)}, Rp",
            last_year=_text(money.last_year),
            previous=_text(money.previous),
            target=_text(money.ceiling),
            reported=_text(content.money.get(money.source)),
        )


def _value_row(one: DueValue, content: Content) -> FigureRow:
    say = words()
    reported = _text(content.values.get(one.key))
    if one.key in content.not_applicable:
        reported = say.term("state", "not_applicable")
    target = _text(one.target)
    return _row(
        f"value:{one.key}",
        f"{one.name}, {one.unit}" if one.unit else one.name,
        hint=f"{one.indicator} · {say.term('period', one.period or 'tahun')}",
        last_year=_text(one.last_year),
        previous=_text(one.previous),
        target=target if one.target_max is None else f"{target}–{_text(one.target_max)}",
        reported=reported,
    )


def _row(name: str, label: str, **parts: str) -> FigureRow:
    empty = {"hint": "", "last_year": NOTHING, "previous": NOTHING, "target": NOTHING}
    return FigureRow(name, label, **{**empty, "reported": NOTHING, **parts})


def _text(value: float | None) -> str:
    return plain(value, language(), _EXACT)


def heads(window: Window) -> tuple[str, str]:
    """What the columns of the year before and of the period before are called."""
    year, code = before(window.year, window.code)
    return _head(window.year - 1, window.code), _head(year, code)


def _head(year: int, code: str) -> str:
    return f"{words().term('period', code or 'tahun')} {year}"
