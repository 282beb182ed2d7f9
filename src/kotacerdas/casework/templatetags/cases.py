"""What cases are called, and where they are."""

from django import template

from kotacerdas.casework.models import Case
from kotacerdas.casework.processes import case_url as url_of
from kotacerdas.casework.processes import process_of

register = template.Library()


@register.filter
def case_url(case: Case) -> str:
    return url_of(case)


@register.filter
def case_name(case: Case) -> str:
    return process_of(case).name(case)
