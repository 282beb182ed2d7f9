"""What a file is by its content, and every way in which it is refused."""

import contextlib

import pytest

from kotacerdas.casework.file_kinds import MOST_BYTES, Kind
from kotacerdas.casework.judging import judged
from kotacerdas.core.errors import RefusedError
from kotacerdas.core.words import sentence
from reporting import files

GOOD = {
    "surat.pdf": (files.pdf(), Kind.PDF),
    "foto.png": (files.png(), Kind.PNG),
    "foto.JPG": (files.jpeg(), Kind.JPEG),
    "foto.jpeg": (files.jpeg(), Kind.JPEG),
    "foto.webp": (files.webp(), Kind.WEBP),
    "IMG_0001.HEIC": (files.heic(), Kind.HEIC),
    "IMG_0001.jpg": (files.heic(), Kind.HEIC),
    "IMG_0001.png": (files.heic(), Kind.HEIC),
    "WhatsApp.png": (files.jpeg(), Kind.JPEG),
    "rekap.xlsx": (files.workbook(), Kind.XLSX),
    "rekap.ods": (files.ods(), Kind.ODS),
    "rekap.csv": (files.CSV, Kind.CSV),
    "rekap.txt": (files.CSV, Kind.CSV),
    "unicode.txt": (files.CSV.decode().encode("utf-16"), Kind.CSV),
    "kafe.csv": ("nama,harga\nKafé,3\n".encode("cp1252"), Kind.CSV),
    "tegak.csv": (b"nama|nilai\nsatu|3\n", Kind.CSV),
    "stasiun.csv": (b"BMKG,suhu\nBatang,31\n", Kind.CSV),
    "tanpa akhiran": (files.pdf(), Kind.PDF),
    "rekap.final2": (files.png(), Kind.PNG),
}
BOMB = files.packed(mimetype=b"x", content_dot_xml=bytes(30_000_000))
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
TYPES = "[Content_Types]_dot_xml"
BAD = {
    "empty_file": ("kosong.pdf", b""),
    "too_large": ("besar.pdf", files.pdf() + bytes(MOST_BYTES)),
    "lies": ("foto.pdf", files.png()),
    "lies script as picture": ("foto.png", b"<script>alert(1)</script>"),
    "lies page as table": ("rekap.csv", b"<!DOCTYPE html><p>a,b</p>\n<p>c,d</p>"),
    "lies program as document": ("surat.pdf", b"MZ\x90\0" + bytes(80)),
    "lies macro name": ("rekap.xlsm", files.workbook()),
    "lies picture as table": ("rekap.csv", files.heic()),
    "lies zip as workbook": ("rekap.xlsx", files.packed(xl__workbook_dot_xml=b"<w/>")),
    "lies_unknown": ("surat.pdf", b"\x01\x02\x03\x04"),
    "not_accepted gif": ("gerak.gif", b"GIF89a" + bytes(20)),
    "not_accepted tiff": ("pindaian.tif", files.picture("TIFF")),
    "not_accepted avif": ("foto.avif", files.picture("AVIF")),
    "not_accepted svg": ("peta.svg", b'<?xml version="1.0"?><svg onload="alert(1)"/>'),
    "not_accepted svg without a head": ("peta.svg", b"  <svg/>"),
    "not_accepted html": ("halaman.html", b"<html></html>"),
    "not_accepted html beneath a comment": ("halaman.html", b"<!-- --><html></html>"),
    "not_accepted word": (
        "surat.docx",
        files.packed(**{TYPES: b'<Types><Override ContentType="wordprocessingml"/></Types>'}),
    ),
    "not_accepted text": (
        "surat.odt",
        files.ods(mimetype=b"application/vnd.oasis.opendocument.text"),
    ),
    "not_accepted zip": ("arsip.zip", files.packed(a_dot_exe=b"MZ")),
    "not_accepted old excel": ("rekap", OLE),
    "unknown_kind": ("x", b"\x01\x02\x03"),
    "lies_unknown prose": ("x.csv", b"Kepada Yth,\nBapak Bupati\n"),
    "broken picture": ("foto.png", files.png()[:20]),
    "broken half picture": ("foto.png", files.png(60, 60, bytes(80))[:-60]),
    "broken jpeg": ("foto.jpg", b"\xff\xd8\xff\xe0\0\x10JFIF"),
    "broken half jpeg": ("foto.jpg", files.picture("JPEG", (900, 900))[:-500]),
    "broken webp": ("foto.webp", files.webp()[:30]),
    "broken heic": ("foto.heic", files.heic()[:-40]),
    "broken phone picture": ("foto.heic", b"\0\0\0\x18ftypheic" + bytes(20)),
    "broken zip": ("rekap.xlsx", b"PK\x03\x04" + bytes(40)),
    "broken without area": ("foto.png", files.png(0, 5)),
    "encrypted": ("rekap.xlsx", OLE + "EncryptedPackage".encode("utf-16-le")),
    "encrypted ods": (
        "rekap.ods",
        files.ods(META_INF__x=b"", **{"META-INF__manifest_dot_xml": b"<encryption-data/>"}),
    ),
    "macros": (
        "rekap.xlsx",
        files.with_parts(files.workbook(), xl__vbaProject_dot_bin=b"x"),
    ),
    "macros by type": (
        "rekap.xlsx",
        files.replaced(files.workbook(), "[Content_Types].xml", b"sheet.main", b"macroEnabled"),
    ),
    "macros of old": (
        "rekap.xlsx",
        files.with_parts(files.workbook(), xl__macrosheets__sheet1_dot_xml=b"x"),
    ),
    "macros of ods": ("rekap.ods", files.ods(Basic__Standard__Module1_dot_xml=b"x")),
    "bomb": ("rekap.ods", BOMB),
    "too_many_pixels": ("foto.png", files.png(50_000, 50_000)),
    "too_many_pixels jpeg": ("foto.jpg", files.jpeg_of(50_000, 50_000)),
    "too_many_pixels webp": (
        "foto.webp",
        files.picture("WEBP", (8_100, 8_000), quality=1, method=0),
    ),
}


@pytest.mark.parametrize("name", GOOD)
def test_a_file_is_what_its_content_is(name: str):
    data, kind = GOOD[name]

    assert judged(name, data).kind == kind


@pytest.mark.parametrize("case", BAD)
def test_what_is_refused_is_refused_with_words(case: str):
    name, data = BAD[case]
    with pytest.raises(RefusedError) as refused:
        judged(name, data)

    assert refused.value.key == f"evidence.{case.split(maxsplit=1)[0]}"
    assert name in sentence(refused.value)


def test_a_lie_is_told_with_both_kinds():
    with pytest.raises(RefusedError) as refused:
        judged("foto.pdf", files.png())

    assert ".pdf (PDF)" in sentence(refused.value)
    assert "PNG" in sentence(refused.value)


def test_a_huge_picture_is_refused_with_its_size():
    with pytest.raises(RefusedError) as refused:
        judged("foto.png", files.png(50_000, 50_000))

    assert "50000 x 50000" in sentence(refused.value)


@pytest.mark.slow
def test_a_file_made_to_be_slow_is_refused_or_taken_in_the_end():
    slow = [
        files.pdf() + b"<</ObjStm>>stream\n" * 900_000,
        files.pdf() + b"#4a" * 6_000_000,
        b"\xff\xd8\xff" + b"\xff" * 19_000_000,
        b"\xff\xd8\xff" + b"\xff\x01" * 9_000_000,
        b"a,b\n" * 4_000_000,
        b'"a,=",b\n' * 2_000_000,
        b"a,b\n-a" + b"a" * 9_000_000 + b",1\n",
        b"a,b\n-" + b" " * 9_000_000 + b"x,1\n",
        b"a,b\n" + b"-" * 9_000_000 + b"x,1\n",
        b"a\tb\n" + b"\t" * 9_000_000,
        b"a,b\n" + b" '" * 6_000_000 + b",1\n",
        b"a,b\n" + b"-a|," * 3_000_000,
    ]
    for data in slow:
        with contextlib.suppress(RefusedError):
            judged("x", data)  # which gives up by itself
