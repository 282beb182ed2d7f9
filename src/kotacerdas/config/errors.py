"""The pages for what could not be shown."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    del exception
    return render(request, "error.html", {"kind": "forbidden"}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    del exception
    return render(request, "error.html", {"kind": "not_found"}, status=404)


def broken(request: HttpRequest) -> HttpResponse:
    return render(request, "error.html", {"kind": "broken"}, status=500)
