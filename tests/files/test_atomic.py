"""A file stands under its name whole, or what was there still does; leftovers go by themselves."""

import errno
import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kotacerdas.files import atomic

OLD, NEW = b"lama" * 1000, b"baru" * 5000
KILLED = """
import os, signal, sys
from pathlib import Path
from kotacerdas.files import atomic

calls = 0

def counted(owner, name):
    original = getattr(owner, name)
    def call(*args, **kwargs):
        global calls
        calls += 1
        if calls == int(sys.argv[2]):
            os.kill(os.getpid(), signal.SIGKILL)
        return original(*args, **kwargs)
    setattr(owner, name, call)

for name in ("open", "fsync", "replace", "close"):
    counted(os, name)
with atomic.replacing(Path(sys.argv[1])) as file:
    for start in range(0, 20000, 1000):
        file.write((b"baru" * 5000)[start:start + 1000])
"""


def leftovers(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if path.name != "berkas"]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "berkas"


def test_it_is_written_in_place_of_another(path: Path):
    for content in (OLD, NEW, b""):
        atomic.write(path, content)
        assert path.read_bytes() == content
    assert leftovers(path.parent) == []


def test_only_its_owner_reads_what_is_private(path: Path):
    atomic.write(path, NEW, atomic.PRIVATE)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_whoever_reads_meanwhile_reads_the_old_one_to_its_end(path: Path):
    atomic.write(path, OLD)
    with path.open("rb") as reader, atomic.replacing(path) as file:
        file.write(NEW)
        file.flush()
        assert path.read_bytes() == OLD
        assert reader.read(10) == OLD[:10]
    atomic.write(path, NEW)
    assert path.read_bytes() == NEW


@pytest.mark.parametrize("call", ["fsync", "replace", "open"])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EDQUOT])
def test_what_fails_leaves_the_old_one(path: Path, monkeypatch, call: str, number: int):
    atomic.write(path, OLD)

    def fail(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as broken:
        broken.setattr(os, call, fail)
        with pytest.raises(OSError, match=os.strerror(number)):
            atomic.write(path, NEW)
    assert path.read_bytes() == OLD
    assert leftovers(path.parent) == []


def test_what_fails_within_leaves_nothing(path: Path):
    def fail() -> None:
        with atomic.replacing(path) as file:
            file.write(NEW)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert not list(path.parent.iterdir())


@pytest.mark.parametrize("is_new", [True, False])
def test_killed_at_any_call_it_is_the_old_one_or_the_new(path: Path, *, is_new: bool):
    ended = False
    for call in range(1, 40):
        path.unlink(missing_ok=True)
        if not is_new:
            path.write_bytes(OLD)
        done = subprocess.run([sys.executable, "-c", KILLED, str(path), str(call)], check=False)
        content = path.read_bytes() if path.exists() else None
        assert content in ((None, NEW) if is_new else (OLD, NEW)), call
        if done.returncode == 0:
            ended = True
            break
        assert done.returncode == -signal.SIGKILL
    assert ended
    assert call > 4


def test_what_a_killed_process_left_goes_an_hour_later(path: Path):
    recent, old = (path.with_name(f".berkas.{name}.kotacerdas-part") for name in "ab")
    others = path.with_name(".berkas.part")
    for one in (recent, old, others):
        one.write_bytes(b"setengah")
    an_hour_ago = time.time() - 3601
    for one in (old, others):
        os.utime(one, (an_hour_ago, an_hour_ago))
    atomic.write(path, NEW)
    assert sorted(leftovers(path.parent)) == sorted([recent, others])


@pytest.mark.parametrize("name", ["x" * 250, "é" * 120, "文" * 80, "capaian 2022.xlsx"])
def test_any_name_that_a_folder_takes(tmp_path: Path, name: str):
    atomic.write(tmp_path / name, NEW)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_link_is_replaced_and_what_it_leads_to_untouched(tmp_path: Path, path: Path):
    other = tmp_path / "lain"
    other.write_bytes(OLD)
    path.symlink_to(other)
    atomic.write(path, NEW)
    assert not path.is_symlink()
    assert (path.read_bytes(), other.read_bytes()) == (NEW, OLD)


def test_folders_are_made_as_deep_as_needed(tmp_path: Path):
    deep = tmp_path / "a" / "b" / "c"
    atomic.make_folder(deep, 0o700)
    atomic.make_folder(deep)
    assert stat.S_IMODE(deep.stat().st_mode) == 0o700


FOLDER_KILLED = """
import os, signal, sys
from pathlib import Path
from kotacerdas.files import atomic

left = int(sys.argv[2])

def counted(name):
    original = getattr(os, name)
    def call(*args, **kwargs):
        global left
        left -= 1
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)
        return original(*args, **kwargs)
    setattr(os, name, call)

for name in ("fsync", "rename", "close", "rmdir", "unlink"):
    counted(name)
folder = Path(sys.argv[1])
atomic.replace_folder(folder / "there", folder / "fresh")
"""


def folder_of(path: Path, content: bytes) -> Path:
    (path / "inner").mkdir(parents=True)
    for name in ("a", "inner/b"):
        (path / name).write_bytes(content)
    return path


def whole(path: Path, content: bytes) -> bool:
    return all((path / name).read_bytes() == content for name in ("a", "inner/b"))


def test_a_folder_comes_in_place_of_another_or_of_none(tmp_path: Path):
    there = tmp_path / "there"
    for content in (OLD, NEW):
        atomic.replace_folder(there, folder_of(tmp_path / "fresh", content))
        assert whole(there, content)
        assert [one.name for one in tmp_path.iterdir()] == ["there"]


def test_killed_at_any_moment_a_folder_is_whole_or_not_there(tmp_path: Path):
    ended, seen = -1, set()
    for moment in range(1, 60):
        folder = tmp_path / str(moment)
        there = folder_of(folder / "there", OLD)
        folder_of(folder / "fresh", NEW)
        program = [sys.executable, "-c", FOLDER_KILLED, str(folder), str(moment)]
        ended = subprocess.run(program, check=False, timeout=60).returncode
        if ended == 0:
            break
        assert ended == -signal.SIGKILL
        if there.exists():
            seen.add("old" if whole(there, OLD) else "new")
            assert whole(there, OLD) or whole(there, NEW)
        else:
            seen.add("none")
    assert ended == 0
    assert seen == {"old", "none", "new"}
