"""A site as its maintainer starts it, in a process of its own, and people who ask it for pages."""

import http.client
import os
import re
import secrets
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from socket import socket
from urllib.parse import urlencode

BATANG = Path(__file__).parents[2] / "examples" / "batang" / "batang.xlsx"
YEAR = "/33.25/2022/"
PEOPLE = "/33.25/orang/"
PATIENCE_S = 120
HOST = "127.0.0.1"
PASSWORD = "uji-coba-yang-panjang"  # noqa: S105 - of people who are made here
FAILURES = (OSError, http.client.HTTPException)
COMMAND = (sys.executable, "-c", "from kotacerdas.cli.main import run; run()")


@dataclass(frozen=True)
class Answer:
    status: int
    text: str
    headers: dict[str, str]


@dataclass
class Person:
    """A browser: one connection for each request, and the cookies of all before."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    host: str = HOST

    def ask(self, path, form=None, headers=None):
        """Raises OSError or HTTPException where no answer comes."""
        headers = {"Host": f"127.0.0.1:{self.port}", **(headers or {})}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        body = None
        if form is not None:
            body = urlencode({"csrfmiddlewaretoken": self.cookies["csrftoken"], **form})
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            headers["Origin"] = f"http://127.0.0.1:{self.port}"
        line = http.client.HTTPConnection(self.host, self.port, timeout=PATIENCE_S)
        try:
            line.request("GET" if form is None else "POST", path, body, headers)
            answer = line.getresponse()
            text = answer.read().decode()
        finally:
            line.close()
        for given in answer.msg.get_all("set-cookie", []):
            self.cookies |= {name: one.value for name, one in SimpleCookie(given.strip()).items()}
        return Answer(answer.status, text, {k.lower(): v for k, v in answer.getheaders()})

    def sign_in(self, email):
        self.ask("/akun/login/")
        answer = self.ask("/akun/login/", {"login": email, "password": PASSWORD})
        assert answer.status == 302, answer.text
        return self


@dataclass(frozen=True)
class Site:
    folder: Path
    port: int
    process: subprocess.Popen
    settings: dict[str, str]

    def call(self, *arguments, given=""):
        """What a command says; it has to end well."""
        return called(self.settings, *arguments, given=given)

    def person(self, role=None):
        one = Person(self.port)
        return one.sign_in(f"{role}@example.go.id") if role else one

    def workers(self):
        """The ids of the processes that answer."""
        [granian] = _children(self.process.pid, b"granian")
        return _children(granian, b"granian")

    def worker(self):
        """The id of the process that does what follows; None while there is none."""
        return next(iter(_children(self.process.pid, b"\0work\0")), None)


def _children(pid, word):
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    return [int(child) for child in children if word in _line(child)]


def _line(pid):
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def called(settings, *arguments, given=""):
    done = subprocess.run(
        [*COMMAND, *map(str, arguments)],
        env=os.environ | settings,
        input=given,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def settings_of(folder, database=""):
    return {
        "KOTACERDAS_DATA": str(folder),
        "KOTACERDAS_SECRET_KEY": secrets.token_urlsafe(50),
        "KOTACERDAS_HOSTS": "127.0.0.1",
        "DATABASE_URL": database or f"sqlite:///{folder}/kotacerdas.sqlite3",
        "DJANGO_SETTINGS_MODULE": "kotacerdas.config.settings",
    }


@contextmanager
def serving(batang_site, folder, database="") -> Iterator[Site]:
    """A copy of the site with its coordinator, served until the end of the block."""
    shutil.copytree(batang_site, folder, dirs_exist_ok=True)
    settings = settings_of(folder, database)
    if database:
        called(settings, "migrate", "--verbosity", "0")
        called(settings, "load", BATANG)
    who = ("coordinator@example.go.id", "--region", "33.25", "--role", "coordinator")
    called(settings, "createaccount", *who, "--password-stdin", given=PASSWORD)
    with started(folder, settings) as site:
        yield site


@contextmanager
def started(folder, settings, good=200) -> Iterator[Site]:
    with socket() as free:
        free.bind((HOST, 0))
        port = free.getsockname()[1]
    log = folder / "serve.log"
    with (
        log.open("w") as out,
        subprocess.Popen(
            [*COMMAND, "serve", "--port", str(port)],
            env=os.environ | settings,
            stdout=out,
            stderr=subprocess.STDOUT,
        ) as process,
    ):
        site = Site(folder, port, process, settings)
        try:
            until(lambda: _answers(site.person(), good) or process.poll() is not None)
            assert process.poll() is None, log.read_text()
            yield site
        finally:
            process.terminate()


def _answers(person, good):
    try:
        return person.ask("/akun/login/").status == good
    except FAILURES:
        return False


def until(holds, seconds=PATIENCE_S):
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.1)


def emails(page):
    return set(re.findall(r"[a-z0-9.-]+@example\.go\.id", page))
