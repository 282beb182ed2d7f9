"""The zip of a binder with 400 files and 500 MB, written to a file; the floor is `zip -0`."""

import hashlib
import random
import shutil
import subprocess
import sys
import zipfile
from itertools import cycle as again
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone

from bare_site.evaluation_cycle import cycle_of
from bare_site.made import content
from bare_site.people import client_of, coordinator_of
from kotacerdas.accounts.models import User
from kotacerdas.casework.models import Case, Evidence, StoredFile
from kotacerdas.evaluation.models import Cycle, ItemCase, Use
from kotacerdas.exchange.actions import begin_region
from reading import YEAR, records
from timing import Limit, in_pairs, peak_memory_mb, report

REGION = "33.25"
FILES, BYTES = 400, 1_250_000
AT_MOST = 2  # times `zip -0`
MORE_MEMORY_MB = 60  # while 500 MB go by


def with_files(made: Cycle, by: User) -> None:
    region, now, chance = made.region, timezone.now(), random.Random(3)  # noqa: S311 - to measure
    folder = Path(default_storage.path("evidence"))
    folder.mkdir(exist_ok=True)
    items = list(ItemCase.objects.filter(cycle=made).order_by("pk"))
    for n, item in zip(range(FILES), again(items), strict=False):
        data = chance.randbytes(BYTES)
        sha256 = hashlib.sha256(data).hexdigest()
        name = f"evidence/{region.pk}-{sha256}"
        Path(default_storage.path(name)).write_bytes(data)
        own = {"sha256": sha256, "kind": "pdf", "size": BYTES, "pages": 9, "content": name}
        piece = Evidence.objects.create(
            region=region,
            case=Case(pk=item.pk),
            file=StoredFile.objects.create(region=region, **own),
            title=f"Laporan kegiatan {n}.pdf",
            added_by=by,
            added_at=now,
        )
        said = {"added_by": by, "added_at": now, "confirmed_by": by, "confirmed_at": now}
        Use.objects.create(item=item, evidence=piece, **said)


def fetch(client: Client, to: Path) -> None:
    answer = client.get(f"/{REGION}/{YEAR}/bundel-berkas/")
    with to.open("wb") as file:
        file.writelines(iter(answer))
    assert to.stat().st_size == int(answer["Content-Length"])


def main() -> None:
    zip_program = shutil.which("zip")
    if zip_program is None:
        sys.exit("left out: there is no `zip` to compare with")
    region = begin_region(content(records(80, REGION)), f"{REGION}.xlsx", timezone.now())
    coordinator = coordinator_of([region])
    with_files(cycle_of(region, coordinator), coordinator)
    client = client_of(coordinator)
    with TemporaryDirectory(dir=default_storage.path("")) as name:
        folder, ours, theirs = (Path(name, part) for part in ("folder", "ours.zip", "theirs.zip"))
        fetch(client, ours)
        with zipfile.ZipFile(ours) as archive:
            archive.extractall(folder)
        count = sum(one.is_file() for one in folder.rglob("*"))
        print(f"{count} files, {ours.stat().st_size / 1e6:,.0f} MB, the index among them")
        before = peak_memory_mb()
        fetch(client, ours)
        more = peak_memory_mb() - before

        def floor(program: str = zip_program) -> None:
            theirs.unlink(missing_ok=True)
            subprocess.run([program, "-0qr", str(theirs), "."], cwd=folder, check=True)  # noqa: S603

        report(
            in_pairs(
                "bundle", lambda: fetch(client, ours), floor, aim=1.5, at_most=AT_MOST, most=25
            ),
            Limit("memory that a second bundle adds", more, MORE_MEMORY_MB, "MB"),
        )


main()
