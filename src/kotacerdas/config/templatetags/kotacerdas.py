"""Words, numbers, dates and icons in templates."""

from datetime import date, datetime
from functools import cache

from django import template
from django.conf import settings
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from kotacerdas.core.words import language, words
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
    return f"{dates.long_date(local.date(), language())} {local:%H.%M}"


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """One of Tabler's outline icons, drawn in the colour of the text around it."""
    file = settings.PACKAGE / "config" / "static" / "vendor" / "icons" / f"{name}.svg"
    drawing = file.read_text(encoding="utf-8").partition("-->")[2] or file.read_text("utf-8")
    return mark_safe(drawing.replace("<svg", '<svg aria-hidden="true"', 1))  # noqa: S308 - our own file
