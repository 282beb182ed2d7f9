"""The colours of an edition's dimensions as a stylesheet; the policy forbids styles in a page."""

import hashlib
from functools import cache

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from kotacerdas.frameworks.framework import Framework
from kotacerdas.frameworks.loading import load, packaged

_A_YEAR_S = 31_536_000


@login_not_required
@require_safe
def edition_style(request: HttpRequest, edition: str, version: str) -> HttpResponse:
    """The stylesheet of that edition; under another version it is gone."""
    del request
    if edition not in packaged():
        raise Http404
    text = stylesheet(load(edition))
    if version != _version(text):
        raise Http404
    answer = HttpResponse(text, content_type="text/css; charset=utf-8")
    answer.headers["Cache-Control"] = f"public, max-age={_A_YEAR_S}, immutable"
    return answer


@cache
def style_address(edition: str) -> str:
    """Where the stylesheet of a packaged edition is, as it is now."""
    return reverse("pages:edition-style", args=[edition, _version(stylesheet(load(edition)))])


def stylesheet(framework: Framework) -> str:
    """A class for each dimension: its colour on light ground and on dark."""
    dark = '[data-bs-theme="dark"] '
    return "".join(
        f"{ground}.c-{part.code} {{ color: {colour}; }}\n"
        for part in framework.dimensions
        for ground, colour in (("", part.light), (dark, part.dark))
    )


def _version(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]
