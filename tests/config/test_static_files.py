"""Static files are collected once for each program, and again after a start that was cut off."""

import os
import signal
import subprocess
import sys

import pytest

from kotacerdas.config.management.commands import serve

# Killed while it writes a file for the nth time, the beginning of which is then there.
COLLECT = """
import os, signal, sys
import django
from django.conf import settings
django.setup()
settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
settings.STATICFILES_DIRS = [sys.argv[2]]
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from kotacerdas.config.management.commands.serve import collect_static
left, save = int(sys.argv[1]), FileSystemStorage._save
def saved(self, name, content):
    global left
    left -= 1
    if left:
        return save(self, name, content)
    save(self, name, ContentFile(content.read()[:10]))
    os.kill(os.getpid(), signal.SIGKILL)
FileSystemStorage._save = saved
collect_static()
"""
# Both files as they are, both with their hash in the name, and the list of those names.
WRITES = 5


@pytest.fixture
def sources(settings, tmp_path):
    """The only static files of the site: a style sheet with a picture and some others."""
    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / "site.css").write_text("body { background: url(sky.svg) }" + " " * 500)
    (folder / "sky.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>" + " " * 500)
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATICFILES_DIRS = [folder]
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path
    return folder


def content(folder):
    return {file.name: file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_a_second_start_has_nothing_to_collect(sources, settings):
    serve.collect_static()
    mark = settings.STATIC_ROOT / "build.txt"
    before = mark.stat().st_ino
    serve.collect_static()
    assert mark.stat().st_ino == before


def test_another_program_collects_again_and_keeps_nothing_of_the_one_before(
    sources, settings, monkeypatch
):
    serve.collect_static()
    (settings.STATIC_ROOT / "old.css").write_text("of the program before")
    monkeypatch.setattr(serve, "build_id", lambda: "another")
    serve.collect_static()
    assert "old.css" not in content(settings.STATIC_ROOT)
    assert (settings.STATIC_ROOT / "build.txt").read_text() == "another"


def collect(sources, folder, killed_at=0):
    """Collect the files in a process that is perhaps killed; how it ended."""
    own = {
        "DJANGO_SETTINGS_MODULE": "kotacerdas.config.settings",
        "KOTACERDAS_DEMO": "1",
        "KOTACERDAS_DATA": str(folder),
    }
    return subprocess.run(
        [sys.executable, "-c", COLLECT, str(killed_at), str(sources)],
        env=os.environ | own,
        check=False,
        timeout=120,
    ).returncode


@pytest.mark.slow
def test_a_start_after_one_that_was_killed_serves_whole_files(sources, tmp_path):
    assert collect(sources, tmp_path / "never killed") == 0
    whole = content(tmp_path / "never killed" / "static")
    assert len(whole) > WRITES
    for killed_at in (1, WRITES // 2, WRITES):
        assert collect(sources, tmp_path / "killed", killed_at) == -signal.SIGKILL
        assert not (tmp_path / "killed" / "static").exists()
    assert collect(sources, tmp_path / "killed") == 0
    assert content(tmp_path / "killed" / "static") == whole
