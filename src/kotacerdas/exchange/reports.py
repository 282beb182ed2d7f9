"""What an agency is asked for in a period, as a workbook, and what a filled one would change."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kotacerdas.core.words import words
from kotacerdas.exchange.report_rows import (
    answer_row,
    money_rows,
    report_row,
    value_rows,
)
from kotacerdas.monitoring.content import Content, read
from kotacerdas.monitoring.due import Due
from kotacerdas.monitoring.models import Evidence, Period, Report, State
from kotacerdas.monitoring.quality import Warned, warnings
from kotacerdas.monitoring.selectors import (
    due_of,
    longer_until,
    periods_of,
    programmes_due,
    standing_version,
)
from kotacerdas.monitoring.shown import warning_text
from kotacerdas.monitoring.workflow import Lock, came_back, lock_of
from kotacerdas.plan.models import Programme
from kotacerdas.records.models import Agency
from kotacerdas.wording.numbers import Language
from kotacerdas.workbook.report_sheets import About
from kotacerdas.workbook.report_writing import write_reports

_SENT_IN = {State.SUBMITTED, State.VERIFIED}


@dataclass(frozen=True)
class Asked:
    """A programme's report as it stands; `previous_pct` is the progress told a period before."""

    programme: Programme
    due: Due
    newest: Report | None
    evidence: int
    previous_pct: float | None
    lock: Lock | None

    @property
    def filled(self) -> Mapping[str, str]:
        return self.newest.filled if self.newest else {}

    @property
    def state(self) -> State | None:
        return State(self.newest.state) if self.newest else None

    @property
    def seen(self) -> int:
        return self.newest.revision if self.newest else 0

    def warned(self, content: Content) -> list[Warned]:
        return warnings(content, self.due, evidence=self.evidence, previous_pct=self.previous_pct)


def agencies_due(period: Period, own: Collection[int]) -> list[Agency]:
    """Those of `own`, agencies by primary key, from which something is due."""
    due = programmes_due(period.region, period.year, period.code).filter(agency__in=own)
    found = {one.agency.pk: one.agency for one in due}
    return sorted(found.values(), key=lambda agency: agency.name)


def asked_of(period: Period, agency: Agency, today: date) -> dict[str, Asked]:
    """What is due from the agency, by the codes of programmes, in a fixed number of queries."""
    programmes = list(programmes_due(period.region, period.year, period.code).filter(agency=agency))
    due, until = due_of(period, programmes), longer_until(period, agency)
    versions = _versions([period], programmes)
    evidence = _evidence(period, programmes)
    before = _previous_pct(period, programmes)
    return {
        one.code: Asked(
            one,
            due[one.code],
            own[-1] if (own := versions.get((period.pk, one.pk), [])) else None,
            evidence[one.pk],
            before.get(one.pk),
            lock_of(
                period,
                until,
                today,
                was_returned=came_back(version.state for version in own),
            ),
        )
        for one in programmes
    }


def _versions(
    periods: Iterable[Period], programmes: Iterable[Programme]
) -> dict[tuple[int, int], list[Report]]:
    """By period and programme, from the first to the newest."""
    found: dict[tuple[int, int], list[Report]] = {}
    rows = Report.objects.filter(period__in=periods, programme__in=programmes)
    for one in rows.select_related("saved_by").order_by("number"):
        found.setdefault((one.period_id, one.programme_id), []).append(one)
    return found


def _evidence(period: Period, programmes: Iterable[Programme]) -> Counter[int]:
    rows = Evidence.objects.filter(period=period, programme__in=programmes, removed_at__isnull=True)
    return Counter(rows.values_list("programme", flat=True))


def _previous_pct(period: Period, programmes: Sequence[Programme]) -> dict[int, float | None]:
    """The progress that stands of the last period before, by programme."""
    earlier = [one for one in periods_of(period.region, period.year) if one.order < period.order]
    versions = _versions(earlier, programmes)
    found: dict[int, float | None] = {}
    for one in earlier:
        for programme in programmes:
            if stands := standing_version(versions.get((one.pk, programme.pk), [])):
                content, _ = read(stands.filled, Due(programme.code))
                found[programme.pk] = content.progress_pct
    return found


def about(period: Period, agency: Agency) -> About:
    return About(period.region.code, agency.code, f"{period.year}/{period.slug}")


def report_workbook(period: Period, agency: Agency, today: date, wanted: Language) -> bytes:
    """What is due from the agency as an .xlsx, filled in as far as it was told of."""
    asked = asked_of(period, agency, today).values()
    title = f"{words().term('period', period.slug)} {period.year}"
    names = About(period.region.name, agency.name, title)
    records = {
        "Reports": [report_row(one.due.programme, one.programme.name, one.filled) for one in asked],
        "Values": [row for one in asked for row in value_rows(one.due, one.filled)],
        "Money": [row for one in asked for row in money_rows(one.due, one.filled)],
        "Answers": [row for one in asked for row in _answer_rows(one)],
    }
    return write_reports(records, about(period, agency), wanted, names)


def _answer_rows(one: Asked) -> Iterator[dict[str, object]]:
    """What has to be answered of a report that somebody began."""
    if not one.filled:
        return
    for warned in one.warned(read(one.filled, one.due)[0]):
        if warned.rule.asks:
            text = warning_text(warned.rule.id, warned.left, warned.right)
            yield answer_row(one.due.programme, warned.rule.id, warned.key, text, one.filled)
