"""What an agency is asked for in a period, as a workbook, and what a filled one would change."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Count, OuterRef, Q, Subquery

from kotacerdas.casework.models import Case, State, Version, Window
from kotacerdas.casework.processes import whole_cases
from kotacerdas.casework.selectors import longer_until
from kotacerdas.casework.workflow import Lock, lock_of
from kotacerdas.core.words import words
from kotacerdas.exchange.report_rows import (
    answer_row,
    money_rows,
    report_row,
    value_rows,
)
from kotacerdas.plan.models import Indicator, Programme
from kotacerdas.records.identity import CodesSince, codes_since
from kotacerdas.records.models import Agency
from kotacerdas.reporting.asking import due_of
from kotacerdas.reporting.content import Content, read
from kotacerdas.reporting.due import Due
from kotacerdas.reporting.quality import Warned, warnings
from kotacerdas.reporting.renaming import current_text
from kotacerdas.reporting.report_form import warning_text
from kotacerdas.wording.numbers import Language
from kotacerdas.workbook.report_sheets import About
from kotacerdas.workbook.report_writing import write_reports


@dataclass(frozen=True)
class Asked:
    """A programme's case as it stands."""

    case: Case
    due: Due
    evidence: int
    lock: Lock | None
    since: CodesSince

    @property
    def programme(self) -> Programme:
        return self.case.programme

    @cached_property
    def filled(self) -> Mapping[str, str]:
        if self.case.newest is None:
            return {}
        return current_text(self.case.newest, self.since)

    def warned(self, content: Content) -> list[Warned]:
        return warnings(content, self.due, evidence=self.evidence)


def agencies_due(window: Window, own: Collection[int]) -> list[Agency]:
    """Those of `own`, agencies by primary key, from which something is due."""
    asked = Case.objects.filter(window=window, is_due=True, agency__in=own)
    return list(Agency.objects.filter(pk__in=asked.values("agency")).order_by("name"))


def asked_of(window: Window, agency: Agency, today: date) -> dict[str, Asked]:
    """What is due from the agency, by the codes of programmes, in a fixed number of queries."""
    decided = Version.objects.filter(
        case=OuterRef("pk"), state__in=[State.VERIFIED, State.RETURNED]
    ).order_by("-number")
    cases = (
        whole_cases()
        .filter(window=window, agency=agency, is_due=True)
        .annotate(
            decided=Subquery(decided.values("state")[:1]),
            pieces=Count("evidence", filter=Q(evidence__removed_at__isnull=True)),
        )
        .order_by("programme__code")
    )
    found = list(cases)
    programmes = [one.programme for one in found]
    due, until = due_of(window, programmes), longer_until(window, agency)
    since = codes_since(window.region, Indicator)
    return {
        one.programme.code: Asked(
            one,
            due[one.programme.code],
            one.pieces,
            lock_of(window, until, today, was_returned=one.decided == State.RETURNED),
            since,
        )
        for one in found
    }


def about(window: Window, agency: Agency) -> About:
    return About(window.region.code, agency.code, f"{window.year}/{window.slug}")


def report_workbook(window: Window, agency: Agency, today: date, wanted: Language) -> bytes:
    """What is due from the agency as an .xlsx, filled in as far as it was told of."""
    asked = asked_of(window, agency, today).values()
    title = f"{words().term('period', window.slug)} {window.year}"
    names = About(window.region.name, agency.name, title)
    records = {
        "Reports": [report_row(one.due.programme, one.programme.name, one.filled) for one in asked],
        "Values": [row for one in asked for row in value_rows(one.due, one.filled)],
        "Money": [row for one in asked for row in money_rows(one.due, one.filled)],
        "Answers": [row for one in asked for row in _answer_rows(one)],
    }
    return write_reports(records, about(window, agency), wanted, names)


def _answer_rows(one: Asked) -> Iterator[dict[str, object]]:
    """What has to be answered of a report that somebody began."""
    if not one.filled:
        return
    for warned in one.warned(read(one.filled, one.due)[0]):
        if warned.rule.asks:
            text = warning_text(warned.rule.id, warned.left, warned.right)
            yield answer_row(one.due.programme, warned.rule.id, warned.key, text, one.filled)
