"""Names and addresses of evidence that can't do harm."""

import pytest

from kotacerdas.casework.file_kinds import Kind
from kotacerdas.casework.links import checked_address
from kotacerdas.casework.safe_names import safe_name
from kotacerdas.core.errors import RefusedError

NAMES = {
    "foto.png": "foto.png",
    "Foto Kegiatan.PNG": "Foto Kegiatan.png",
    "../../etc/passwd": "passwd.png",
    "C:\\Users\\budi\\foto.png": "foto.png",
    "/etc/foto.png": "foto.png",
    "..": "bukti.png",
    ".htaccess": "htaccess.png",
    "...png": "bukti.png",
    "": "bukti.png",
    "a\r\nSet-Cookie: x.png": "a Set-Cookie- x.png",
    "a\x00b.png": "ab.png",
    "gpj.\u202efdp.png": "gpj.fdp.png",
    "halaman.php": "halaman.php.png",
    "con.png": "con_.png",
    "COM1.png": "COM1_.png",
    "IMG.heic": "IMG.png",
    'a"b<c>.png': "a-b-c-.png",
    "  spasi   banyak .png": "spasi banyak.png",
    "cafe\u0301.png": "café.png",
}


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_made_safe(name: str):
    assert safe_name(name, Kind.PNG) == NAMES[name]


def test_a_name_without_end_is_cut_between_letters():
    made = safe_name("é" * 5000 + ".png", Kind.PNG)

    assert made == "é" * 75 + ".png"


@pytest.mark.parametrize(
    "address",
    [
        "https://batangkab.go.id/berita/1?a=b#c",
        "http://103.10.10.10/laporan",
        "https://batangkab.go.id:8443/",
        "https://bücher.example/a",
    ],
)
def test_an_address_that_can_be_followed_is_taken(address: str):
    assert checked_address(f" {address} ") == address


BAD = {
    "": "no_address",
    "javascript:alert(1)": "bad_address",
    "data:text/html,x": "bad_address",
    "file:///etc/passwd": "bad_address",
    "ftp://batangkab.go.id/": "bad_address",
    "batangkab.go.id": "bad_address",
    "//batangkab.go.id": "bad_address",
    "https://batangkab.go.id/a b": "bad_address",
    'https://batangkab.go.id/"onclick=': "bad_address",
    "https://batangkab.go.id:port/": "bad_address",
    "https://[::1": "bad_address",
    "https://budi:rahasia@batangkab.go.id/": "address_with_password",
    "https://batangkab.go.id@jahat.example/": "address_with_password",
    "https://": "bad_host",
    "https://localhost/": "bad_host",
    "https://intranet/": "bad_host",
    "https://nas.local/": "bad_host",
    "https://127.0.0.1/": "bad_host",
    "https://192.168.1.5/": "bad_host",
    "https://[::1]/": "bad_host",
    "https://a..b/": "bad_host",
    "https://2130706433/": "bad_host",
    "https://a.b/" + "x" * 2000: "address_too_long",
}


@pytest.mark.parametrize("address", BAD)
def test_an_address_that_nobody_could_follow_is_refused(address: str):
    with pytest.raises(RefusedError) as refused:
        checked_address(address)

    assert refused.value.key == f"evidence.{BAD[address]}"
