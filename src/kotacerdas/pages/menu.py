"""The menu: seven items, the same for every reader on every page, and the tabs inside them.

Rights decide what a page shows, never whether it stands in the menu.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.http import HttpRequest
from django.urls import reverse

from kotacerdas.accounts.access import own_region
from kotacerdas.core.words import words
from kotacerdas.pages.years import YearPage


@dataclass(frozen=True)
class Page:
    """A page that the menu leads to, and the views that are reached from it."""

    word: str  # menu.<word>
    view: str
    views: tuple[str, ...] = ()
    latest: str = ""  # of a page of a year: the address that leads to the latest one
    is_of_region: bool = True
    is_of_year: bool = True  # False: its address says more than a year, so it leads to the latest

    def has(self, view: str) -> bool:
        return bool(view) and view in {self.view, self.latest, *self.views}


@dataclass(frozen=True)
class Item:
    """A page of the menu as this request shows it; `current` is the value of aria-current."""

    name: str
    url: str
    current: str


_PROGRAMMES = Page(
    "programmes",
    "pages:programmes",
    (
        *("pages:programme", "pages:indicator", "pages:act", "reporting:evidence"),
        "casework:evidence-view",
        *("pages:plan", "pages:plan-rows", "pages:plan-add", "pages:plan-change"),
        "pages:plan-bulk",
        "pages:plan-grid",
    ),
    "pages:latest-programmes",
)
_PERIODS = Page(
    "periods",
    "reporting:periods",
    (
        *("reporting:open", "reporting:year", "reporting:period", "reporting:move"),
        *("reporting:extend", "reporting:remind", "reporting:report"),
        *("casework:add-evidence", "exchange:reports"),
    ),
)
_DOCUMENTS = Page("downloads", "pages:documents", latest="pages:latest-documents")
_RESULTS = Page(
    "results",
    "pages:runs",
    ("pages:result", "pages:compare-runs", "pages:publish", "pages:take-back"),
    "pages:latest-runs",
)

# An item of the menu: its word, and its pages. Where there are several they are tabs.
SECTIONS: dict[str, tuple[Page, ...]] = {
    "overview": (
        Page(
            "overview",
            "pages:overview",
            ("pages:dimension", "pages:number", "pages:years"),
            "pages:latest",
        ),
        Page(
            "charts",
            "pages:charts",
            (
                *("pages:picture", "pages:slopes", "pages:quarters"),
                *("pages:indicator-chart", "pages:capacity-chart"),
            ),
            "pages:latest-charts",
        ),
        Page("leader", "pages:leader", ("pages:note",), "pages:latest-leader"),
    ),
    "programmes": (
        _PROGRAMMES,
        Page("indicators", "pages:indicators", latest="pages:latest-indicators"),
        Page("money", "pages:money", latest="pages:latest-money"),
        Page("legal", "pages:legal", ("pages:mission", "pages:regulation"), "pages:latest-legal"),
    ),
    "agencies": (Page("agencies", "pages:agencies", ("pages:agency",), "pages:latest-agencies"),),
    "innovations": (
        Page(
            "innovations",
            "pages:innovations",
            ("pages:innovation", "innovation:way", "innovation:new", "innovation:twins"),
            "pages:latest-innovations",
        ),
        Page("gallery", "innovation:gallery"),
        Page(
            "iid", "pages:innovation-index", ("innovation:mark",), "pages:latest-innovation-index"
        ),
    ),
    "reporting": (_PERIODS, Page("queue", "reporting:queue")),
    "evaluation": (
        Page(
            "evaluation",
            "pages:evaluation",
            ("pages:edition", "pages:crosswalk"),
            "pages:latest-evaluation",
        ),
        Page(
            "binder",
            "evaluation:binder",
            (
                *("evaluation:item", "evaluation:cycle", "evaluation:begin"),
                *("evaluation:template", "evaluation:personal-bundle", "exchange:questionnaires"),
            ),
            "evaluation:latest-binder",
        ),
        Page(
            "survey",
            "survey:survey",
            ("survey:plan", "survey:check", "survey:helpers", "survey:paper"),
            "survey:latest",
        ),
        Page(
            "findings", "evaluation:findings", ("evaluation:finding",), "evaluation:latest-findings"
        ),
        Page(
            "panel",
            "panel:review",
            (
                *("panel:item", "panel:consensus", "panel:result", "panel:feedback"),
                *("panel:begin", "panel:sheet", "panel:meeting", "panel:presenting"),
            ),
            "panel:latest",
            is_of_year=False,
        ),
        Page("indices", "pages:indices", ("pages:other-regions",)),
        Page("capacity", "pages:capacity", ("pages:capacity-item",), "pages:latest-capacity"),
    ),
    "documents": (
        _DOCUMENTS,
        _RESULTS,
        Page(
            "imports",
            "exchange:imports",
            ("exchange:import", "exchange:row", "reporting:named-files"),
        ),
    ),
}
_OF_A_CYCLE = ("evaluation:", "survey:")  # the views of a cycle's year; all others are of figures
WORK = Page("work", "pages:work")
SEARCH = Page("search", "pages:search")
# In the menu of the account, under the word "Kelola".
MANAGE = (
    Page(
        "people",
        "accounts:people",
        (
            *("accounts:invite", "accounts:end", "accounts:hand_over"),
            *("accounts:close", "accounts:reopen", "pages:invite-operators"),
        ),
    ),
    Page(
        "log",
        "pages:log",
        (
            *("pages:entry", "pages:history", "pages:access_log", "pages:access_entry"),
            "exchange:undo",
        ),
    ),
    Page("region", "pages:region"),
    Page("steps", "pages:steps"),
)
PANELS = Page("panels", "panel:panels", ("panel:panel", "panel:regions"), is_of_region=False)
SITE = Page("site", "accounts:site", ("accounts:new-region",), is_of_region=False)


class Menu:
    """The menu of a request. Whoever holds no role is led to the start, which says so."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self._view = request.resolver_match.view_name if request.resolver_match else ""
        self._region = own_region(request)

    @cached_property
    def items(self) -> list[Item]:
        return [self._item(word, pages) for word, pages in SECTIONS.items()]

    @property
    def tabs(self) -> list[Item]:
        """The pages beside the one that is shown.

        What lies behind one in a year's figures has none: its crumbs lead back.
        """
        is_of_figures = getattr(self._request, "year_page", None) is not None
        for pages in SECTIONS.values():
            is_shown = any(
                page.view == self._view if is_of_figures else page.has(self._view) for page in pages
            )
            if len(pages) > 1 and is_shown:
                return [self._page(page) for page in pages]
        return []

    @property
    def manage(self) -> list[Item]:
        """The pages of the region, and for the site's owner that of all regions."""
        own = [self._page(page) for page in (*MANAGE, PANELS)]
        if self._request.user.is_owner:  # type: ignore[union-attr] # pages with a menu have a user
            own.append(self._item(SITE.word, (SITE,)))
        return own

    @property
    def work(self) -> Item:
        return self._page(WORK)

    @property
    def search(self) -> Item:
        return self._page(SEARCH)

    @property
    def work_count_url(self) -> str:
        return reverse("pages:work-count", args=[self._region.code]) if self._region else ""

    def _page(self, page: Page) -> Item:
        return self._item(page.word, (page,))

    def _item(self, word: str, pages: Sequence[Page]) -> Item:
        """What leads to the first of the pages, and is current on all of them."""
        url = self._address(pages[0])
        is_within = any(page.has(self._view) for page in pages)
        is_itself = url.partition("?")[0] == self._request.path
        current = "page" if is_itself else "true" if is_within else ""
        return Item(words()(f"menu.{word}"), url, current)

    def _address(self, page: Page) -> str:
        """A page of a year leads to the year that is shown, on the same basis.

        The year of a cycle is not that of the figures which answer it: each leads to its own kind.
        """
        if not page.is_of_region:
            return reverse(page.view)
        if self._region is None:
            return reverse("pages:start")
        if not page.is_of_year:
            return reverse(page.latest, args=[self._region.code])
        cycle: int | None = getattr(self._request, "year", None)
        is_of_cycle = page.view.startswith(_OF_A_CYCLE)
        if page.latest and cycle is not None and is_of_cycle:
            return reverse(page.view, args=[self._region.code, cycle])
        year_page: YearPage | None = getattr(self._request, "year_page", None)
        if page.latest and year_page is not None and not is_of_cycle:
            return reverse(page.view, args=[self._region.code, year_page.year]) + year_page.q
        return reverse(page.latest or page.view, args=[self._region.code])
