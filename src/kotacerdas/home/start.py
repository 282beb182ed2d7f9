"""Where everybody begins, and what a region is."""

from typing import cast

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from kotacerdas.accounts.access import Here, in_region
from kotacerdas.accounts.models import Role, User
from kotacerdas.accounts.rights import Right, current_appointments, rights_in
from kotacerdas.accounts.selectors import holders_at
from kotacerdas.home.years import latest_told
from kotacerdas.monitoring.selectors import open_periods
from kotacerdas.regions.models import Agency, Region


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


@in_region(Right.READ)
def region(request: HttpRequest, here: Here) -> HttpResponseBase:
    """What is known of the region, who coordinates it, and the reader's other regions."""
    now = timezone.now()
    held = current_appointments(here.user, now)
    others = {one.region_id: one.region for one in held if one.region_id != here.region.pk}
    return render(
        request,
        "home/region.html",
        {
            "here": here,
            "parent": Region.objects.filter(code=here.region.parent).first(),
            "agencies": Agency.objects.filter(region=here.region).count(),
            "coordinators": holders_at(here.region, Role.COORDINATOR, now).select_related("user"),
            "others": list(others.values()),
            "year": latest_told(here.region),
        },
    )
