"""Sites whose steps run in processes of their own, which can be held up and killed.

The processes are forked from one that has everything loaded: to start one takes no time.
"""

from dataclasses import dataclass
from multiprocessing import forkserver, get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from exchange.steps import work

TESTS = Path(__file__).parents[1]
PATIENCE_S = 120
forked = get_context("forkserver")
forked.set_forkserver_preload(["exchange.django_set_up", "exchange.steps"])


def get_ready():
    """Start what the processes are forked from."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(TESTS))
        forkserver.ensure_running()


@dataclass(frozen=True)
class Work:
    """Steps that are under way."""

    process: BaseProcess
    line: Connection

    def told(self):
        """The next that the steps say."""
        assert self.line.poll(PATIENCE_S)
        return self.line.recv()

    def says_nothing(self, for_s):
        return not self.line.poll(for_s)

    def go_on(self):
        self.line.send("go on")

    def kill(self):
        self.process.kill()
        self.process.join(PATIENCE_S)
        assert self.process.exitcode == -9

    def rest(self):
        """All that is still said, to a good end."""
        found = []
        while True:
            try:
                found.append(self.told())
            except EOFError:
                break
        self.process.join(PATIENCE_S)
        assert self.process.exitcode == 0
        return found


@dataclass(frozen=True)
class Site:
    """A folder for files, and a database by its name."""

    folder: Path
    database: str

    def start(self, *steps):
        ours, theirs = forked.Pipe()
        process = forked.Process(target=work, args=(self.folder, self.database, steps, theirs))
        process.start()
        theirs.close()
        return Work(process, ours)

    def run(self, *steps):
        return self.start(*steps).rest()

    def state(self):
        (found,) = self.run(["state"])
        return found
