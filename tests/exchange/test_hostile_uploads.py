"""Whatever is uploaded: a page that says what is wrong with it, and nothing is written."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

from cases import mostly_on_one
from exchange.site import (
    UPLOAD,
    alerts,
    coordinator,
    issues,
    nothing_written,
    send,
    sent,
)
from kotacerdas.exchange.listing import AT_A_TIME
from kotacerdas.exchange.models import Import
from pages.regions import sheets_of
from workbook.builder import Failed, Formula, csv_zip, good, put, sheet_xml, xlsx
from workbook.hostile import (
    BAD,
    FAR,
    PATHS,
    RATIO_BOMB,
    SHEET,
    XML_PARTS,
    elsewhere,
    entity_bomb,
    entity_in_a_cell,
    locked,
    rarely_zipped,
    wide_and_long,
    with_directory_size,
)

pytestmark = pytest.mark.django_db
SCRIPT = "<script>alert(1)</script>"
WHOLE = xlsx(good())

HOSTILE = (
    {name: data for name, (data, _) in BAD.items()}
    | {f"cut off at {tenths} tenths": WHOLE[: len(WHOLE) * tenths // 10] for tenths in (2, 5, 9)}
    | {f"cells far apart: {name}": xlsx(good(), parts={SHEET: sheet_xml(body)})
       for name, body in FAR.items()}
    | {f"entities in {part}, {encoding}": entity_bomb(part, encoding)
       for part in XML_PARTS for encoding in ("utf-8", "utf-16")}
    | {
        "a bomb by its ratio": RATIO_BOMB,
        "a directory that promises too much": with_directory_size(csv_zip(good()), 2**31),
        "a directory that lies": with_directory_size(csv_zip(good()), 1),
        "a rare method": rarely_zipped(),
        "a member with a password": locked(),
        "an entity in a cell": entity_in_a_cell(),
        "one wide line and many": wide_and_long(),
        "no sheet that is known": xlsx({"Sheet1": [["halo"]]}),
        "sheets of nothing": xlsx({name: [] for name in good()}),
        "sheets of headers": xlsx({name: rows[:1] for name, rows in good().items()}),
        "a formula without a result": xlsx(put(good(), "Budget!D2", Formula("500*2"))),
        "a cell that failed": xlsx(put(good(), "Budget!D2", Failed("#REF!"))),
        "another region": xlsx(sheets_of("34.04")),
        "another region under its script": xlsx(sheets_of(SCRIPT)),
    }
)  # fmt: skip


@pytest.fixture(scope="module")
def _kept(django_db_setup, django_db_blocker):
    """One region for all tests here: none of them may change it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield coordinator()
        transaction.set_rollback(True)


@pytest.fixture
def client(_kept, db) -> Client:
    return _kept


def refusal(client: Client, data: bytes, name: str = "buku.xlsx") -> list[str]:
    """The sentences on the page; that a form sent all the same is refused is looked at too."""
    with nothing_written():
        address = sent(client, data, name)
        page = client.get(address)
        forced = client.post(address, {"do": "apply", "reason": "Rapat"})
    assert page.status_code in {200, 422}
    assert forced.status_code == 422
    assert alerts(forced.text)
    assert '<form method="post" data-once>' not in page.text
    assert SCRIPT not in page.text
    return alerts(page.text) or [sentence for _, _, sentence in issues(page.text)]


@pytest.mark.parametrize("data", mostly_on_one(HOSTILE.values()), ids=HOSTILE.keys())
def test_a_hostile_file_is_told_of_and_changes_nothing(client: Client, data: bytes):
    told = refusal(client, data)

    assert told
    assert all(" " in sentence for sentence in told)


@pytest.mark.parametrize("name", mostly_on_one(PATHS))
def test_paths_in_a_zip_lead_nowhere(client: Client, name: str, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "a" / "b" / "files"
    with nothing_written():
        page = client.get(sent(client, elsewhere(name)))

    assert page.status_code == 200
    assert {path.parent.name for path in tmp_path.rglob("*") if path.is_file()} == {"workbooks"}


def test_hundreds_of_issues_that_are_alike_are_one_line_with_their_count(client: Client):
    sheets = good()
    sheets["Missions"] += [[f"n{at}", "RPJMD", None] for at in range(700)]
    with nothing_written():
        page = client.get(sent(client, xlsx(sheets))).text

    [[place, _, _]] = issues(page)
    assert place == "Missions!C3, C4, C5, C6, C7, …"
    assert "700 hal yang perlu diperiksa pada berkas" in page
    assert "dan 699 serupa" in page


def test_of_hundreds_of_lines_the_first_are_shown_and_all_are_counted(client: Client):
    sheets = good() | {f"Lembar {at}": [["x"]] for at in range(AT_A_TIME + 20)}
    with nothing_written():
        address = sent(client, xlsx(sheets))
        first, second = (client.get(f"{address}?catatan={number}").text for number in (1, 2))

    assert f"{AT_A_TIME + 20} hal yang perlu diperiksa pada berkas" in first
    assert (len(issues(first)), len(issues(second))) == (AT_A_TIME, 20)


def test_markup_in_cells_columns_and_sheets_is_shown_as_text(client: Client):
    sheets = put(put(good(), "Budget!D2", SCRIPT), "Programmes!C2", SCRIPT)
    sheets["Missions"][0].append(SCRIPT)
    with nothing_written():
        page = client.get(sent(client, csv_zip(sheets))).text

    found = {place: content for place, content, _ in issues(page)}
    assert found["Budget!D2"] == found["Programmes!C2"] == SCRIPT
    assert SCRIPT not in page


def test_markup_in_what_would_change_is_shown_as_text(client: Client):
    with nothing_written():
        page = client.get(sent(client, xlsx(put(sheets_of("33.25"), "Missions!C2", SCRIPT)))).text

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert SCRIPT not in page


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../../etc/passwd.xlsx", "passwd.xlsx"),
        ("C:\\Users\\opd\\buku.xlsx", "buku.xlsx"),
        ("<img src=x onerror=alert(1)>.xlsx", "<img src=x onerror=alert(1)>.xlsx"),
        ("&lt;script&gt;.xlsx", "<script>.xlsx"),
        ("a\u202e\u0000b\tc.xlsx", "abc.xlsx"),
        ("buku 👩‍🌾 مدينة.xlsx", "buku 👩🌾 مدينة.xlsx"),
        ("x" * 400 + ".xlsx", "x" * 250 + ".xlsx"),
    ],
    ids=["a path", "a Windows path", "markup", "hidden markup", "controls", "signs", "long"],
)
def test_a_files_name_is_only_its_name_and_is_shown_as_text(client: Client, name: str, kept: str):
    with nothing_written():
        address = sent(client, name.encode(), name)
        pages = [client.get(address).text, client.get(UPLOAD).text]
    file = Import.objects.get(pk=address.rstrip("/").rpartition("/")[2]).file
    copy = client.get(f"/33.25/berkas/{file.pk}/")

    assert file.name == kept
    assert file.content.name.startswith(f"workbooks/{file.region_id}-{file.sha256}")
    assert not any(tag in page for page in pages for tag in ("<img src=x", "<script>."))
    assert b"".join(copy.streaming_content) == name.encode()


def test_without_a_file_the_form_says_so(client: Client):
    for fields in ({}, {"file": "a text"}, {"other": SimpleUploadedFile("a.xlsx", WHOLE)}):
        with nothing_written():
            answer = client.post(UPLOAD, fields)
        assert answer.status_code == 422
        assert alerts(answer.text) == ["Pilih berkas terlebih dahulu."]
    assert send(client, b"", name="").status_code == 422


@pytest.mark.parametrize("body", [b"", b"--", b"nonsense" * 100])
def test_a_form_that_is_none_is_refused(client: Client, body: bytes):
    for kind in ("multipart/form-data; boundary=x", "multipart/form-data", "text/plain", ""):
        with nothing_written():
            answer = client.generic("POST", UPLOAD, body, content_type=kind)
        assert 400 <= answer.status_code < 500


class Unread(io.RawIOBase):
    """A body that nobody may look at."""

    def read(self, size: int = -1) -> bytes:
        raise AssertionError(size)


@pytest.mark.parametrize("length", ["25000001", "999999999999999", "", "-1", "1e3"])
def test_what_is_too_large_is_refused_before_it_is_read(client: Client, length: str):
    with nothing_written():
        answer = announced(client, length)

    assert answer.status_code == 413
    assert "25 MB" in alerts(answer.text)[0]


def test_what_is_not_too_large_is_read(client: Client):
    with pytest.raises(AssertionError):
        announced(client, "25000000")


def announced(client: Client, length: str):
    """The answer where the form's token is asked for, for that looks into the form."""
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    return strict.post(
        UPLOAD,
        **{
            "CONTENT_TYPE": "multipart/form-data; boundary=x",
            "CONTENT_LENGTH": length,
            "wsgi.input": Unread(),
        },
    )
