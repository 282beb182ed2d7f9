"""What reports say was spent, period by period."""

import polars as pl

from kotacerdas.casework.models import Case, State
from kotacerdas.records.models import Region
from kotacerdas.reporting.models import ReportedMoney
from kotacerdas.scoring.question import Basis

_SCHEMA = {
    "programme_id": pl.Int64,
    "source": pl.String,
    "year": pl.Int64,
    "period": pl.String,
    "realised": pl.Float64,
}
_FIELDS = ("programme", "year", "period")


def spent_by_period(region: Region, year: int, basis: Basis) -> pl.DataFrame:
    """Of each programme and source what was spent since the year began by the end of each period.

    Of the reports that count on the basis, in one query; no period is null.
    """
    cases = Case.objects.filter(region=region, window__year=year, standing__isnull=False)
    if basis is Basis.VERIFIED:
        cases = cases.filter(standing__state=State.VERIFIED)
    told = ReportedMoney.objects.filter(
        version__in=cases.values("standing"), realised__isnull=False
    )
    programme, of_year, period = (f"version__statement__{name}" for name in _FIELDS)
    rows = told.order_by("pk").values_list(programme, "source", of_year, period, "realised")
    frame = pl.DataFrame(list(rows), schema=_SCHEMA, orient="row")
    return frame.with_columns(pl.col("period").replace("", None))
