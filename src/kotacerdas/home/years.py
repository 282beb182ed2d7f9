"""The door of every page of a region's year: which run it shows, and whether it is known."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache, wraps
from typing import Any

from django.contrib.messages import get_messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.crypto import salted_hmac
from django.utils.http import quote_etag

from kotacerdas.accounts.access import Here, in_region
from kotacerdas.accounts.rights import Right
from kotacerdas.core.build import build_id
from kotacerdas.core.words import language, words
from kotacerdas.documents.facts import Facts
from kotacerdas.home.styles import style_address
from kotacerdas.scorecards.models import Run
from kotacerdas.scorecards.selectors import (
    Recomputing,
    card_of,
    decided_on,
    default_year,
    newest_run,
    published_runs,
    recomputing,
    result_of,
    years_with_runs,
)
from kotacerdas.scoring.question import Basis
from kotacerdas.scoring.years import Decided
from kotacerdas.wording.numbers import Language


@dataclass(frozen=True)
class YearPage:
    """What every page of a region's year shows; `q` keeps the basis in a link."""

    here: Here
    run: Run
    years: list[int]
    published: int | None  # the run's pk
    decided: Decided
    recomputing: Recomputing | None

    @property
    def year(self) -> int:
        return self.run.year

    @property
    def facts(self) -> Facts:
        return facts_of(self.run, language(), self.decided)

    @property
    def basis(self) -> Basis:
        return Basis(self.run.basis)

    @property
    def result(self) -> Mapping[str, Any]:
        """The run's numbers by their places."""
        return result_of(self.run.pk)

    @property
    def style(self) -> str:
        """Where the stylesheet of the edition is."""
        return style_address(self.facts.scorecard.framework.id)

    @property
    def q(self) -> str:
        return "" if self.basis is Basis.REPORTED else f"?basis={self.basis}"

    @property
    def is_published(self) -> bool:
        return self.run.pk == self.published

    @property
    def year_name(self) -> str:
        """`2022`; of a year that is not complete also how far it is."""
        if self.facts.is_complete:
            return str(self.year)
        return words()(f"overview.year_{self.facts.state}", year=self.year)

    @property
    def last_complete(self) -> int | None:
        """The last complete year up to this one."""
        return self.facts.years[-1]["year"] if self.facts.years else None

    @property
    def until_words(self) -> str:
        """`triwulan I`: the last period that anything is reported of, inside a sentence."""
        name = words().term("period", self.facts.told_period or "tahun")
        return name[:1].lower() + name[1:] if language() is Language.ID else name

    @property
    def overview_url(self) -> str:
        return self.link("overview")

    def link(self, name: str, *parts: object) -> str:
        """The address of another page of this region and year, on the same basis."""
        return reverse(f"home:{name}", args=[self.here.region.code, self.year, *parts]) + self.q


View = Callable[..., HttpResponseBase]


def of_year(view: Callable[..., HttpResponse]) -> View:
    """A view(request, page, ...) of `<str:region>/<int:year>/...`.

    An address with `?basis=verified` shows the run on verified rows. What the reader has already
    is answered with 304.
    """

    @in_region(Right.READ)
    @wraps(view)
    def bound(request: HttpRequest, here: Here, year: int, **kwargs: object) -> HttpResponseBase:
        years = years_with_runs(here.region)
        if not years:
            return render(request, "home/nothing.html", {"here": here})
        run = newest_run(here.region, year, _basis(request))
        if run is None:
            raise Http404
        published = published_runs(here.region)
        decided = decided_on(here.region, published)
        stale = recomputing(here.region, year)
        page = YearPage(here, run, years, published.get(year), decided, stale)
        etag = _etag(request, page)
        response = get_conditional_response(request, etag=etag)
        if response is None:
            request.year_page = page  # type: ignore[attr-defined] # the menu keeps to its year
            response = view(request, page, **kwargs)
        if etag is not None and response.status_code in {200, 304}:
            response.headers.setdefault("ETag", etag)
        patch_cache_control(response, private=True, no_cache=True)
        patch_vary_headers(response, ["Cookie", "Accept-Language", "HX-Request"])
        return response

    return bound


def facts_of(run: Run, wanted: Language, decided: Decided) -> Facts:
    """A run's facts. What was made of them for one page is there for the next."""
    return _facts(run.pk, run.input_sha256, wanted, decided)


@lru_cache(maxsize=32)
def _facts(run_pk: int, sha256: str, wanted: Language, decided: Decided) -> Facts:
    del sha256  # a run never changes; it tells a database that was filled anew from the old one
    return Facts(replace(card_of(run_pk), decided=decided), wanted)


def _basis(request: HttpRequest) -> Basis:
    return Basis.VERIFIED if request.GET.get("basis") == Basis.VERIFIED else Basis.REPORTED


def _etag(request: Any, page: YearPage) -> str | None:
    """Of all that a page depends on; None when a message waits to be shown once.

    It tells nothing of its parts, of which the session's key is one.
    """
    if len(get_messages(request)):
        return None
    here, run = page.here, page.run
    parts = (
        build_id(),
        run.pk,
        page.published,
        *page.years,
        *sorted(page.decided.published),
        *sorted(page.decided.asked),
        page.recomputing,
        language(),
        request.session.session_key,
        here.user.name,
        *sorted(here.rights),
        "part" if request.htmx else "whole",
    )
    return quote_etag(salted_hmac(__name__, "\n".join(map(str, parts))).hexdigest())


@in_region(Right.READ)
def recomputed(request: HttpRequest, here: Here, year: int, run: int) -> HttpResponseBase:
    """What a page with that run asks each second while the year is being recomputed.

    204 while it is; then the page is loaded again, or where nothing is another, nothing is said.
    """
    newest = newest_run(here.region, year, _basis(request))
    if newest is None or newest.pk != run:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return HttpResponse(status=204 if recomputing(here.region, year) else 200)


@in_region(Right.READ)
def latest(request: HttpRequest, here: Here, page: str = "overview") -> HttpResponseBase:
    """On to a page of the year that everybody begins with."""
    year = default_year(here.region)
    if year is None:
        return render(request, "home/nothing.html", {"here": here})
    return redirect(f"home:{page}", here.region.code, year)
