"""What went wrong is said in words, with its own status, and nothing half-done remains."""

import errno
import logging

import psycopg
import pytest
from django.core.exceptions import TooManyFilesSent
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.test import Client

from cases import mostly_on_one
from exchange.merged import applied
from kotacerdas.accounts import views
from kotacerdas.accounts.models import Role
from kotacerdas.records.models import SourceFile, StaleYear
from kotacerdas.scorecards import passes
from pages.regions import OWN, begun, sheets_of, somebody
from workbook.builder import put, xlsx


@pytest.fixture
def client(db):
    client = Client(raise_request_exception=False)
    client.force_login(somebody(begun(OWN), Role.COORDINATOR))
    return client


def caused(error, cause):
    error.__cause__ = cause
    return error


def coded(kind, code):
    error = kind("said")
    error.sqlstate = code
    return caused(OperationalError("said"), error)


PROBLEMS = [
    (OSError(errno.ENOSPC, "No space left on device"), 507, "penuh"),
    (OSError(errno.EDQUOT, "Disk quota exceeded"), 507, "penuh"),
    (caused(ValueError("x"), OSError(errno.ENOSPC, "No space")), 507, "penuh"),
    (OperationalError("database or disk is full"), 507, "penuh"),
    (coded(psycopg.errors.DiskFull, "53100"), 507, "penuh"),
    (OperationalError("database is locked"), 503, "sibuk"),
    (coded(psycopg.errors.DeadlockDetected, "40P01"), 503, "sibuk"),
    (coded(psycopg.errors.LockNotAvailable, "55P03"), 503, "sibuk"),
    (OperationalError("unable to open database file"), 503, "tidak dapat dihubungi"),
    (coded(psycopg.OperationalError, None), 503, "tidak dapat dihubungi"),
    (coded(psycopg.errors.AdminShutdown, "57P01"), 503, "tidak dapat dihubungi"),
    (OperationalError("Expression tree is too large (maximum depth 1000)"), 500, "gagal dibuat"),
    (coded(psycopg.errors.StatementTooComplex, "54001"), 500, "gagal dibuat"),
    (OSError(errno.EACCES, "Permission denied"), 500, "gagal dibuat"),
    (RuntimeError("x"), 500, "gagal dibuat"),
]


@pytest.mark.parametrize(("problem", "status", "said"), mostly_on_one(PROBLEMS))
def test_each_problem_has_its_page(client, monkeypatch, problem, status, said):
    def fail(*_args, **_more):
        raise problem

    monkeypatch.setattr(views, "change_profile", fail)
    answer = client.post("/profil/", {"name": "Nama", "language": "id"})
    assert answer.status_code == status
    assert said in answer.text
    assert ("Retry-After" in answer.headers) == (status == 503)


def test_too_many_files_are_told(client, monkeypatch):
    def fail(*_args, **_more):
        raise TooManyFilesSent

    monkeypatch.setattr(views, "change_profile", fail)
    answer = client.post("/profil/", {"name": "Nama", "language": "id"})
    assert answer.status_code == 413
    assert "Terlalu banyak berkas" in answer.text


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("problem", [OSError(errno.ENOSPC, "full"), RuntimeError("x")])
def test_what_follows_an_import_can_not_undo_it(monkeypatch, caplog, problem):
    client = Client()
    client.force_login(somebody(begun(OWN), Role.COORDINATOR))

    def fail(*_args):
        raise problem

    monkeypatch.setattr(passes, "counting", fail)
    workbook = xlsx(put(sheets_of(OWN), "Missions!C2", "Lebih maju"))
    sent = client.post(f"/{OWN}/impor/", {"file": SimpleUploadedFile("a.xlsx", workbook)})
    with caplog.at_level(logging.ERROR):
        answer = applied(client, sent.url)
    assert answer.status_code == 302
    assert SourceFile.objects.latest("pk").applied_at is not None
    assert StaleYear.objects.exists()
    assert any(record.exc_info and record.exc_info[1] is problem for record in caplog.records)


def test_a_workbook_that_nobody_confirmed_is_for_those_who_import(client):
    workbook = xlsx(put(sheets_of(OWN), "Missions!C2", "Lebih maju"))
    sent = client.post(f"/{OWN}/impor/", {"file": SimpleUploadedFile("a.xlsx", workbook)})
    file = SourceFile.objects.latest("pk")
    reader = Client()
    reader.force_login(somebody(file.region, Role.VIEWER))
    address = f"/{OWN}/berkas/{file.pk}/"
    assert status(client, address) == 200
    assert status(reader, address) == 404
    applied(client, sent.url)
    assert status(reader, address) == 200


def status(client, address):
    answer = client.get(address)
    b"".join(answer)  # which closes the file
    return answer.status_code
