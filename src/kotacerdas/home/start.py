"""Where everybody begins."""

from typing import cast

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from kotacerdas.accounts.models import User
from kotacerdas.accounts.rights import current_appointments


def start(request: HttpRequest) -> HttpResponseBase:
    """On to the region of a single role; a choice for who has several; a word for who has none."""
    held = current_appointments(cast("User", request.user), timezone.localdate())
    regions = list({one.region_id: one.region for one in held}.values())
    if len(regions) == 1:
        return redirect("home:latest", regions[0].code)
    return render(request, "home/start.html", {"regions": regions})
