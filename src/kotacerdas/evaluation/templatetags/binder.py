"""The scale of a row, drawn here: sixty rows of five buttons are most of the binder's page."""

from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from kotacerdas.casework.models import State
from kotacerdas.core.words import language, words
from kotacerdas.evaluation.binder import LevelMark, Row

register = template.Library()

_BUTTON = (
    '<button class="{look}" name="claim" value="{code}:{level}:{seen}" data-level="{level}"'
    ' aria-pressed="{pressed}">{level}</button>'
)
_MARK = '<span class="{look}">{level}</span>'


@register.simple_tag
def levels(row: Row) -> SafeString:
    """What is claimed, what the figures suggest, and a button for each level."""
    shape, code = _BUTTON if row.is_own else _MARK, escape(row.code)
    marks = "".join(
        shape.format(
            look=_look(one),
            level=one.level,
            code=code,
            seen=row.case.revision,
            pressed="true" if one.is_claimed else "false",
        )
        for one in row.level_rows()
    )
    label = escape(words()("cycle.level_of", name=row.name))
    # Of numbers, fixed words, and two texts that were escaped.
    html = f'<span class="levels" role="group" aria-label="{label}">{marks}</span>'
    return mark_safe(html)  # noqa: S308


@register.filter
def standing(row: Row) -> SafeString:
    """Where a row stands: ready, or what is missing, and the agency that has it."""
    look, text = _standing(row)
    return format_html(
        '<span class="state word-{}"><span class="mark mark-{}"></span>{}</span>'
        '<span class="muted binder-agency">{}</span>',
        look,
        look,
        text,
        row.case.agency,
    )


def _standing(row: Row) -> tuple[str, str]:
    """The mark, and the words beside it; what waits for somebody comes first."""
    marks = (
        (row.waiting, "behind", "cycle.came_in", row.waiting),
        (row.is_ready, "realised", "cycle.ready", None),
        (row.has_lost, "not_realised", "cycle.has_lost", None),
        (row.case.state == State.RETURNED, "behind", "cycle.asked_again", None),
        (row.case.state == State.SUBMITTED, "on_track", "cycle.to_look_at", None),
        (row.unconfirmed, "behind", "cycle.unconfirmed", row.unconfirmed),
        (row.missing, "not_reported", "", None),
        (row.level is None, "outline", "cycle.open", None),
    )
    found = ((look, key, count) for holds, look, key, count in marks if holds)
    look, key, count = next(found, ("outline", "cycle.draft", None))
    if not key:
        return look, _missing(row)
    return look, words()(key) if count is None else words().count(key, count)


def _missing(row: Row) -> str:
    """The first piece that is missing, and how many more."""
    names = [one.name(language()) for one in row.missing]
    more = len(names) - 1
    return f"{names[0]}, {words().count('cycle.and_more', more)}" if more > 0 else "".join(names)


def _look(one: LevelMark) -> str:
    claimed = " is-claimed" if one.is_claimed else ""
    return f"level{claimed}{' is-suggested' if one.is_suggested else ''}"
