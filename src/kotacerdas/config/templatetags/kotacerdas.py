"""Words, numbers, dates and icons in templates."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from kotacerdas.accounts.access import Here
from kotacerdas.accounts.rights import Right
from kotacerdas.core.words import language, words
from kotacerdas.documents.facts import Figure
from kotacerdas.wording import dates, numbers

register = template.Library()


@register.simple_tag
def t(key: str, **values: object) -> str:
    """The phrase of a key; with `n` its singular where there is one."""
    if "n" in values:
        count = values.pop("n")
        return words().count(key, int(str(count)), **values)
    return words()(key, **values)


@register.filter
def term(word: str | None, table: str) -> str:
    """`{{ status|term:"status" }}`: the name of one of a fixed set of words."""
    return words().term(table, word)


@register.filter
def percent(value: float | None) -> str:
    return numbers.percent(value, language())


@register.filter
def one_decimal(value: float | None) -> str:
    return numbers.number(value, 1, language())


@register.filter
def two_decimals(value: float | None) -> str:
    return numbers.number(value, 2, language())


@register.filter
def whole(value: float | None) -> str:
    return numbers.number(value, 0, language())


@register.filter
def plain(value: float | None) -> str:
    return numbers.plain(value, language())


@register.filter
def change(value: float | None) -> str:
    return numbers.change(value, 1, language())


@register.filter
def rupiah(value: float | None) -> str:
    return numbers.rupiah(value, language())


@register.filter
def rupiah_short(value: float | None) -> str:
    return numbers.rupiah_short(value, language())


@register.filter
def day(value: date | datetime | None) -> str:
    """`6 Oktober 2022`; a dash for None."""
    if value is None:
        return numbers.NOTHING
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    return dates.long_date(value, language())


@register.filter
def moment(value: datetime) -> str:
    """`6 Oktober 2022 14.05`."""
    local = timezone.localtime(value)
    return f"{dates.long_date(local.date(), language())} {dates.clock(local, language())}"


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """One of Tabler's outline icons, drawn in the colour of the text around it."""
    file = settings.PACKAGE / "config" / "icons" / f"{name}.svg"
    drawing = file.read_text(encoding="utf-8").partition("-->")[2] or file.read_text("utf-8")
    return mark_safe(drawing.replace("<svg", '<svg aria-hidden="true"', 1))  # noqa: S308 - our own file


@register.filter
def initials(user: object) -> str:
    """`Kartika Dewi` is KD, an e-mail address its first two letters."""
    parts = str(user).partition("@")[0].split()
    return ("".join(part[0] for part in parts[:2]) if len(parts) > 1 else str(user)[:2]).upper()


@dataclass(frozen=True)
class MenuItem:
    """One entry of the menu at the top."""

    name: str
    url: str
    is_current: bool


# A page of the region or of the year shown, the right it needs, and the addresses it is current at.
_MENU = (
    ("work", Right.READ, ("work",)),
    ("overview", Right.READ, ("overview", "dimension", "years", "runs", "number")),
    ("programmes", Right.READ, ("programmes", "programme", "indicator")),
    ("agencies", Right.READ, ("agencies", "agency")),
    ("innovations", Right.READ, ("innovations",)),
    ("money", Right.READ, ("money",)),
    ("legal", Right.READ, ("legal",)),
    ("reporting", Right.REPORTS, ("periods", "open", "year", "period", "move", "extend", "remind")),
    ("queue", Right.VERIFY, ("queue",)),
)
# What is seldom needed stands in a menu of its own.
_MORE = (
    ("imports", Right.IMPORT, ("imports", "import")),
    ("people", Right.READ, ("people", "invite", "end", "hand_over", "close", "reopen")),
    ("log", Right.AUDIT, ("log", "entry", "history")),
)
_PLACES = {
    "work": "home:work",
    "reporting": "monitoring:periods",
    "queue": "monitoring:queue",
    "imports": "exchange:imports",
    "people": "accounts:people",
    "log": "home:log",
}


@register.filter
def menu(here: Here, request: HttpRequest) -> list[MenuItem]:
    """The pages that the reader may open; those of a year lead to the year that is shown."""
    return _items(_MENU, here, request)


@register.filter
def more(here: Here, request: HttpRequest) -> list[MenuItem]:
    """The pages of the second menu that the reader may open."""
    return _items(_MORE, here, request)


def _items(
    pages: Iterable[tuple[str, Right, Container[str]]], here: Here, request: HttpRequest
) -> list[MenuItem]:
    match = request.resolver_match
    if match is None:
        return []
    year = match.kwargs.get("year")
    found = []
    for name, right, current in pages:
        if right not in here.rights:
            continue
        if name in _PLACES:
            url = reverse(_PLACES[name], args=[here.region.code])
        elif year is None and name == "overview":
            url = reverse("home:latest", args=[here.region.code])
        elif year is None:
            continue
        else:
            url = reverse(f"home:{name}", args=[here.region.code, year])
        found.append(MenuItem(words()(f"menu.{name}"), url, match.url_name in current))
    return found


@register.filter
def direction(points: float | None) -> str:
    """The class of a difference: up, down, or muted for none."""
    if points is None or round(points, 1) == 0:
        return "muted"
    return "up" if points > 0 else "down"


@register.filter
def attribute(value: float) -> str:
    """A number inside SVG, in whatever language the page is."""
    return f"{value:.2f}"


@register.filter
def mark_at(value: float) -> str:
    """Where a mark stands on a bar, in percent, kept inside its right end."""
    return f"{min(value, 99.5):.2f}"


@register.filter
def get(values: Mapping[str, str], key: str) -> str:
    return values.get(key, key)


@register.filter
def points_since(new: Figure, old: Figure) -> float | None:
    """The difference of two achievements; None where there is none to compare."""
    if new.achievement_pct is None or old.achievement_pct is None:
        return None
    return new.achievement_pct - old.achievement_pct
