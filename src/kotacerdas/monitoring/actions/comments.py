"""Saying something of a report."""

from django.db import transaction

from kotacerdas.audit.actions import record_entry
from kotacerdas.core.errors import RefusedError
from kotacerdas.monitoring.access import require_reading
from kotacerdas.monitoring.actions.reports import Act
from kotacerdas.monitoring.models import Comment
from kotacerdas.monitoring.notices import operators_of, report_url, tell
from kotacerdas.records.actions import lock_region
from kotacerdas.workbook.cells import printable

LONGEST = 5000


def comment(act: Act, text: str) -> Comment:
    """Say something of a report; whoever may read it reads that too.

    Raises:
        NotAllowedError: `by` may not read the report.
        RefusedError: there is no text, or too much.
    """
    text = printable(text)
    region, agency = act.period.region, act.programme.agency
    with transaction.atomic():
        lock_region(region)
        require_reading(act.by, act.programme, act.at)
        if not text:
            raise RefusedError("comment.empty")
        if len(text) > LONGEST:
            raise RefusedError("comment.too_long", most=LONGEST)
        made = Comment.objects.create(
            period=act.period, programme=act.programme, by=act.by, at=act.at, text=text
        )
        said = {
            "of": ["monitoring.comment", made.pk, *act.key, made.pk],
            "before": None,
            "after": {"text": text},
        }
        record_entry(region.code, "report.comment", [said], actor=act.by.email, at=act.at)
        readers = {one.pk: one for one in operators_of(agency, act.at)}
        others = Comment.objects.filter(period=act.period, programme=act.programme)
        readers |= {one.by.pk: one.by for one in others.select_related("by")}
        readers.pop(act.by.pk, None)
        values = {"programme": act.programme.name, "by": str(act.by)}
        url = report_url(act.period, act.programme)
        tell(readers.values(), region, "comment", values, url, act.at)
    return made
