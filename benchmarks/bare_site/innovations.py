"""Innovations of 60 agencies with all their marks, put beside a region's results."""

import numpy as np
from django.db import transaction

from kotacerdas.frameworks.innovation_index import load
from kotacerdas.plan.models import Innovation, InnovationMark, RegionMark
from kotacerdas.records.models import Agency, Region
from reading import YEAR

AGENCIES = 60


def add_innovations(region: Region, count: int) -> None:
    """So many of the two years before, with every indicator marked; no figure rests on them."""
    edition, chance = load("iid-2023"), np.random.default_rng(3)
    affairs = [*(one.name_id for one in edition.affairs), "Perikanan"]
    missing = AGENCIES - Agency.objects.filter(region=region).count()
    with transaction.atomic():
        Agency.objects.bulk_create(
            Agency(region=region, code=f"B{at:02}", name=f"Kecamatan {at}") for at in range(missing)
        )
        agencies = list(Agency.objects.filter(region=region))
        innovations = Innovation.objects.bulk_create(
            Innovation(
                region=region,
                code=f"INO-{at:05}",
                agency=agencies[at % AGENCIES],
                name=f"Inovasi layanan nomor {at}",
                year=YEAR - 1 - at % 2,
                public_service=True,
                form="public-service",
                digital=True,
                stage="applied",
                affair=affairs[at % len(affairs)],
                summary="Layanan yang lebih cepat bagi warga " * 10,
            )
            for at in range(count)
        )
        InnovationMark.objects.bulk_create(
            (
                InnovationMark(
                    region=region,
                    innovation=innovation,
                    indicator=one.code,
                    parameter=int(parameter),
                    evidence=["sk.pdf"] if has_evidence else [],
                )
                for innovation in innovations
                for one, parameter, has_evidence in zip(
                    edition.innovation,
                    chance.integers(0, 4, len(edition.innovation)),
                    chance.random(len(edition.innovation)) < 0.8,
                    strict=True,
                )
            ),
            batch_size=5000,
        )
        RegionMark.objects.bulk_create(
            RegionMark(
                region=region, year=YEAR, indicator=one.code, parameter=2, evidence=["sk.pdf"]
            )
            for one in edition.government
        )
