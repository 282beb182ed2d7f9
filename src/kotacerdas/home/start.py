"""Where everybody begins."""

from typing import cast

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from kotacerdas.accounts.models import User
from kotacerdas.accounts.rights import Right, current_appointments, rights_in
from kotacerdas.monitoring.selectors import open_periods


def start(request: HttpRequest) -> HttpResponseBase:
    """On to the one region: to what has to be done while a period is open, else to its overview."""
    held = current_appointments(cast("User", request.user), timezone.now())
    regions = list({one.region_id: one.region for one in held}.values())
    if len(regions) == 1:
        region = regions[0]
        takes_part = rights_in(region, held) & {Right.REPORT, Right.REPORTS}
        has_work = takes_part and open_periods(region)
        return redirect("home:work" if has_work else "home:latest", region.code)
    return render(request, "home/start.html", {"regions": regions})
