"""The Indonesian texts of every room keep to the words of the product."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

import kotacerdas
from wording.banned import banned_in

ROOMS = Path(kotacerdas.__file__).parent
NAMES = ("words", "text", "terms")
FILES = sorted(file for name in NAMES for file in ROOMS.glob(f"*/{name}.toml"))


def texts(table: dict[str, object], place: str = "") -> Iterator[tuple[str, str]]:
    """Every pair's Indonesian text with its key."""
    for name, value in table.items():
        if isinstance(value, dict):
            yield from texts(value, f"{place}{name}.")
        elif isinstance(value, list) and value and isinstance(value[0], str):
            yield place + name, value[0]


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_no_text_says_a_banned_word(file):
    found = dict(texts(tomllib.loads(file.read_text("utf-8"))))
    assert {key: banned_in(text) for key, text in found.items() if banned_in(text)} == {}


@pytest.mark.parametrize(
    "text",
    [
        "Masukkan e-mail Anda",
        "Alamat email",
        "Sandi terlalu pendek",
        "Ganti sandi",
        "yang anda masukkan",
        "Reset kata sandi",
        "Klik link ini",
        "dasar capaian",
        "Keadaan: dinilai",
        "Sidik masukan ab12",
        "Ujung rantai: catatan 3",
        "{n} ditambah",
        "2 ditambah",
        "Tanggal tidak valid",
        "lembar Agencies",
        "Selesai!",
        "Jejak",
    ],
)
def test_what_is_banned_is_seen(text):
    assert banned_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "Surel atau kata sandi tidak cocok.",
        "Kata sandi Anda sudah diganti.",
        "Undangan dikirim ke {email}.",
        "Bukti dukung ditambahkan",
        "Surel %(email)s",
        "{link}",
    ],
)
def test_what_is_right_passes(text):
    assert banned_in(text) == []
