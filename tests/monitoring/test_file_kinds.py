"""What a file is by its content, and every way in which it is refused."""

import contextlib
import time

import pytest

from kotacerdas.core.errors import RefusedError
from kotacerdas.core.words import sentence
from kotacerdas.monitoring.file_kinds import MOST_BYTES, Kind, checked
from monitoring import files

GOOD = {
    "surat.pdf": (files.pdf(), Kind.PDF),
    "foto.png": (files.png(), Kind.PNG),
    "foto.JPG": (files.jpeg(), Kind.JPEG),
    "foto.jpeg": (files.jpeg(), Kind.JPEG),
    "foto.webp": (files.webp(), Kind.WEBP),
    "rekap.xlsx": (files.workbook(), Kind.XLSX),
    "rekap.ods": (files.ods(), Kind.ODS),
    "rekap.csv": (files.CSV, Kind.CSV),
    "rekap.txt": (files.CSV, Kind.CSV),
    "kafe.csv": ("nama,harga\nKafé,3\n".encode("cp1252"), Kind.CSV),
    "minus.csv": (b"nama,selisih\nsatu,-3\ndua,+4\n", Kind.CSV),
    "tanpa akhiran": (files.pdf(), Kind.PDF),
    "rekap.final2": (files.png(), Kind.PNG),
    "terbuka.pdf": (files.pdf(b"/OpenAction [2 0 R /Fit]"), Kind.PDF),
}
BOMB = files.packed(mimetype=b"x", content_dot_xml=bytes(30_000_000))
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
BAD = {
    "empty_file": ("kosong.pdf", b""),
    "too_large": ("besar.pdf", files.pdf() + bytes(MOST_BYTES)),
    "lies": ("foto.pdf", files.png()),
    "lies script as picture": ("foto.png", b"<script>alert(1)</script>"),
    "lies page as table": ("rekap.csv", b"<!DOCTYPE html><p>a,b</p>\n<p>c,d</p>"),
    "lies program as document": ("surat.pdf", b"MZ\x90\0" + bytes(80)),
    "lies macro name": ("rekap.xlsm", files.workbook()),
    "lies_unknown": ("surat.pdf", b"\x01\x02\x03\x04"),
    "not_accepted gif": ("gerak.gif", b"GIF89a" + bytes(20)),
    "not_accepted svg": ("peta.svg", b'<?xml version="1.0"?><svg onload="alert(1)"/>'),
    "not_accepted svg without a head": ("peta.svg", b"  <svg/>"),
    "not_accepted html": ("halaman.html", b"<html></html>"),
    "not_accepted html beneath a comment": ("halaman.html", b"<!-- --><html></html>"),
    "not_accepted word": ("surat.docx", files.packed(word__document_dot_xml=b"<w/>")),
    "not_accepted zip": ("arsip.zip", files.packed(a_dot_exe=b"MZ")),
    "not_accepted old excel": ("rekap.xls", OLE),
    "not_accepted phone picture": ("foto.heic", b"\0\0\0\x18ftypheic" + bytes(20)),
    "unknown_kind": ("x", b"\x01\x02\x03"),
    "unknown_kind script": ("x", b"import os\nos.system('ls')\nprint(1, 2, 3)\n"),
    "lies_unknown prose": ("x.csv", b"Kepada Yth,\nBapak Bupati\n"),
    "broken picture": ("foto.png", files.png()[:20]),
    "broken jpeg": ("foto.jpg", b"\xff\xd8\xff\xe0\0\x10JFIF"),
    "broken zip": ("rekap.xlsx", b"PK\x03\x04" + bytes(40)),
    "broken without area": ("foto.png", files.png(0, 5)),
    "encrypted": ("rekap.xlsx", OLE + "EncryptedPackage".encode("utf-16-le")),
    "encrypted pdf": ("surat.pdf", files.pdf(b"/Encrypt 9 0 R")),
    "encrypted ods": (
        "rekap.ods",
        files.ods(
            META_INF__x=b"", **{"META-INF__manifest_dot_xml": b"<manifest:encryption-data/>"}
        ),
    ),
    "macros": (
        "rekap.xlsx",
        files.packed(xl__workbook_dot_xml=b"<w/>", xl__vbaProject_dot_bin=b"x"),
    ),
    "macros by type": (
        "rekap.xlsx",
        files.packed(xl__workbook_dot_xml=b"<w/>", **{"[Content_Types]_dot_xml": b"macroEnabled"}),
    ),
    "macros of old": (
        "rekap.xlsx",
        files.packed(xl__workbook_dot_xml=b"<w/>", xl__macrosheets__sheet1_dot_xml=b"x"),
    ),
    "macros of ods": ("rekap.ods", files.ods(Basic__Standard__Module1_dot_xml=b"x")),
    "bomb": ("rekap.ods", BOMB),
    "active": ("surat.pdf", files.pdf(b"/OpenAction <</S /JavaScript /JS (app.alert(1))>>")),
    "active in other letters": ("surat.pdf", files.pdf(b"/OpenAction <</S /J#61vaScript>>")),
    "active launch": ("surat.pdf", files.pdf(b"/OpenAction <</S /Launch /F (cmd.exe)>>")),
    "active attachment": ("surat.pdf", files.pdf(b"/Names <</EmbeddedFiles 5 0 R>>")),
    "active packed": ("surat.pdf", files.pdf_with_packed(b"7 0 <</S /JavaScript>>")),
    "active hidden in too much": ("surat.pdf", files.pdf_with_packed(bytes(60_000_000))),
    "formula": ("rekap.csv", b"nama,nilai\nsatu,=HYPERLINK(A1)\n"),
    "formula that calls": ("rekap.csv", b"nama;nilai\nsatu;+cmd|' /C calc'!A0\n"),
    "too_many_pixels": ("foto.png", files.png(50_000, 50_000)),
    "too_many_pixels jpeg": ("foto.jpg", files.jpeg(50_000, 50_000)),
    "too_many_pixels webp": ("foto.webp", files.webp(50_000, 50_000)),
    "too_many_pixels lossless webp": ("foto.webp", files.webp_lossless(16_000, 16_000)),
    "too_many_pixels lossy webp": ("foto.webp", files.webp_lossy(16_000, 16_000)),
}


@pytest.mark.parametrize("name", GOOD)
def test_a_file_is_what_its_content_is(name: str):
    data, kind = GOOD[name]

    assert checked(name, data) == kind


@pytest.mark.parametrize("case", BAD)
def test_what_is_refused_is_refused_with_words(case: str):
    name, data = BAD[case]
    with pytest.raises(RefusedError) as refused:
        checked(name, data)

    assert refused.value.key == f"evidence.{case.split(maxsplit=1)[0]}"
    assert name in sentence(refused.value)


def test_a_lie_is_told_with_both_kinds():
    with pytest.raises(RefusedError) as refused:
        checked("foto.pdf", files.png())

    assert ".pdf (PDF)" in sentence(refused.value)
    assert "PNG" in sentence(refused.value)


def test_a_huge_picture_is_refused_without_unpacking_it():
    before = time.perf_counter()
    with pytest.raises(RefusedError) as refused:
        checked("foto.png", files.png(50_000, 50_000))

    assert "50000 x 50000" in sentence(refused.value)
    assert time.perf_counter() - before < 0.5


@pytest.mark.slow
def test_a_file_made_to_be_slow_is_refused_or_taken_soon():
    slow = [
        files.pdf() + b"<</ObjStm>>stream\n" * 900_000,
        files.pdf() + b"#4a" * 6_000_000,
        b"\xff\xd8" + b"\xff" * 19_000_000,
        b"\xff\xd8" + b"\xff\x01" * 9_000_000,
        b"a,b\n" * 4_000_000,
        b'"a,=",b\n' * 2_000_000,
    ]
    for place, data in enumerate(slow):
        before = time.perf_counter()
        with contextlib.suppress(RefusedError):
            checked("x", data)
        assert time.perf_counter() - before < 10, place
