"""From what was typed to numbers: what a version says is written down as it is sent in."""

from kotacerdas.casework.models import Case, Version
from kotacerdas.plan.models import Indicator
from kotacerdas.reporting.content import Content
from kotacerdas.reporting.due import Due
from kotacerdas.reporting.models import ReportedMoney, ReportedValue, Statement


def freeze(case: Case, version: Version, content: Content, due: Due) -> None:
    """Write down what the version says of everything that it was asked, what is empty included.

    Within the transaction that sends it in; `content` has no problems.
    """
    window = case.window
    if content.realised is None:
        raise ValueError("a report that says nothing of its programme can't be sent in")
    Statement.objects.create(
        version=version,
        programme=case.programme,
        year=window.year,
        period=window.code,
        realised=content.realised,
        progress_pct=content.progress_pct,
        summary=content.summary,
    )
    indicators = {
        one.code: one.pk for one in Indicator.objects.filter(programme=case.programme).only("code")
    }
    ReportedValue.objects.bulk_create(
        ReportedValue(
            version=version,
            indicator_id=indicators[one.indicator],
            year=window.year,
            period=one.period,
            value=content.values.get(one.key),
            not_applicable=one.key in content.not_applicable,
            asked_target=one.target,
            asked_target_max=one.target_max,
            unit=one.unit,
        )
        for one in due.values
    )
    ReportedMoney.objects.bulk_create(
        ReportedMoney(
            version=version,
            source=one.source,
            realised=content.money.get(one.source),
            asked_ceiling=one.ceiling,
        )
        for one in due.money
    )
