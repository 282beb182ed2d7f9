"""A worker that dies takes nobody else with it, and nothing that was acknowledged."""

import os
import signal
import threading
import time
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from faults.served import FAILURES, PEOPLE, YEAR, Person, emails, serving, until

READERS, WRITERS = 20, 5
TODAY = datetime.now(ZoneInfo("Asia/Jakarta")).date().isoformat()
BEFORE_S, AFTER_S = 1, 3


@dataclass
class Crowd:
    """People at work until `over`, what failed them, each with its time, and what was written."""

    person: Person
    failed: list[tuple[float, object]] = field(default_factory=list)
    acknowledged: list[str] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def read(self):
        while not self.over.is_set():
            self.tried(200, YEAR)

    def write(self, writer):
        number = 0
        while not self.over.is_set():
            number += 1
            email = f"orang-{writer}-{number}@example.go.id"
            form = {"email": email, "name": "Orang", "role": "viewer", "from_on": TODAY}
            if self.tried(302, f"{PEOPLE}undang/", form):
                self.acknowledged.append(email)

    def tried(self, good, *asked):
        try:
            said = self.person.ask(*asked).status
        except FAILURES as error:
            said = repr(error)
        if said != good:
            self.failed.append((time.monotonic(), said))
        return said == good

    def start(self):
        threads = [threading.Thread(target=self.read) for _ in range(READERS)]
        threads += [threading.Thread(target=self.write, args=[one]) for one in range(WRITERS)]
        for thread in threads:
            thread.start()
        return threads


def test_readers_and_writers_outlive_a_worker(batang_site, tmp_path, database):
    with serving(batang_site, tmp_path, database) as site:
        before = site.workers()
        assert len(before) == 2
        crowd = Crowd(site.person("coordinator"))
        threads = crowd.start()
        time.sleep(BEFORE_S)
        assert not crowd.failed
        killed_at = time.monotonic()
        os.kill(before[0], signal.SIGKILL)
        until(lambda: len(set(site.workers()) - {before[0]}) == 2)
        time.sleep(AFTER_S)
        until(lambda: len(crowd.acknowledged) > WRITERS)  # which takes longer beside other tests
        crowd.over.set()
        for thread in threads:
            thread.join()

        assert [said for at, said in crowd.failed if at > killed_at + 1] == []
        assert set(crowd.acknowledged) <= emails(crowd.person.ask(PEOPLE).text)
        site.call("audit", "verify")
