"""Scores as pages write them, and the assessors' dots on the scale."""

import html
from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import lru_cache

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from kotacerdas.core.addresses import address
from kotacerdas.core.words import language, words
from kotacerdas.documents.feedback import ItemSummary
from kotacerdas.evaluation.questionnaires import kept
from kotacerdas.panel.boards import ComponentRow
from kotacerdas.panel.models import Panel, Review
from kotacerdas.panel.outcomes import CountedScore
from kotacerdas.panel.phases import Phase
from kotacerdas.panel.places import place, stage_of
from kotacerdas.panel.progress import STATES, Load, Row, provinces_of
from kotacerdas.panel.selectors import OwnRegion
from kotacerdas.panel.shown import score_text, value_text
from kotacerdas.wording.numbers import Language

register = template.Library()
_WIDTH, _HEIGHT, _EDGE = 400, 20, 8
_BAR = 120


@register.simple_tag
def at(review: Review, view: str, *parts: object) -> str:
    """The address of a page of the review."""
    return place(review, view, *parts)


@register.filter
def stage_name(panel: Panel) -> str:
    """Of one of `whole_panels`: what its regions' questionnaire calls its stage."""
    return kept(panel.questionnaire).stage(panel.stage).name(language())  # type: ignore[attr-defined]


@register.simple_tag
def options(choices: Iterable[tuple[int, str]]) -> SafeString:
    """What a box offers, put together here: 1,200 seats in a template take ten times as long."""
    parts = (f'<option value="{key}">{html.escape(text)}</option>' for key, text in choices)
    # Of numbers, and of texts that were escaped.
    return mark_safe("".join(parts))  # noqa: S308


@register.simple_tag
def region_tiles(rows: tuple[Row, ...]) -> SafeString:
    """A tile for each region by its province, with the last digits of its code: its look says how
    far the review is, and its label says it in words.
    """
    return _tiles(rows, language())


@lru_cache(maxsize=16)
def _tiles(rows: tuple[Row, ...], wanted: Language) -> SafeString:
    """In the reader's language, which is `wanted`; made once of the same, as the rows are."""
    del wanted
    names, say = _names_of_states(), words()
    # The words and the bar of how many have sent, once for all regions of which it is the same.
    sending = {(one.sent, one.seats) for one in rows if one.state == Phase.SCORING}
    shares = {
        (sent, seats): (
            f"{names[Phase.SCORING]}, {html.escape(say.count('panel.sent_of', sent, total=seats))}",
            _bar(100, 100 * sent / seats),
        )
        for sent, seats in sending
    }
    parts = []
    for province in provinces_of(rows):
        name = html.escape(f"{province.code} {province.name}")
        parts.append(f"<section><h3>{name}</h3><ul>")
        for one in province.rows:
            said, bar = names[one.state], ""
            if one.state == Phase.SCORING:
                said, bar = shares[one.sent, one.seats]
            code = html.escape(one.code)
            label = f"{code} {html.escape(one.name)}: {said}"
            named = f'class="region-tile is-{one.state}" title="{label}" aria-label="{label}"'
            shown = f"{code.rpartition('.')[2]}{bar}"
            parts.append(
                f'<li><a href="{html.escape(one.url)}" {named}>{shown}</a></li>'
                if one.url
                else f'<li><span role="img" {named}>{shown}</span></li>'
            )
        parts.append("</ul></section>")
    return mark_safe("".join(parts))  # noqa: S308 - as above


def _names_of_states() -> dict[str, str]:
    say = words()
    return {one: html.escape(say.term("review_phase", one)) for one in STATES}


@register.simple_tag
def member_rows(members: Sequence[Load]) -> SafeString:
    """The members with what they have to score, each beside a bar on the scale of the largest."""
    most = max((one.seats for one in members), default=0)
    share = 100 / most if most else 0
    chair = f' <span class="tag">{html.escape(words()("panel.chair"))}</span>'
    loads = {(one.seats, one.sent) for one in members}
    # In words and as a bar, once for all members of whom it is the same.
    written = {(seats, sent): _load(seats, sent, share) for seats, sent in loads}
    parts = []
    for one in members:
        load, bar = written[one.seats, one.sent]
        parts.append(
            f"<li><div><span><strong>{html.escape(one.who)}</strong>"
            f"{chair if one.is_chair else ''}<br>"
            f'<span class="muted small">{html.escape(one.about)} · {load}</span></span>'
            f"{bar}</div></li>"
        )
    return mark_safe("".join(parts))  # noqa: S308 - as above


def _load(seats: int, sent: int, share: float) -> tuple[str, str]:
    """How many regions a member scores and has sent, in words and as a bar."""
    say = words()
    load = say.count("panel.load", seats)
    if not seats:
        return html.escape(load), ""
    return html.escape(f"{load} · {say('panel.load_sent', sent=sent)}"), _bar(
        seats * share, sent * share
    )


def _bar(seats_pct: float, sent_pct: float) -> SafeString:
    """How many seats there are, and over it how many have sent."""
    return format_html(
        '<svg class="load-bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="load" width="{}" height="8" rx="2"/>'
        '<rect class="value" width="{}" height="8" rx="2"/></svg>',
        f"{seats_pct:.1f}",
        f"{sent_pct:.1f}",
    )


@register.simple_tag
def own_regions_list(
    regions: Iterable[OwnRegion], review: Review, total: int, mark: str
) -> SafeString:
    """The regions that an assessor reads, with how many of each one's items they scored, or the
    mark of those whose scores they sent.
    """
    _, year, stage = stage_of(review)
    sent = format_html('{}<span class="visually-hidden">{}</span>', mark, words()("panel.sent"))
    rows = []
    for one in regions:
        marked = (' aria-current="true"', ' data-focus-key="g"', ' id="given"')
        here = map(mark_safe, marked) if one.review == review.pk else ("", "", "")
        given = sent if one.sent_at else f"{one.given}/{total}" if one.is_scoring else "–"
        url = address("panel:score", one.code, year, stage)
        rows.append((*here, url, one.name, given))
    row = '<li{0}><a href="{3}"{1}>{4} <span class="end"{2}>{5}</span></a></li>'
    return format_html_join("", row, rows)


@register.simple_tag
def marks(found: Sequence[tuple[str, str]]) -> SafeString:
    """A bar for each item, by how it stands; the looks are words of the code's own."""
    bars = "".join(f'<span class="{look}"></span>' for _, look in found)
    return mark_safe(bars)  # noqa: S308


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
    drawing = f'<svg class="dots" viewBox="{box}" aria-hidden="true">{"".join(parts)}</svg>'
    return mark_safe(drawing)  # noqa: S308


@register.filter
def scale_bar(one: ItemSummary) -> SafeString:
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
