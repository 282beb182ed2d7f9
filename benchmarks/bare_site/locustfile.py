"""What each of the people does, over and over; who they are stands in the file PEOPLE.

An operator's text is remembered once the site said that it is saved, for who looks afterwards
whether it is there.
"""

import itertools
import json
import os
from pathlib import Path

from locust import HttpUser, between, events, task

PEOPLE = iter(json.loads(Path(os.environ["PEOPLE"]).read_text("utf-8")))
SAVED: dict[str, str] = {}
COMPLETE = {"realised": "yes", "answer:no_evidence|": "menyusul"}


class Person(HttpUser):
    wait_time = between(1, 3)

    def on_start(self) -> None:
        self.who = next(PEOPLE)
        self.client.cookies.update(self.who["cookies"])
        self.client.headers["X-CSRFToken"] = self.who["cookies"]["csrftoken"]
        self.seen = 0
        self.numbers = itertools.count(1)

    @task
    def bare(self) -> None:
        self.client.get(self.who["bare"], name="bare")

    @task(2)
    def look(self) -> None:
        for name, path in self.who["looks"].items():
            self.client.get(path, name=name)

    @task(4)
    def write(self) -> None:
        """Save what is typed; now and then send it in, and take it back again."""
        report = self.who["report"]
        if not report:
            return
        number = next(self.numbers)
        text = {"note": f"{self.who['name']} {number}", **COMPLETE}
        fields = {"do": "autosave", "seen": self.seen, **text}
        with self.client.post(report, fields, name="save", catch_response=True) as answer:
            if answer.status_code != 200:
                answer.failure(f"{answer.status_code}: {answer.text[:200]}")
                return
            self.seen = answer.json()["seen"]
            SAVED[report] = text["note"]
        if number % 5 == 0:
            for verb in ("submit", "withdraw"):
                self.client.post(
                    report,
                    {"do": verb, "seen": self.seen, **text},
                    name=verb,
                    allow_redirects=False,
                )
                self.seen += 1


@events.quitting.add_listener  # type: ignore[untyped-decorator] # locust's own has no types
def remember(**_: object) -> None:
    Path(os.environ["PEOPLE"]).with_suffix(".saved").write_text(json.dumps(SAVED), "utf-8")
