"""What a row of the binder shows, drawn here: in templates rows are most of the page's time."""

from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from kotacerdas.casework.models import Case, State
from kotacerdas.core.words import language, words
from kotacerdas.evaluation.binder import LevelMark, Row
from kotacerdas.evaluation.due import due_of
from kotacerdas.evaluation.models import EVALUATION
from kotacerdas.evaluation.process import rule_of
from kotacerdas.evaluation.wording import of_document
from kotacerdas.frameworks.questionnaire import Document
from kotacerdas.wording.dates import long_date

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


@register.simple_tag
def first_figure(row: Row) -> SafeString:
    """What the system answers an item with, and where that leads; of a document its validity."""
    one = row.first_figure
    if one is not None and one.value is not None:
        return format_html('{} <a href="{}">{}</a>', one.name, one.url, one.text)
    look = "word-not_realised" if row.has_lapsed else "muted"
    text = words()("cycle.typed" if one is None else "cycle.no_figure")
    return format_html('<span class="{}">{}</span>', look, text if row.is_item else validity(row))


@register.filter
def standing(row: Row) -> SafeString:
    """Where a row stands: ready, or what is missing, and the agency that has it."""
    look, text = _standing(row)
    due = _due(row) if not row.is_item and not row.is_ready else ""
    return format_html(
        '<span class="state word-{}"><span class="mark mark-{}"></span>{}</span>'
        '<span class="muted binder-agency">{}{}</span>',
        look,
        look,
        text,
        row.case.agency,
        due,
    )


def _due(row: Row) -> SafeString | str:
    """Until when a document is asked for, red once that day has passed."""
    if row.due is None:
        return ""
    day = words()("cycle.due", day=long_date(row.due, language()))
    look = "word-not_realised" if row.is_late else ""
    return format_html(', <span class="{}">{}</span>', look, day)


@register.filter
def validity(row: Row) -> str:
    """Until when a document holds, in words; empty of an item."""
    if isinstance(row.rule, Document) and row.document is not None:
        return of_document(row.rule, row.document)
    return ""


@register.filter
def own_due(case: Case) -> str:
    """Of a task that is a document, until when it is asked for."""
    if case.process != EVALUATION or not isinstance(rule_of(case.item), Document):
        return ""
    due = due_of(case, case.item)
    return "" if due is None else words()("cycle.due", day=long_date(due, language()))


@register.filter
def task_state(case: Case) -> str:
    """In words: what came in for it, or its state; what is ready is a task once it has lapsed."""
    if came := getattr(case, "came", 0):
        return words().count("cycle.came_in", came)
    if case.process == EVALUATION and case.state == State.VERIFIED:
        return words()("cycle.has_lapsed")
    return words().term("item_state", case.state)


@register.filter
def is_amiss(case: Case) -> bool:
    """Whether a task is one because it was sent back or has lapsed."""
    is_lapsed = case.state == State.VERIFIED and not getattr(case, "came", 0)
    return is_lapsed or case.state == State.RETURNED


def _standing(row: Row) -> tuple[str, str]:
    """The mark, and the words beside it; what waits for somebody comes first."""
    marks = (
        (row.waiting, "behind", "cycle.came_in", row.waiting),
        (row.has_lapsed, "not_realised", "cycle.has_lapsed", None),
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
    """The first piece that is missing, and how many more; a document's is the document."""
    if not row.is_item:
        return words()("item.is_missing")
    names = [one.name(language()) for one in row.missing]
    more = len(names) - 1
    return f"{names[0]}, {words().count('cycle.and_more', more)}" if more > 0 else "".join(names)


def _look(one: LevelMark) -> str:
    claimed = " is-claimed" if one.is_claimed else ""
    return f"level{claimed}{' is-suggested' if one.is_suggested else ''}"
