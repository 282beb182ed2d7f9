"""The numbers of the system that help to answer items: of a run, and of the records beside it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, lru_cache

from django.db.models import Count, Exists, OuterRef, Q

from kotacerdas.audit.selectors import newest_hash
from kotacerdas.core.addresses import address
from kotacerdas.evaluation.models import Cycle
from kotacerdas.figures.number import Number, sub_dimension
from kotacerdas.frameworks.questionnaire import Figure
from kotacerdas.plan.models import Budget, Indicator, Innovation, Programme, Regulation
from kotacerdas.records.models import Region
from kotacerdas.scorecards.models import Run
from kotacerdas.scorecards.selectors import Contents, contents_of, newest_of_years, run_before
from kotacerdas.scoring.question import Basis
from kotacerdas.survey.results import summary
from kotacerdas.wording import numbers
from kotacerdas.wording.numbers import Language

INDEX_DECIMALS = 2


@dataclass(frozen=True)
class Figures:
    """What is known at a moment: the runs of the year and of the one before, and the records.

    `records` are the numbers that no run has, by their names. The survey is that of the
    cycle's year, and read when first asked for; it is among the records where these were kept.
    """

    region: Region
    cycle_year: int
    year: int
    run: Run | None
    now: Contents | None
    before: Contents | None
    records: Mapping[str, float | None]
    is_kept: bool = False

    def beside_the_run(self) -> dict[str, float | None]:
        """All numbers that the run has not, as they are to be kept."""
        return {**self.records, **self._survey}

    def value(self, figure: Figure) -> float | None:
        """None where it is not known: no result, no value in it, or nothing to divide by."""
        value = self._number(figure.number, self.now)
        if figure.of:
            whole = self._number(figure.of, self.now)
            return None if value is None or not whole else 100 * value / whole
        if not figure.is_change or value is None:
            return value
        earlier = self._number(figure.number, self.before)
        return None if earlier is None else value - earlier

    def _number(self, name: str, contents: Contents | None) -> float | None:
        if name.startswith(_REGULATIONS):  # of a type that no regulation is of there are none
            return self.records.get(name, 0.0)
        if name in self.records:
            return self.records[name]
        if name.startswith(_SURVEY):
            return None if self.is_kept else self._survey.get(name)
        try:
            number = Number.parse(name)
        except ValueError:
            return None
        return contents.numbers.get(number) if contents is not None else None

    @cached_property
    def _survey(self) -> Mapping[str, float | None]:
        """Its respondents, and the means of all of it, of dimensions and of sub-dimensions."""
        found = summary(self.region, self.cycle_year)
        if found is None:
            return {}
        means = {"survey/mean": found.estimate.mean}
        for dimension in found.dimensions:
            means[f"survey/{dimension.code}/mean"] = dimension.estimate.mean
            for sub in dimension.sub_dimensions:
                name = sub_dimension(dimension.code, sub.code)
                means[f"survey/{name}/mean"] = sub.estimate.mean
        return {"survey/respondents": float(found.answers), **means}

    def url(self, figure: Figure) -> str:
        """Where the number leads to: what it is counted from; empty where there is no such page."""
        run = None if self.run is None else self.run.pk
        value = self._number(figure.number, self.now)
        return url_of(figure, self.region.code, self.cycle_year, self.year, run, value)


def url_of(  # noqa: PLR0913, PLR0917 - the figure, of which region and years, and its value
    figure: Figure,
    region: str,
    cycle_year: int,
    year: int,
    run: int | None,
    value: float | None,
) -> str:
    """Where a figure of that run leads to; empty where it has no page, or no value."""
    kind = figure.number.partition("/")[0]
    if kind == "survey":
        return address("survey:survey", region, cycle_year)
    if kind in _PAGES:
        return address(_PAGES[kind], region, year)
    if run is None or value is None:
        return ""
    return f"{address('pages:number', region, year, figure.number)}?hasil={run}"


def figures_of(cycle: Cycle, at: date) -> Figures:
    """All that the cycle's year has to say on that day."""
    year = cycle.figures_year
    newest = newest_of_years(cycle.region, (year, year - 1), Basis.REPORTED)
    return _figures(cycle, at, newest.get(year), newest.get(year - 1))


def figures_of_run(
    cycle: Cycle, run: Run, moment: datetime, records: Mapping[str, float | None]
) -> Figures:
    """The same of a run with the records that were kept with it, beside the run of the year before
    as it was at that moment.
    """
    earlier = run_before(cycle.region, run.year - 1, Basis(run.basis), moment)
    before = None if earlier is None else contents_of(earlier)
    now = contents_of(run)
    return Figures(cycle.region, cycle.year, run.year, run, now, before, records, is_kept=True)


def _figures(cycle: Cycle, at: date, run: Run | None, before: Run | None) -> Figures:
    region, year = cycle.region, cycle.figures_year if run is None else run.year
    now = contents_of(run) if run is not None else None
    return Figures(
        region,
        cycle.year,
        year,
        run,
        now,
        contents_of(before) if before is not None else None,
        _records(region, year, min(at, date(year, 12, 31)), now, newest_hash(region.code)),
    )


_REGULATIONS, _SURVEY = "regulations/", "survey/"
# Where the numbers of the records are listed.
_PAGES = {
    "regulations": "pages:legal",
    "quick_wins": "pages:programmes",
    "linked": "pages:programmes",
    "innovations_measured": "pages:innovations",
    "innovations_replicated": "pages:innovations",
}


@lru_cache(maxsize=32)
def _records(
    region: Region, year: int, day: date, contents: Contents | None, newest: str
) -> Mapping[str, float | None]:
    """Numbers of the records on that day.

    They are kept until the log has another `newest` entry, without which no record changes.
    """
    del newest
    return {
        **_regulations(region, day),
        **_programmes(region, year, contents),
        **_innovations(region, year),
    }


def _regulations(region: Region, day: date) -> dict[str, float | None]:
    """In force on the day: begun by then, as far as is known, and not ended."""
    in_force = Regulation.objects.filter(
        Q(valid_from__isnull=True) | Q(valid_from__lte=day),
        Q(valid_to__isnull=True) | Q(valid_to__gte=day),
        region=region,
        year__lte=day.year,
    )
    counts = dict(in_force.values_list("type").annotate(Count("pk")).order_by())
    by_type = {f"regulations/{kind}": float(n) for kind, n in counts.items()}
    return {"regulations/in_force": float(sum(counts.values())), **by_type}


def _programmes(region: Region, year: int, contents: Contents | None) -> dict[str, float | None]:
    """Of the programmes planned in the year: those that rest on something, and the quick wins."""
    own = {"programme": OuterRef("pk")}
    planned = Programme.objects.filter(region=region, start_year__lte=year, end_year__gte=year)
    linked = {
        "regulation": Exists(
            Programme.regulations.through.objects.filter(programme_id=OuterRef("pk"))
        ),
        "mission": Exists(Programme.missions.through.objects.filter(programme_id=OuterRef("pk"))),
        "budget": Exists(Budget.objects.filter(**own, year=year)),
        "indicator": Exists(Indicator.objects.filter(**own)),
    }
    rows = list(planned.annotate(**linked).values("code", "quick_win", *linked))
    quick = {one["code"] for one in rows if one["quick_win"]}
    results = contents.result["programmes"] if contents is not None else ()
    realised = sum(one["code"] in quick and one["status"] == "realised" for one in results)
    return {
        **{f"linked/{name}": float(sum(one[name] for one in rows)) for name in linked},
        "quick_wins/planned": float(len(quick)),
        "quick_wins/realised": float(realised) if contents is not None else None,
    }


def _innovations(region: Region, year: int) -> dict[str, float | None]:
    found = Innovation.objects.filter(region=region, year=year).aggregate(
        measured=Count("pk", filter=Q(value_before__isnull=False, value_after__isnull=False)),
        replicated=Count("pk", filter=Q(stage="replicated")),
    )
    return {
        "innovations_measured/total": float(found["measured"]),
        "innovations_replicated/total": float(found["replicated"]),
    }


def in_words(figure: Figure, value: float | None, language: Language) -> str:
    """The value as it is written, with its unit."""
    measure = figure.number.rpartition("/")[2]
    if figure.is_change:
        return _change(measure, value, language)
    if figure.of or measure.endswith("_pct"):
        return numbers.percent(value, language)
    return _WRITTEN.get(measure, numbers.plain)(value, language)


def _change(measure: str, value: float | None, language: Language) -> str:
    """A difference with its sign: points of percentages and scores, else the measure's own unit."""
    if value is None:
        return numbers.NOTHING
    if measure in _SCORES:
        return numbers.change(value, INDEX_DECIMALS, language)
    if measure.endswith("_pct"):
        point = "poin" if language is Language.ID else "points"
        return f"{numbers.change(value, 1, language)} {point}"
    sign = "+" if value > 0 else "−" if value < 0 else "±"
    return sign + _WRITTEN.get(measure, numbers.plain)(abs(value), language)


def _score(value: float | None, language: Language) -> str:
    return numbers.number(value, INDEX_DECIMALS, language)


_SCORES = frozenset({"value", "previous", "improvement", "score", "mean"})
_WRITTEN: dict[str, Callable[[float | None, Language], str]] = {
    **dict.fromkeys(_SCORES, _score),
    "ceiling_rp": numbers.rupiah_short,
    "realised_rp": numbers.rupiah_short,
}
