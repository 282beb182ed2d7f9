"""`serve` alone: pages are answered, figures follow, a worker that died comes back, all end."""

import os
import signal
import time
from pathlib import Path

from faults.served import YEAR, serving, until

CHANGED = """
from django.utils import timezone
from kotacerdas.records.actions import mark_stale
from kotacerdas.records.models import Region
from kotacerdas.scorecards.models import Run
Run.objects.all().delete()
mark_stale(Region.objects.get(), 2022, timezone.now())
"""


def test_a_killed_worker_comes_back_what_was_left_follows_and_all_end_within_5_s(
    batang_site, tmp_path
):
    with serving(batang_site, tmp_path) as site:
        until(site.worker)
        killed = site.worker()
        os.kill(killed, signal.SIGKILL)
        site.call("manage", "shell", "-c", CHANGED)
        until(lambda: site.worker() not in {None, killed})
        person = site.person("coordinator")
        until(lambda: "87,5" in person.ask(YEAR).text)
        assert site.call("work", "--status").strip() == "Tidak ada yang menunggu."

        processes = [site.process.pid, site.worker(), *site.workers()]
        site.process.send_signal(signal.SIGINT)
        began = time.monotonic()
        assert site.process.wait(10) == 0
        assert time.monotonic() - began < 5
        assert not [pid for pid in processes if Path(f"/proc/{pid}").exists()]
