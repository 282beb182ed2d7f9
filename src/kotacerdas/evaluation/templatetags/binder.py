"""The scale of a row, drawn here: sixty rows of five buttons are most of the binder's page."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from kotacerdas.casework.models import State
from kotacerdas.core.words import language, words
from kotacerdas.evaluation.binder import LevelMark, Row

register = template.Library()

_BUTTON = (
    '<button class="{}" name="claim" value="{}:{}:{}" data-level="{}" aria-pressed="{}">{}</button>'
)


@register.simple_tag
def levels(row: Row) -> SafeString:
    """What is claimed, what the figures suggest, and a button for each level."""
    label = words()("cycle.level_of", name=row.name)
    if row.is_own:
        code, seen = row.code, row.case.revision
        marks = format_html_join(
            "",
            _BUTTON,
            (
                (_look(one), code, one.level, seen, one.level, _pressed(one), one.level)
                for one in row.level_rows()
            ),
        )
    else:
        looks = ((_look(one), one.level) for one in row.level_rows())
        marks = format_html_join("", '<span class="{}">{}</span>', looks)
    return format_html('<span class="levels" role="group" aria-label="{}">{}</span>', label, marks)


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
    say = words()
    marks = (
        (row.waiting, "behind", say.count("cycle.came_in", row.waiting)),
        (row.is_ready, "realised", say("cycle.ready")),
        (row.has_lost, "not_realised", say("cycle.has_lost")),
        (row.case.state == State.RETURNED, "behind", say("cycle.asked_again")),
        (row.case.state == State.SUBMITTED, "on_track", say("cycle.to_look_at")),
        (row.unconfirmed, "behind", say.count("cycle.unconfirmed", row.unconfirmed)),
        (row.missing, "not_reported", _missing(row)),
        (row.level is None, "outline", say("cycle.open")),
    )
    found = ((look, text) for holds, look, text in marks if holds)
    return next(found, ("outline", say("cycle.draft")))


def _missing(row: Row) -> str:
    """The first piece that is missing, and how many more."""
    names = [one.name(language()) for one in row.missing]
    more = len(names) - 1
    return f"{names[0]}, {words().count('cycle.and_more', more)}" if more > 0 else "".join(names)


def _look(one: LevelMark) -> str:
    claimed = " is-claimed" if one.is_claimed else ""
    return f"level{claimed}{' is-suggested' if one.is_suggested else ''}"


def _pressed(one: LevelMark) -> str:
    return "true" if one.is_claimed else "false"
