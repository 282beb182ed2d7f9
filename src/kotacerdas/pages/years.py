"""The door of every page of a region's year: which run it shows, and whether it is known."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache, wraps
from typing import Any
from urllib.parse import urlencode

from django.contrib.messages import get_messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.crypto import salted_hmac
from django.utils.http import quote_etag

from kotacerdas.accounts.access import Here, in_region
from kotacerdas.accounts.rights import Right
from kotacerdas.core.addresses import address
from kotacerdas.core.build import build_id
from kotacerdas.core.keys import key_in
from kotacerdas.core.words import language, words
from kotacerdas.documents.facts import Facts
from kotacerdas.figures.number import Number
from kotacerdas.figures.trace import Trace
from kotacerdas.pages.styles import style_address
from kotacerdas.scorecards.models import DroppedRun, Run
from kotacerdas.scorecards.selectors import (
    Contents,
    Currency,
    Recomputing,
    contents_of,
    currency_of,
    decided_for,
    decisions_on,
    default_year,
    dropped_run,
    following_run,
    newest_by_year,
    runs_with,
)
from kotacerdas.scoring.question import Basis
from kotacerdas.scoring.years import Decided
from kotacerdas.wording.numbers import Language


@dataclass(frozen=True)
class YearPage:
    """What every page of a region's year shows; `q` keeps the basis, or the run, in a link."""

    here: Here
    run: Run
    newest_by_year: Mapping[int, int]  # of the basis, the runs' pks, the latest year first
    is_certain: bool  # whether the address asked for this run, whatever came after it
    published: int | None  # the run's pk
    decided: Decided
    currency: Currency

    @property
    def year(self) -> int:
        return self.run.year

    @property
    def years(self) -> list[int]:
        """Those with a result, the latest first."""
        return list(self.newest_by_year)

    @cached_property
    def facts(self) -> Facts:
        return facts_of(self.run, language(), self.decided)

    @property
    def basis(self) -> Basis:
        return Basis(self.run.basis)

    @property
    def result(self) -> Mapping[str, Any]:
        return contents_of(self.run).result

    @property
    def numbers(self) -> Mapping[Number, float | None]:
        return contents_of(self.run).numbers

    @property
    def trace(self) -> Trace:
        return contents_of(self.run).trace

    @property
    def query(self) -> dict[str, object]:
        """What the pages of this run have in their addresses."""
        return {CERTAIN_RUN: self.run.pk} if self.is_certain else self._basis_query

    @property
    def style(self) -> str:
        """Where the stylesheet of the edition is."""
        return style_address(self.facts.scorecard.framework.id)

    @cached_property
    def q(self) -> str:
        return _in_address(self.query)

    @property
    def q_of_years(self) -> str:
        """For pages of other years, which this run knows nothing of, and for the newest run."""
        return _in_address(self._basis_query)

    @property
    def _basis_query(self) -> dict[str, object]:
        return {} if self.basis is Basis.REPORTED else {"basis": self.basis}

    @property
    def recomputing(self) -> Recomputing | None:
        """Whether another result than the one shown is on its way."""
        return None if self.is_certain else self.currency.recomputing

    @property
    def is_newest(self) -> bool:
        return self.run.pk == self.newest_by_year[self.year]

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
        name = words().term("period", self.facts.reported_period or "tahun")
        return name[:1].lower() + name[1:] if language() is Language.ID else name

    @property
    def overview_url(self) -> str:
        return self.link("overview")

    def link(self, name: str, *parts: object, **query: object) -> str:
        """The address of another page of this region and year, of the same basis or run."""
        url = address(f"pages:{name}", self.here.region.code, self.year, *parts)
        return url + _in_address(self.query | query)


View = Callable[..., HttpResponseBase]
CERTAIN_RUN = "hasil"  # in an address: the run that its page shows


def _in_address(query: Mapping[str, object]) -> str:
    return f"?{urlencode(query)}" if query else ""


def of_year(view: Callable[..., HttpResponse]) -> View:
    """A view(request, page, ...) of `<str:region>/<int:year>/...`.

    An address with `?basis=verified` shows the newest run on verified rows, one with `?hasil=23`
    that run for ever. What the reader has already is answered with 304.
    """

    @in_region(Right.READ)
    @wraps(view)
    def bound(request: HttpRequest, here: Here, year: int, **kwargs: object) -> HttpResponseBase:
        page = _page(request, here, year)
        if page is None:
            return render(request, "pages/nothing.html", {"here": here})
        if isinstance(page, DroppedRun):
            return run_gone(request, here, page)
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


def run_gone(request: HttpRequest, here: Here, dropped: DroppedRun) -> HttpResponse:
    """What is said at the address of a run that was not kept: which one followed."""
    context = {
        "here": here,
        "dropped": dropped,
        "following": following_run(dropped),
        "refusal": dropped.refusal
        and words()(
            f"dropped.{dropped.refusal}", version=dropped.version, edition=dropped.framework
        ),
    }
    return render(request, "pages/run_gone.html", context, status=410)


def _page(request: HttpRequest, here: Here, year: int) -> YearPage | DroppedRun | None:
    """None where the region has no runs at all; Http404 where there is not the one asked for."""
    is_certain = CERTAIN_RUN in request.GET
    if is_certain:
        key = key_in(request.GET[CERTAIN_RUN])
        if key is None:
            raise Http404
        run = _run(here, year, key)
        if run is None:
            return _dropped(here, year, key)
        newest = newest_by_year(here.region, Basis(run.basis))
    else:
        newest = newest_by_year(here.region, _basis(request))
        if not newest:
            return None
        run = _run(here, year, newest[year]) if year in newest else None
    if run is None:
        raise Http404
    decisions = decisions_on(here.region)
    return YearPage(
        here,
        run,
        newest_by_year=newest,
        is_certain=is_certain,
        published=decisions.published.get(year),
        decided=decided_for(run, decisions.decided) if is_certain else decisions.decided,
        currency=currency_of(here.region, year),
    )


def _dropped(here: Here, year: int, key: int) -> DroppedRun:
    dropped = dropped_run(here.region, key)
    if dropped is None or dropped.year != year:
        raise Http404
    return dropped


def _basis(request: HttpRequest) -> Basis:
    return Basis.VERIFIED if request.GET.get("basis") == Basis.VERIFIED else Basis.REPORTED


def _run(here: Here, year: int, pk: int) -> Run | None:
    run = runs_with(here.region, pk).get(pk)
    return run if run and run.year == year else None


def facts_of(run: Run, wanted: Language, decided: Decided) -> Facts:
    """A run's facts. What was made of them for one page is there for the next."""
    return _facts(contents_of(run), wanted, decided)


@lru_cache(maxsize=32)
def _facts(contents: Contents, wanted: Language, decided: Decided) -> Facts:
    return Facts(replace(contents.card, decided=decided), wanted)


def _etag(request: Any, page: YearPage) -> str | None:
    """Of all that a page depends on; None when a message waits to be shown once.

    It tells nothing of its parts, of which the session's key is one.
    """
    if len(get_messages(request)):
        return None
    here, run = page.here, page.run
    parts = (
        build_id(),
        request.get_full_path(),  # a file of the page is another thing
        run.pk,
        *page.newest_by_year.items(),  # other years stand beside the page's own
        page.published,
        *sorted(page.decided.published),
        *sorted(page.decided.asked),
        page.recomputing,
        page.currency.twins,
        page.currency.entry,  # notes, names, and who may see what evidence
        timezone.localdate(),  # what is due, late or over
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
    A page that shows a notice says that there is another result instead: loaded again it would lose
    the notice, and the button in it that takes back what was done.
    """
    newest = newest_by_year(here.region, _basis(request))
    if newest.get(year) != run:
        if "notice" in request.GET:
            return render(request, "pages/newer_result.html")
        return HttpResponse(headers={"HX-Refresh": "true"})
    return HttpResponse(status=204 if currency_of(here.region, year).recomputing else 200)


@in_region(Right.READ)
def certain(request: HttpRequest, here: Here, year: int, run: int) -> HttpResponseBase:
    """On to the overview of a run, from where every page and download of the year is that run's."""
    del request
    url = address("pages:overview", here.region.code, year)
    return redirect(url + _in_address({CERTAIN_RUN: run}))


@in_region(Right.READ)
def latest(request: HttpRequest, here: Here, page: str = "overview") -> HttpResponseBase:
    """On to a page of the year that everybody begins with."""
    year = default_year(here.region)
    if year is None:
        return render(request, "pages/nothing.html", {"here": here})
    return redirect(f"pages:{page}", here.region.code, year)
