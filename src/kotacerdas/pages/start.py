"""Where everybody begins, and what a region is."""

from typing import cast

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from kotacerdas.accounts.access import Here, in_region
from kotacerdas.accounts.models import Role, User
from kotacerdas.accounts.rights import Right, current_appointments, rights_in
from kotacerdas.accounts.selectors import holders_at
from kotacerdas.evaluation.waiting import waiting_for
from kotacerdas.frameworks.loading import DEFAULT, load
from kotacerdas.records.area_codes import areas
from kotacerdas.records.models import Agency
from kotacerdas.reporting.queue import queue
from kotacerdas.reporting.selectors import open_windows
from kotacerdas.scorecards.selectors import default_year


def start(request: HttpRequest) -> HttpResponseBase:
    """On to the one region; for the site's owner without a role to the regions of the site.

    Whoever has a part in reporting goes to the tasks while there are any: while a period is open,
    reports wait for a verifier, or the evaluation for an agency. Whoever leads the region begins
    with the page that is made for it, everybody else with the overview.
    """
    user = cast("User", request.user)
    now = timezone.now()
    held = current_appointments(user, now)
    if user.is_owner and not held:
        return redirect("accounts:site")
    regions = list({one.region_id: one.region for one in held}.values())
    if len(regions) == 1:
        region = regions[0]
        rights = rights_in(region, held)
        if Right.IMPORT in rights and not region.runs.exists():
            return redirect("pages:steps", region.code)
        takes_part = bool(rights & {Right.REPORT, Right.VERIFY, Right.PERIODS})
        waits = Right.VERIFY in rights and queue(region, user).exists()
        if Right.REPORT in rights:
            here = Here(user, region, rights, tuple(held))
            waits = waits or waiting_for(here, timezone.localdate(now)).exists()
        has_work = waits or (takes_part and bool(open_windows(region)))
        leads = {one.role for one in held} == {Role.LEADER}
        first = "pages:work" if has_work else "pages:latest-leader" if leads else "pages:latest"
        return redirect(first, region.code)
    return render(request, "pages/start.html", {"regions": regions})


@in_region(Right.READ)
def region(request: HttpRequest, here: Here) -> HttpResponseBase:
    """What is known of the region, who coordinates it, and the reader's other regions."""
    now = timezone.now()
    held = current_appointments(here.user, now)
    others = {one.region_id: one.region for one in held if one.region_id != here.region.pk}
    return render(
        request,
        "pages/region.html",
        {
            "here": here,
            "edition": load(here.region.framework or DEFAULT),
            "parent": areas().get(here.region.parent),
            "agencies": Agency.objects.filter(region=here.region).count(),
            "coordinators": holders_at(here.region, Role.COORDINATOR, now).select_related("user"),
            "others": list(others.values()),
            "year": default_year(here.region),
        },
    )
