"""Scores as pages write them, and the assessors' dots on the scale."""

from collections.abc import Sequence
from fractions import Fraction

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from kotacerdas.core.addresses import address
from kotacerdas.documents.feedback import Told
from kotacerdas.panel.boards import ComponentRow
from kotacerdas.panel.models import Panel, Review
from kotacerdas.panel.outcomes import CountedScore
from kotacerdas.panel.places import place
from kotacerdas.panel.progress import Row
from kotacerdas.panel.shown import score_text, value_text

register = template.Library()
_WIDTH, _HEIGHT, _EDGE = 400, 20, 8
_BAR = 120


@register.simple_tag
def at(review: Review, view: str, *parts: object) -> str:
    """The address of a page of the review."""
    return place(review, view, *parts)


@register.simple_tag
def region_rows(panel: Panel, rows: Sequence[Row]) -> SafeString:
    """The rows of a table of many regions, put together here: 240 in a template take ten times
    as long.
    """
    parts = []
    for one in rows:
        name = str(escape(one.name or one.code))
        if one.is_own:
            url = address("panel:review", one.code, panel.year, panel.stage)
            name = f'<a href="{escape(url)}">{name}</a>'
        parts.append(
            f'<tr><td>{name}</td><td class="num">{one.sent}/{one.seats}</td>'
            f'<td class="num">{one.wide}</td><td class="num">{one.index}</td></tr>'
        )
    # Of numbers, and of names and addresses that were escaped.
    return mark_safe("".join(parts))  # noqa: S308


@register.simple_tag
def marks(found: Sequence[tuple[str, str]]) -> SafeString:
    """A bar for each item, by how it stands; the looks are words of the code's own."""
    html = "".join(f'<span class="{look}"></span>' for _, look in found)
    return mark_safe(html)  # noqa: S308


@register.filter
def given(score: CountedScore) -> str:
    return score_text(score.hundredths)


@register.filter
def index_text(fraction: str | None) -> str:
    return value_text(None if fraction is None else Fraction(fraction))


@register.filter
def dots(row: ComponentRow) -> SafeString:
    """The scale, a circle for each assessor, and a bar for the panel."""

    def x(pct: float, left: float = 0) -> str:
        return f"{_EDGE + (_WIDTH - 2 * _EDGE) * pct / 100 - left:.1f}"

    middle = _HEIGHT // 2
    line = f'y1="{middle}" y2="{middle}"/>'
    parts = [f'<line class="scale" x1="{x(0)}" x2="{x(100)}" {line}']
    if row.span is not None:
        parts.append(f'<line class="span" x1="{x(row.span[0])}" x2="{x(row.span[1])}" {line}')
    parts += [f'<circle cx="{x(one)}" cy="{middle}" r="5"/>' for one in row.dots]
    if row.bar is not None:
        parts.append(f'<rect class="value" x="{x(row.bar, 2)}" y="2" width="4" height="16"/>')
    box = f"0 0 {_WIDTH} {_HEIGHT}"
    # Of numbers and fixed words alone.
    html = f'<svg class="dots" viewBox="{box}" aria-hidden="true">{"".join(parts)}</svg>'
    return mark_safe(html)  # noqa: S308


@register.filter
def scale_bar(one: Told) -> SafeString:
    """The scale, as far as the item is, with a tick at its goal."""
    parts = [
        f'<rect class="track" width="{_BAR}" height="6" y="4" rx="2"/>',
        f'<rect class="value" width="{_BAR * one.place:.1f}" height="6" y="4" rx="2"/>',
    ]
    if one.goal_place is not None:
        parts.append(
            f'<rect class="goal" x="{(_BAR - 2) * one.goal_place:.1f}" width="2" height="14"/>'
        )
    # Of numbers alone.
    html = (
        f'<svg class="scale-bar" viewBox="0 0 {_BAR} 14" aria-hidden="true">{"".join(parts)}</svg>'
    )
    return mark_safe(html)  # noqa: S308
