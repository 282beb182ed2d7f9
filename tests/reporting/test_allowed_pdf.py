"""What may be in a PDF, however it is written, packed and hidden."""

import base64
import struct
import zlib
from collections.abc import Iterable

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from kotacerdas.casework.judging import judged
from kotacerdas.core.errors import RefusedError
from kotacerdas.core.words import sentence
from reporting import files

SCRIPT = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def action(kind: str, **more: object) -> Dictionary:
    return Dictionary(Type=Name.Action, S=Name(f"/{kind}"), **more)


def annotated(**annotation: object) -> bytes:
    """A page with one annotation, as a link unless told otherwise."""
    made = pikepdf.new()
    page = made.add_blank_page()
    entry = Dictionary({"/Subtype": Name.Link, "/Rect": Array([0, 0, 9, 9])})
    for key, value in annotation.items():
        entry[f"/{key}"] = value
    page.Annots = Array([made.make_indirect(entry)])
    return files.saved(made)


def linked(address: str) -> bytes:
    return annotated(A=action("URI", URI=String(address)))


def nested(depth: int) -> bytes:
    value: object = SCRIPT
    for _ in range(depth):
        value = Array([value])
    return files.pdf(Kota=value)


def attached() -> bytes:
    made = pikepdf.new()
    made.add_blank_page()
    made.attachments["daftar.txt"] = pikepdf.AttachedFileSpec(made, b"isi", filename="daftar.txt")
    return files.saved(made)


def written(objects: list[bytes]) -> bytes:
    """A PDF of these objects, the first its catalogue."""
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    tail = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    return out + head + table + tail % (len(objects) + 1, len(out))


def packed(objects: list[bytes], *filters: str, more: Iterable[bytes] = ()) -> bytes:
    """The same with all objects in one object stream, under these filters and then Flate."""
    places, at = [], 0
    for number, body in enumerate(objects, 1):
        places.append(b"%d %d" % (number, at))
        at += len(body) + 1
    index = b" ".join(places) + b"\n"
    packer = zlib.compressobj()
    content = [packer.compress(part) for part in (index, b"\n".join(objects), *more)]
    body = b"".join([*content, packer.flush()])
    for name in filters:
        body = ENCODERS[name](body)
    names = b" ".join(b"/" + name.encode() for name in [*reversed(filters), "FlateDecode"])
    head = b"%%PDF-1.7\n%d 0 obj\n<< /Type /ObjStm /N %d /First %d /Filter [ %s ] /Length %d >>"
    last = len(objects) + 1
    out = head % (last, len(objects), len(index), names, len(body))
    out += b"\nstream\n" + body + b"\nendstream\nendobj\n"
    entries = [(0, 0, 65535), *((2, last, place) for place in range(len(objects)))]
    entries += [(1, 9, 0), (1, len(out), 0)]
    table = b"".join(struct.pack(">BII", *entry) for entry in entries)
    tail = b"%d 0 obj\n<< /Type /XRef /Size %d /W [1 4 4] /Root 1 0 R /Length %d >>\nstream\n"
    xref = tail % (last + 1, last + 2, len(table)) + table + b"\nendstream\nendobj\n"
    return out + xref + b"startxref\n%d\n%%%%EOF\n" % len(out)


ENCODERS = {
    "ASCIIHexDecode": lambda data: data.hex().encode() + b">",
    "ASCII85Decode": lambda data: base64.a85encode(data) + b"~>",
    "FlateDecode": zlib.compress,
}
PAGES = b"<< /Type /Pages /Kids [] /Count 0 >>"


def catalogue(more: bytes) -> list[bytes]:
    return [b"<< /Type /Catalog /Pages 2 0 R " + more + b" >>", PAGES]


def encrypted(user: str) -> bytes:
    made = pikepdf.new()
    made.add_blank_page()
    return files.saved(made, encryption=pikepdf.Encryption(owner="pemilik", user=user))


GOOD = {
    "plain": files.pdf(),
    "opens at a page": files.pdf(OpenAction=Array([0, Name.Fit])),
    "opens by an action": files.pdf(OpenAction=action("GoTo", D=Array([0, Name.Fit]))),
    "packed": packed(catalogue(b"/Kota << /A 1 >>")),
    "packed under two filters": packed(catalogue(b""), "ASCIIHexDecode"),
    "https": linked("https://batangkab.go.id/berita?a=1#b"),
    "http": linked("http://batangkab.go.id"),
    "mail": linked("mailto:diskominfo@batangkab.go.id"),
    "without a scheme": linked("www.batangkab.go.id"),
    "signed": files.pdf(
        AcroForm=Dictionary(
            Fields=Array([Dictionary(FT=Name.Sig, V=Dictionary(Type=Name.Sig, T=String("Budi")))]),
            SigFlags=3,
        )
    ),
    "form": files.pdf(AcroForm=Dictionary(Fields=Array([]))),
    "attributes under A": files.pdf(
        StructTreeRoot=Dictionary(K=Dictionary(S=Name.Table, A=Dictionary(O=Name.Layout)))
    ),
    "named places": files.pdf(Names=Dictionary(Dests=Dictionary(Names=Array([])))),
    "owner's password only": encrypted(""),
}
ACTIVE = {
    "script": files.pdf(OpenAction=SCRIPT),
    "script in names": files.pdf(
        Names=Dictionary(JavaScript=Dictionary(Names=Array([String("a"), SCRIPT])))
    ),
    "script in object streams": packed(catalogue(b"/OpenAction << /S /JavaScript /JS (x) >>")),
    "script deep inside": nested(60),
    "script that nothing refers to": written([*catalogue(b""), b"<< /S /JavaScript >>"]),
    "sending that nothing refers to": packed([*catalogue(b""), b"<< /S /SubmitForm >>"]),
    "script after a page": annotated(
        A=action("GoTo", D=Array([0, Name.Fit]), Next=Array([action("JavaScript", JS=String("x"))]))
    ),
    "launch": annotated(A=action("Launch", F=String("cmd.exe"))),
    "send form": annotated(A=action("SubmitForm", F=String("https://jahat.example"))),
    "import data": annotated(A=action("ImportData", F=String("a.fdf"))),
    "another file": annotated(A=action("GoToR", F=String("b.pdf"), D=Array([0, Name.Fit]))),
    "another file inside": annotated(A=action("GoToE", D=Array([0, Name.Fit]))),
    "rendition": annotated(A=action("Rendition", OP=0)),
    "unknown action": annotated(A=action("Kota")),
    "action of opening a link": files.pdf(
        OpenAction=action("URI", URI=String("https://jahat.example"))
    ),
    "action on events": files.pdf(AA=Dictionary(WC=action("GoTo"))),
    "rich media": annotated(Subtype=Name.RichMedia),
    "film": annotated(Subtype=Name.Movie),
    "attachment as a note": annotated(Subtype=Name.FileAttachment),
    "attachment": attached(),
    "portfolio": files.pdf(Collection=Dictionary()),
    "xfa": files.pdf(AcroForm=Dictionary(Fields=Array([]), XFA=String("<xdp/>"))),
    "script address": linked("javascript:alert(1)"),
    "file address": linked("file:///C:/Windows/system32/calc.exe"),
    "share": linked("\\\\10.0.0.1\\umum"),
    "share without a scheme": linked("//10.0.0.1/umum"),
}


@pytest.mark.parametrize("case", GOOD)
def test_what_is_allowed_is_taken(case: str):
    assert judged("surat.pdf", GOOD[case]).kind == "pdf"


@pytest.mark.parametrize("case", ACTIVE)
def test_what_is_not_allowed_is_refused(case: str):
    with pytest.raises(RefusedError) as refused:
        judged("surat.pdf", ACTIVE[case])

    assert refused.value.key == "evidence.active"
    assert "surat.pdf" in sentence(refused.value)


HIDDEN = [
    b"/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>",
    b"/AA << /WC << /S /GoTo >> >>",
    b"/AcroForm << /XFA (x) >>",
    b"/OpenAction << /S /J#61v#61Script >>",
    b"/#4fpenAction << /S /Launch /F (cmd.exe) >>",
]


@pytest.mark.parametrize("filters", [(), ("ASCIIHexDecode",), ("ASCII85Decode", "FlateDecode")])
@pytest.mark.parametrize("hidden", HIDDEN)
def test_neither_filters_nor_spelling_hide_anything(hidden: bytes, filters: tuple[str, ...]):
    for data in (written(catalogue(hidden)), packed(catalogue(hidden), *filters)):
        with pytest.raises(RefusedError) as refused:
            judged("surat.pdf", data)

        assert refused.value.key == "evidence.active"


def test_what_refers_to_itself_is_walked_once():
    made = pikepdf.new()
    made.add_blank_page()
    one = made.make_indirect(Dictionary())
    one.Kembali = Array([one])
    made.Root.Kota = one

    assert judged("surat.pdf", files.saved(made)).kind == "pdf"


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (encrypted("rahasia"), "encrypted"),
        (files.pdf()[:-80], "broken"),
        (b"%PDF-1.7\n" + bytes(900), "broken"),
        (files.pdf().replace(b"startxref", b"startxrex"), "broken"),
        (written([b"<< /Type /Catalog >>"]), "broken"),
        (written([b"[1 2"]), "broken"),
        (written(catalogue(b"/Kota 9")).replace(b"00000 n", b"00001 n", 1), "broken"),
    ],
)
def test_what_has_to_be_repaired_or_opened_with_a_password_is_refused(data: bytes, key: str):
    with pytest.raises(RefusedError) as refused:
        judged("surat.pdf", data)

    assert refused.value.key == f"evidence.{key}"


def test_object_streams_that_unpack_without_end_are_refused():
    endless = (bytes(10_000_000) for _ in range(120))
    bomb = packed(catalogue(b""), more=endless)
    assert len(bomb) < 3_000_000
    with pytest.raises(RefusedError) as refused:
        judged("surat.pdf", bomb)

    assert refused.value.key in {"evidence.bomb", "evidence.broken"}


@pytest.mark.parametrize(
    "objects",
    [
        [*catalogue(b"/A " + b"[" * 100_000 + b"]" * 100_000)],
        [*catalogue(b"/A 3 0 R"), *(b"[%d 0 R]" % n for n in range(4, 20_000))],
        [*catalogue(b""), *[b"<< /A << /B << /C [<< >> << >> << >>] >> >> >>"] * 100_000],
    ],
)
def test_a_file_made_to_be_slow_is_answered_in_words(objects: list[bytes]):
    try:
        judged("surat.pdf", packed(objects))
    except RefusedError as error:
        assert "surat.pdf" in sentence(error)  # noqa: PT017 - either answer is one
