"""Damaged files of every kind, sent to the page as people send them."""

import time
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from faults.judged import most_bytes
from faults.mutations import mutated
from kotacerdas.casework.models import Evidence
from kotacerdas.reporting.actions.windows import move_deadlines
from reporting import files
from reporting.cast import A_DAY, AT, OWN, Stage, stage

pytestmark = pytest.mark.one_database

SAMPLES = {
    "surat.pdf": files.pdf(),
    "tautan.pdf": files.pdf_with_links(),
    "foto.png": files.png(60, 40),
    "foto.jpg": files.picture("JPEG", (60, 40)),
    "foto.webp": files.picture("WEBP", (60, 40)),
    "foto.heic": files.picture("HEIF", (60, 40)),
    "rekap.xlsx": files.workbook(),
    "rekap.ods": files.ods(),
    "rekap.csv": files.CSV,
}
OF_EACH = 28
SECONDS = 5 * OF_EACH  # guards against hanging only
MOST_GROWN_BYTES = 300_000_000


@pytest.fixture
def here(db: None, tmp_path: Path, settings) -> Stage:
    settings.MEDIA_ROOT = tmp_path
    here = stage()
    until = timezone.localdate() + A_DAY
    move_deadlines([here.window], deadline=until, reason="Uji", by=here.people.coordinator, at=AT)
    return here


@pytest.mark.slow
@pytest.mark.parametrize("name", SAMPLES)
def test_each_damaged_file_is_taken_or_refused_in_words(here: Stage, name: str):
    seeds = range(OF_EACH)
    stem, ending = name.rsplit(".", 1)
    sent = {f"{stem}-{seed}.{ending}": mutated(SAMPLES[name], seed) for seed in seeds}
    client = Client()
    client.force_login(here.people.operator)
    before, began = most_bytes(), time.monotonic()
    answer = client.post(
        reverse("casework:add-evidence", args=[OWN, here.case("p1").pk]),
        {"file": [SimpleUploadedFile(one, data) for one, data in sent.items() if data]},
    )

    assert answer.status_code in {302, 422}
    assert time.monotonic() - began < SECONDS
    assert most_bytes() - before < MOST_GROWN_BYTES
    said = answer.text if answer.status_code == 422 else ""
    refused = {one for one in sent if f"<li>{one}: " in said}
    # The same bytes twice are one piece.
    taken = {data for one, data in sent.items() if data and one not in refused}
    assert Evidence.objects.count() == len(taken)
