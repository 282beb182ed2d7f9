"""Agencies and programmes for the benchmarks of reporting."""

from kotacerdas.plan.models import Programme
from kotacerdas.records.models import Agency, Region

CODE, YEAR = "33.25", 2022


def planned(region: Region, many: int, agencies: int, year: int) -> list[Programme]:
    """Programmes of that year alone, spread over the agencies."""
    known = [
        Agency.objects.get_or_create(region=region, code=f"a{at}", defaults={"name": f"Dinas {at}"})
        for at in range(agencies)
    ]
    return Programme.objects.bulk_create(
        Programme(
            region=region,
            code=f"p{year}-{at}",
            name=f"Program smart city nomor {at}",
            dimension="governance",
            agency=known[at % agencies][0],
            quick_win=False,
            start_year=year,
            end_year=year,
        )
        for at in range(many)
    )
