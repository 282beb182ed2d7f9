"""The button by which a coordinator reminds agencies that are short of innovations."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from kotacerdas.accounts.access import Here, in_region
from kotacerdas.accounts.rights import Right
from kotacerdas.core.addresses import site_address
from kotacerdas.core.errors import RefusedError
from kotacerdas.core.words import sentence, words
from kotacerdas.innovation.actions.reminding import remind_short


@require_POST
@in_region(Right.PERIODS)
def remind(request: HttpRequest, here: Here, year: int) -> HttpResponseBase:
    try:
        site = site_address(request)
        done = remind_short(here.region, year, by=here.user, at=timezone.now(), site=site)
    except RefusedError as refused:
        messages.error(request, sentence(refused))
    else:
        parts = [
            words().count(f"innovation.reminded_{name}", n)
            for name, n in (("told", done.told), ("again", done.again), ("nobody", done.nobody))
            if n
        ]
        messages.success(request, " ".join(parts))
    return redirect("pages:innovations", here.region.code, year)
