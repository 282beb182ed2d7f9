"""Where everybody begins."""

from typing import cast

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from kotacerdas.accounts.models import User
from kotacerdas.accounts.rights import Right, current_appointments, rights_in


def start(request: HttpRequest) -> HttpResponseBase:
    """On to the one region, where there is work to what has to be done; else a choice or a word."""
    held = current_appointments(cast("User", request.user), timezone.localdate())
    regions = list({one.region_id: one.region for one in held}.values())
    if len(regions) == 1:
        has_work = rights_in(regions[0], held) & {Right.REPORT, Right.REPORTS}
        return redirect("home:work" if has_work else "home:latest", regions[0].code)
    return render(request, "home/start.html", {"regions": regions})
