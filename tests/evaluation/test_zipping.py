"""A zip made while it is sent: whole, as long as was said, and nothing of it in memory."""

import io
import tracemalloc
import zipfile
from datetime import datetime
from functools import partial

import pytest

from kotacerdas.evaluation.zipping import Member, size_of, zipped

AT = datetime(2026, 11, 27, 9, 30)  # noqa: DTZ001 - a zip knows no time zones


def member(path: str, content: bytes) -> Member:
    return Member(path, len(content), partial(io.BytesIO, content))


def test_it_holds_what_went_in_and_is_as_long_as_was_said():
    files = {"INDEX.pdf": b"%PDF", "02 Output/2.2 Ü/01 a.csv": b"a;b" * 90_000, "0 kosong": b""}
    members = [member(path, content) for path, content in files.items()]
    made = b"".join(zipped(members, AT))

    assert len(made) == size_of(members)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert archive.testzip() is None
        assert {one: archive.read(one) for one in archive.namelist()} == files
        entries = archive.infolist()
    assert {one.compress_type for one in entries} == {zipfile.ZIP_STORED}
    # The sums stand in the heads of the members, where the strictest of programs look for them.
    assert all(not one.flag_bits & 0x08 for one in entries)
    assert {one.date_time for one in entries} == {(2026, 11, 27, 9, 30, 0)}


def test_one_of_many_gigabytes_is_as_long_as_was_said(monkeypatch):
    monkeypatch.setattr(zipfile, "ZIP64_LIMIT", 5_000)
    members = [member(f"{n:02}", bytes(900)) for n in range(20)]
    made = b"".join(zipped(members, AT))

    assert len(made) == size_of(members)
    assert b"PK\x06\x06" in made
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert archive.testzip() is None
        assert len(archive.namelist()) == 20


def test_as_many_members_as_a_zip_may_have_and_more(monkeypatch):
    monkeypatch.setattr(zipfile, "ZIP_FILECOUNT_LIMIT", 10)
    members = [member(f"{n:02}", b"x") for n in range(11)]
    assert len(b"".join(zipped(members, AT))) == size_of(members)


def test_memory_does_not_grow_with_the_zip():
    content = bytes(1_000_000)

    def peak(count: int) -> int:
        members = [member(str(n), content) for n in range(count)]
        tracemalloc.start()
        sent = sum(len(block) for block in zipped(members, AT))
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert sent > count * 1_000_000
        return most

    peak(2)
    assert peak(60) < 1.5 * peak(2)


def test_a_member_that_can_not_be_opened_ends_it():
    def fail() -> io.BytesIO:
        raise OSError("gone")

    pieces = zipped([member("a", b"a"), Member("b", 1, fail)], AT)
    sent = []
    with pytest.raises(OSError, match="gone"):
        sent.extend(pieces)
    assert not zipfile.is_zipfile(io.BytesIO(b"".join(sent)))
