"""The sample configurations of docs/ are what the programs they are for accept."""

import shutil
import subprocess
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"


def test_nginx_takes_its_sample(tmp_path):
    nginx = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    openssl = shutil.which("openssl")
    if nginx is None or openssl is None:
        pytest.skip("no nginx or no openssl")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    new = ("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=smartcity.example.go.id")
    subprocess.run(
        [openssl, *new, "-keyout", key, "-out", certificate], check=True, capture_output=True
    )
    sample = (DOCS / "nginx.conf").read_text("utf-8")
    sample = sample.replace("/etc/ssl/private/smartcity.key", str(key))
    sample = sample.replace("/etc/ssl/certs/smartcity.pem", str(certificate))
    whole = tmp_path / "nginx.conf"
    log = f"error_log {tmp_path}/error.log; pid {tmp_path}/pid;"
    whole.write_text(f"{log} events {{}} http {{ access_log off; {sample} }}", encoding="utf-8")
    done = subprocess.run(
        [nginx, "-t", "-c", whole, "-p", tmp_path], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_the_unit_starts_the_site_again_and_names_a_command_that_is_there():
    unit = (DOCS / "kotacerdas.service").read_text("utf-8")
    settings = dict(line.split("=", 1) for line in unit.splitlines() if "=" in line)
    assert settings["Restart"] == "always"
    assert settings["UMask"] == "0077"
    assert " serve " in settings["ExecStart"]


def test_each_decision_has_a_number_of_its_own():
    names = [page.name for page in (DOCS / "decisions").glob("*.md")]
    assert len({name.partition("-")[0] for name in names}) == len(names) > 0
