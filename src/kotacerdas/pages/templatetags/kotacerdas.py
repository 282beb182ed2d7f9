"""Words, numbers, dates and icons in templates."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any
from urllib.parse import urlencode

from django import template
from django.conf import settings
from django.core.paginator import Page
from django.http import HttpRequest
from django.template import Context
from django.utils import timezone
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from kotacerdas.accounts.ownership import is_new_site
from kotacerdas.accounts.rights import Right
from kotacerdas.casework.links import address_or_nothing
from kotacerdas.core import formats
from kotacerdas.core.addresses import address, begun_on
from kotacerdas.core.tables.table import Table
from kotacerdas.core.terms import meaning_of, term_of
from kotacerdas.core.undoing import undo_of
from kotacerdas.core.words import language, words
from kotacerdas.documents.facts import Facts, Figure
from kotacerdas.exchange.edit_plan import FIXED
from kotacerdas.figures.number import Number
from kotacerdas.frameworks.framework import Named, Wording
from kotacerdas.pages.acts import acts_of
from kotacerdas.pages.bars import attribute, bullet, money_bar, share_bar
from kotacerdas.pages.guide import guide_address, term_address
from kotacerdas.pages.menu import Item, Menu
from kotacerdas.pages.plan_fields import label_of
from kotacerdas.pages.plan_kinds import BY_SLUG
from kotacerdas.pages.styles import style_address
from kotacerdas.pages.years import YearPage
from kotacerdas.wording import dates, numbers

register = template.Library()
register.filter("undo", undo_of)
register.filter("begun_on", begun_on)
register.simple_tag(is_new_site)
register.filter(attribute)
for drawn in (bullet, money_bar, share_bar):
    register.simple_tag(drawn)
for written in (
    formats.percent,
    formats.whole,
    formats.plain,
    formats.rupiah,
    formats.day,
    formats.moment,
):
    register.filter(written.__name__, written)


@register.simple_tag
def t(key: str, **values: object) -> str:
    """The phrase of a key; with `n` its singular where there is one.

    A list stands as its parts with commas between; joined in a template it is escaped twice.
    """
    values = {
        name: ", ".join(map(str, value)) if isinstance(value, list | tuple) else value
        for name, value in values.items()
    }
    if "n" in values:
        count = values.pop("n")
        return words().count(key, int(str(count)), **values)
    return words()(key, **values)


@register.simple_tag(takes_context=True)
def guide_url(context: Context) -> str:
    """The chapter of the guide that speaks of this page."""
    match = context["request"].resolver_match
    return guide_address(match.view_name if match else "")


@register.simple_tag
def explained(key: str, term: str = "") -> str:
    """The phrase of a key; what it means is said where it stands, if it is a term.

    `term` is named where the phrase is another than the term's own.
    """
    return _explained(words()(key), term or term_of(key))


@register.simple_tag
def terms_of(table: Table) -> SafeString:
    """The heads of a table that are terms, explained; a head itself sorts."""
    named = (column for head in table.heads if (column := head.column).term)
    return format_html_join(" · ", "{}", ((_explained(one.heading, one.term),) for one in named))


def _explained(name: str, term: str) -> str:
    if not term:
        return name
    where, meaning = term_address(term), meaning_of(term)
    return format_html('<a class="term" href="{}" title="{}">{}</a>', where, meaning, name)


@register.inclusion_tag("pages/num.html", takes_context=True)
def num(  # noqa: PLR0913, PLR0917 - the name of a number, and how it looks
    context: Context, kind: str, code: str, measure: str, text: str, look: str = "", unit: str = ""
) -> dict[str, object]:
    """A number of the page's run that opens to its explanation."""
    page: YearPage = context["page"]
    url = page.link("number", str(Number(kind, code, measure)))
    return {"url": url, "text": text, "look": look, "unit": unit}


@register.inclusion_tag("pages/manage.html", takes_context=True)
def manage(context: Context, kind: str, record: int) -> dict[str, object]:
    """What a coordinator can do to a record as such."""
    page: YearPage = context["page"]
    return {"page": page, "kind": kind, "record": record, "acts": acts_of(kind)}


@register.simple_block_tag(takes_context=True)
def plan_line(  # noqa: PLR0913, PLR0917 - whose field, how it is called and what it holds
    context: Context, content: str, kind: str, record: int, field: str, term: str = ""
) -> str:
    """A field of a record among the facts of its page: its name, and `content`, what it holds.

    Whoever may edit the record changes it where it stands; an empty one is there for them alone.
    `term` is the key of a phrase that the glossary explains.
    """
    page: YearPage = context["page"]
    sheet = BY_SLUG[kind].sheet
    is_open = Right.RECORDS in page.here.rights and field not in {"code", *FIXED.get(sheet, ())}
    if not content.strip() and not is_open:
        return ""
    label = label_of(sheet, field)
    held = mark_safe(content.strip()) or numbers.NOTHING  # noqa: S308 - a template's, escaped there
    button = SafeString()
    if is_open:
        form = address("pages:plan-change", page.here.region.code, kind, record)
        query = urlencode({"baris": field, "dari": context["request"].get_full_path()})
        said = words()("editing.edit_line", name=label)
        button = format_html(_LINE_BUTTON, f"{form}?{query}", said, field, icon("pencil"))
    name = explained(term) if term else label
    return format_html('<dt>{}</dt><dd id="line-{}">{}{}</dd>', name, field, button, held)


# Brings the form of the line, and that alone, in the place of what it holds.
_LINE_BUTTON = (
    '<a class="line-button" href="{0}" title="{1}" aria-label="{1}" hx-boost="true"'
    ' hx-push-url="false" hx-target="#line-{2}" hx-select="#line-{2} > form"'
    ' hx-swap="innerHTML show:none">{3}</a>'
)


@register.inclusion_tag("pages/edit_button.html", takes_context=True)
def edit_button(context: Context, kind: str, record: int) -> dict[str, object]:
    """What leads whoever may edit a record to its form, and back to this page."""
    page: YearPage = context["page"]
    return {"page": page, "kind": kind, "record": record, "here": context["request"].path}


@register.inclusion_tag("pages/page_turns.html", takes_context=True)
def page_turns(
    context: Context,
    part: Page[Any],
    name: str,
    before: str = "page.previous",
    after: str = "page.next",
) -> dict[str, object]:
    """What leads from a part of a long list to those around it; its number is `name` in addresses.

    `before` and `after` are the keys of what they are called.
    """
    request = context["request"]

    def address(number: int) -> str:
        query = request.GET.copy()
        query[name] = str(number)
        return f"{request.path}?{query.urlencode()}"

    return {
        "part": part,
        "before": before,
        "after": after,
        "previous": address(part.previous_page_number()) if part.has_previous() else "",
        "next": address(part.next_page_number()) if part.has_next() else "",
        "is_panel": request.htmx,
    }


@register.filter
def term(word: str | None, table: str) -> str:
    """`{{ status|term:"status" }}`: the name of one of a fixed set of words."""
    return words().term(table, word)


@register.filter
def several(word: str, table: str) -> str:
    """`{{ kind|several:"log_model" }}`: the same for more than one, as the title of a list."""
    return words().several(table, word)


@register.filter
def named(part: Named | Wording) -> str:
    """The name of a part of an edition, or what it says, in the reader's language."""
    return part.name(language())


@register.filter
def one_decimal(value: float | None) -> str:
    return numbers.number(value, 1, language())


@register.filter
def two_decimals(value: float | None) -> str:
    return numbers.number(value, 2, language())


@register.filter
def change(value: float | None) -> str:
    return numbers.change(value, 1, language())


@register.filter
def change_of(value: float | None, decimals: int) -> str:
    return numbers.change(value, decimals, language())


@register.filter
def percent_whole(value: float | None) -> str:
    return numbers.percent(value, language(), 0)


@register.filter
def rupiah_short(value: float | None) -> str:
    return numbers.rupiah_short(value, language())


@register.filter
def since(value: datetime) -> str:
    """`14.05.32` of a moment of today; of another day the day, too."""
    local = timezone.localtime(value)
    if local.date() != timezone.localdate():
        return formats.moment(value)
    return dates.clock(local, language(), with_seconds=True)


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """One of Tabler's outline icons, drawn in the colour of the text around it."""
    file = settings.PACKAGE / "pages" / "icons" / f"{name}.svg"
    drawing = file.read_text(encoding="utf-8").partition("-->")[2] or file.read_text("utf-8")
    return mark_safe(drawing.replace("<svg", '<svg aria-hidden="true"', 1))  # noqa: S308 - our own file


@register.simple_tag
def named_evidence(name: str, address: str) -> SafeString:
    """Evidence by its name: a file of ours, an address elsewhere, or what opens nowhere."""
    if not address:
        return format_html('<span class="muted">{} {}</span>', icon("paperclip"), name)
    if address.startswith("/"):
        return format_html('<a href="{}">{} {}</a>', address, icon("paperclip"), name)
    return format_html(
        '<a href="{}" target="_blank" rel="noopener noreferrer nofollow">{} {} {}</a>',
        address,
        icon("link"),
        name,
        icon("external-link"),
    )


# The look of each stage of an innovation: nothing expected yet, half on its way, done.
_STAGES = {
    "idea": "not_due",
    "screened": "open",
    "trial": "on_track",
    "applied": "realised",
    "replicated": "realised",
    "retired": "outline",
}


@register.filter
def stage_state(stage: str) -> SafeString:
    """The mark of a stage of an innovation, and its word."""
    return format_html(
        '<span class="state word-{0}"><span class="mark mark-{0}"></span>{1}</span>',
        _STAGES[stage],
        words().term("stage", stage),
    )


@register.simple_tag
def dimension_icon(facts: Facts, code: str) -> SafeString:
    """The icon of a dimension in its colour, as the edition has them."""
    dimension = facts.scorecard.framework.dimension(code)
    drawing = icon(dimension.icon) if dimension else ""
    return format_html('<span class="c-{}">{}</span>', code, drawing)


@register.simple_tag
def edition_style(edition: str) -> str:
    """The address of the stylesheet with the colours of an edition's dimensions."""
    address: str = style_address(edition)
    return address


@register.filter
def initials(user: object) -> str:
    """`Kartika Dewi` is KD, an e-mail address its first two letters."""
    parts = str(user).partition("@")[0].split()
    return ("".join(part[0] for part in parts[:2]) if len(parts) > 1 else str(user)[:2]).upper()


@register.filter
def menu(request: HttpRequest) -> Menu:
    """The menu of the page that is asked for."""
    return Menu(request)


@register.filter
def menu_tabs(request: HttpRequest) -> list[Item]:
    """The tabs of the menu's item that the page belongs to."""
    return Menu(request).tabs


@register.filter
def emphasis(text: str) -> SafeString:
    """A phrase of ours with what stands between `**` strong."""
    before, mark, rest = text.partition("**")
    inside, _, after = rest.partition("**")
    return format_html("{}<strong>{}</strong>{}", before, inside, after) if mark else escape(before)


@register.filter
def direction(points: float | None, decimals: int = 1) -> str:
    """The class of a difference: up, down, or muted for none."""
    if points is None or numbers.round_half_up(points, decimals) == 0:
        return "muted"
    return "up" if points > 0 else "down"


@register.filter
def web_address(text: str | None) -> str:
    """An address that was typed, where a link may lead there; else nothing."""
    return address_or_nothing(text or "")


@register.filter
def get(values: Mapping[str, str], key: str) -> str:
    return values.get(key, key)


@register.filter
def points_since(new: Figure, old: Figure) -> float | None:
    """The difference of two achievements; None where there is none to compare."""
    if new.achievement_pct is None or old.achievement_pct is None:
        return None
    return new.achievement_pct - old.achievement_pct
