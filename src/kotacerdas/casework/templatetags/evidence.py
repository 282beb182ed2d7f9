"""Sizes, hosts and grades of evidence in words."""

from urllib.parse import urlsplit

from django import template
from django.utils import timezone

from kotacerdas.casework.file_kinds import ACCEPTED, MOST_BYTES, Kind
from kotacerdas.core.words import language, words
from kotacerdas.wording import numbers

register = template.Library()


@register.filter
def file_size(size: int) -> str:
    return numbers.file_size(size, language())


@register.filter
def host(address: str) -> str:
    return urlsplit(address).hostname or ""


@register.filter
def grade_word(grade: int) -> str:
    return words().term("evidence_grade", str(grade))


@register.simple_tag
def accepted() -> str:
    """Which files may be sent."""
    return words()("evidence.kinds", kinds=ACCEPTED, most=MOST_BYTES // 1_000_000)


@register.simple_tag
def accepted_endings() -> str:
    """The same for the browser's dialogue."""
    return ",".join(ending for kind in Kind for ending in kind.endings)


@register.simple_tag
def today() -> str:
    """The day as a browser's calendar takes it."""
    return timezone.localdate().isoformat()
