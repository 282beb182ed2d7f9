"""The site's addresses and the bare page of a region."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from kotacerdas.accounts.access import Here, in_region
from kotacerdas.accounts.rights import Right
from kotacerdas.config import urls
from kotacerdas.config.urls import handler403, handler404, handler500

__all__ = ["handler403", "handler404", "handler500", "urlpatterns"]


@in_region(Right.READ)
def bare(request: HttpRequest, here: Here, year: int) -> HttpResponse:
    del here, year  # the menu leads to the year's pages, as the overview's does
    return render(request, "bare.html")


urlpatterns = [path("bare/<str:region>/<int:year>/", bare), *urls.urlpatterns]
