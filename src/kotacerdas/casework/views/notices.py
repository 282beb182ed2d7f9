"""A person's notices, of all regions."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from kotacerdas.accounts.models import User
from kotacerdas.casework.models import Notice
from kotacerdas.casework.notices import notice_text, unread
from kotacerdas.casework.processes import case_url

SHOWN = 100


def notices(request: HttpRequest) -> HttpResponse:
    """The latest; a POST marks all as read."""
    user = cast("User", request.user)
    if request.method == "POST":
        unread(user).update(read_at=timezone.now())
        return redirect("casework:notices")
    found = Notice.objects.filter(user=user).select_related("region").order_by("-at", "-pk")
    rows = [(one, notice_text(one)) for one in found[:SHOWN]]
    return render(request, "casework/notices.html", {"rows": rows})


def open_(request: HttpRequest, pk: int) -> HttpResponse:
    """Lead to what one of them tells of, which is read now."""
    found = get_object_or_404(
        Notice.objects.select_related("case__region", "case__window", "case__programme"),
        pk=pk,
        user=cast("User", request.user),
    )
    if found.read_at is None:
        Notice.objects.filter(pk=found.pk).update(read_at=timezone.now())
    return redirect(case_url(found.case) if found.case else found.url)


def count(request: HttpRequest) -> HttpResponse:
    """How many are unread, as the bell shows it; empty for none."""
    found = unread(cast("User", request.user)).count()
    if not found:
        return HttpResponse("")
    return render(
        request,
        "casework/notice_count.html",
        {"count": found},
    )
