"""What a site is started with: its folder, its key, its database, and who may look."""

import shutil
import sqlite3
import stat
from pathlib import Path

import pytest

from config.starting import command
from kotacerdas.config.data_folder import taken
from kotacerdas.config.secret import strong

pytestmark = pytest.mark.slow  # each starts the program


def modes(folder):
    return {oct(stat.S_IMODE(path.lstat().st_mode)) for path in (folder, *folder.rglob("*"))}


def test_nobody_else_may_read_what_a_command_makes(tmp_path):
    folder = tmp_path / "data"
    assert command(folder, "migrate", "--verbosity", "0").returncode == 0
    assert (folder / "kotacerdas.sqlite3").exists()
    assert modes(folder) == {"0o700", "0o600"}


def test_an_open_folder_is_closed_at_the_next_start(batang_site, tmp_path):
    folder = shutil.copytree(batang_site, tmp_path / "data")
    database = folder / "kotacerdas.sqlite3"
    with sqlite3.connect(database) as other:
        other.execute("SELECT count(*) FROM django_migrations")
        for path in (
            database,
            folder / "kotacerdas.sqlite3-wal",
            folder / "kotacerdas.sqlite3-shm",
        ):
            path.chmod(0o644)
        (folder / "files").chmod(0o755)
        folder.chmod(0o755)
        assert command(folder, "audit", "head").returncode == 0
        assert modes(folder) == {"0o700", "0o600"}
    other.close()


def test_a_folder_that_a_server_uses_is_refused_to_another(batang_site, tmp_path):
    folder = shutil.copytree(batang_site, tmp_path / "data")
    assert taken(folder)
    done = command(folder, "serve", "--port", "0", KOTACERDAS_DEMO="1")
    assert (done.returncode, done.stdout) == (2, "")
    assert f"{folder}" in done.stderr


def test_a_folder_that_all_share_is_left_alone(tmp_path):
    shared = tmp_path / "tmp"
    shared.mkdir()
    shared.chmod(0o1777)
    done = command(shared, "audit", "head")
    assert (done.returncode, done.stdout) == (2, "")
    assert "is shared" in done.stderr
    assert stat.S_IMODE(shared.stat().st_mode) == 0o1777


@pytest.mark.parametrize("secret", ["", "a", "a" * 80, "rahasia-" * 10])
def test_a_key_that_could_be_guessed_is_refused_and_a_good_one_shown(tmp_path, secret):
    done = command(tmp_path / "data", "audit", "head", KOTACERDAS_SECRET_KEY=secret)
    assert (done.returncode, done.stdout) == (2, "")
    shown = done.stderr.split("KOTACERDAS_SECRET_KEY=")[1].strip()
    assert strong(shown) == shown


@pytest.mark.parametrize("name", ["serve", "load", "audit"])
def test_help_needs_no_settings_and_leaves_nothing(tmp_path, name):
    folder = tmp_path / "data"
    done = command(folder, name, "--help", KOTACERDAS_SECRET_KEY="")
    assert (done.returncode, done.stderr) == (0, "")
    assert f"usage: kotacerdas {name}" in done.stdout
    assert list(tmp_path.iterdir()) == []


DATABASE_COMMANDS = (["serve"], ["refresh"], ["remind", "--site", "http://x"])


@pytest.mark.parametrize("arguments", DATABASE_COMMANDS, ids=" ".join)
def test_an_older_database_is_refused_with_the_command_to_run(tmp_path, arguments):
    done = command(tmp_path / "data", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert "jalankan: kotacerdas migrate" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_newer_database_is_refused_by_a_demonstration_too(batang_site, tmp_path):
    folder = shutil.copytree(batang_site, tmp_path / "data")
    with sqlite3.connect(folder / "kotacerdas.sqlite3") as database:
        database.execute(
            "INSERT INTO django_migrations (app, name, applied) "
            "VALUES ('records', '9999_of_tomorrow', '2026-11-25')"
        )
    database.close()
    demo = {"KOTACERDAS_DEMO": "1"}
    for arguments, more in ((["serve"], demo), (["serve"], {}), (["audit", "head"], {})):
        done = command(folder, *arguments, **more)
        assert (done.returncode, done.stdout) == (2, "")
        assert "records.9999_of_tomorrow" in done.stderr


def test_a_database_of_before_the_release_is_refused_by_its_table(batang_site, tmp_path):
    """Its rooms had other names, and their tables and migrations too."""
    folder = shutil.copytree(batang_site, tmp_path / "data")
    with sqlite3.connect(folder / "kotacerdas.sqlite3") as database:
        database.execute("UPDATE django_migrations SET app = 'regions' WHERE app = 'records'")
        database.execute("ALTER TABLE records_region RENAME TO regions_region")
    database.close()
    demo = {"KOTACERDAS_DEMO": "1"}
    for arguments, more in ((["serve"], demo), (["serve"], {}), (["migrate"], {}), (["work"], {})):
        done = command(folder, *arguments, **more)
        assert (done.returncode, done.stdout) == (2, "")
        assert "sebelum rilis (tabel records_region berbeda)" in done.stderr
        assert "Traceback" not in done.stderr


def test_djangos_own_commands_are_reached_through_manage(tmp_path):
    done = command(tmp_path / "data", "manage", "makemigrations", "--check", "--dry-run")
    assert (done.returncode, done.stderr) == (0, "")
    assert "No changes detected" in done.stdout


def test_djangos_check_of_a_deployment_finds_nothing(tmp_path):
    https = {"KOTACERDAS_HTTPS": "1", "KOTACERDAS_HOSTS": "smartcity.example.go.id"}
    done = command(
        tmp_path / "data", "manage", "check", "--deploy", "--fail-level", "WARNING", **https
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_a_proxy_that_is_no_address_is_told(tmp_path):
    done = command(tmp_path / "data", "audit", "head", KOTACERDAS_TRUSTED_PROXIES="proxy.local")
    assert done.returncode == 2
    assert "KOTACERDAS_TRUSTED_PROXIES" in done.stderr


def test_every_setting_stands_in_the_docs():
    package = Path(__file__).parents[2]
    source = (package / "src/kotacerdas/config/settings.py").read_text("utf-8")
    docs = (package / "docs/deploy.md").read_text("utf-8")
    names = {word for word in source.split('"') if word.startswith("KOTACERDAS_")}
    missing = {
        name
        for name in names
        if name not in docs and f"`_{name.removeprefix('KOTACERDAS_SMTP_')}`" not in docs
    }
    assert missing == set()
