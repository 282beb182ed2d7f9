"""What stands in a letter, word for word, and what may not get into its headers."""

from datetime import date

import pytest
from django.utils import translation

from kotacerdas.accounts.models import User
from kotacerdas.casework.models import State, Window
from kotacerdas.records.models import Region
from kotacerdas.reporting.letters import LISTED, chat_text, letter_of
from kotacerdas.reporting.reminders import Digest, Left, Waiting
from kotacerdas.reporting.status import Cell
from reporting.reminding import SITE

DEADLINE = date(2022, 4, 10)
BATANG = Region(pk=1, code="33.25", name="Kabupaten Batang")
PERIOD = Window(pk=1, region=BATANG, year=2022, code="q1", deadline=DEADLINE)
BUDI = User(pk=1, email="budi@batang.example", name="Budi Santoso")


def left(*cells, name="Dinas Kesehatan"):
    return Left(1, "a1", name, PERIOD, DEADLINE, cells)


def cell(code, name, state=State.NOT_STARTED):
    return Cell(code, name, state)


TWO = left(cell("p1", "Puskesmas Digital"), cell("p2", "Antrean Daring", State.RETURNED))


def test_the_letter_in_indonesian():
    letter = letter_of(Digest(BUDI, own=[TWO]), SITE, date(2022, 4, 7))

    assert letter.subject == "Kota Cerdas: 2 laporan ditunggu sampai 10 April 2022"
    assert (
        letter.body
        == """\
Yth. Budi Santoso,

Berikut yang menunggu Anda di Kota Cerdas per 7 April 2022.

Dinas Kesehatan
2 laporan Triwulan I 2022 belum dikirim. Tenggat 10 April 2022, 3 hari lagi.
- Puskesmas Digital
  https://kotacerdas.example.go.id/33.25/laporan/2022/q1/p1/
- Antrean Daring (dikembalikan)
  https://kotacerdas.example.go.id/33.25/laporan/2022/q1/p2/

Daftar tugas Anda di Kabupaten Batang:
https://kotacerdas.example.go.id/33.25/tugas/

Surel pengingat dikirim paling banyak sekali sehari. Untuk mematikannya, ubah profil Anda:
https://kotacerdas.example.go.id/profil/
"""
    )


def test_the_letter_in_english():
    reader = User(pk=2, email="ann@batang.example", name="Ann", language="en")
    waiting = [Waiting(BATANG, 12, date(2022, 4, 1))]
    late = [left(cell("p1", "x")), left(cell("p1", "x"), cell("p2", "y"), name="Diskominfo")]
    digest = Digest(reader, [TWO], waiting, late)
    letter = letter_of(digest, SITE, date(2022, 4, 11), User(name="Sri Wahyuni"))

    assert letter.subject == "Kota Cerdas: 2 reports are late"
    assert (
        letter.body
        == """\
Dear Ann,

Sri Wahyuni reminds you of the following.

Dinas Kesehatan
2 reports of Quarter 1 2022 are missing. Deadline 10 April 2022, 1 day over.
After the deadline a report can be sent in once the coordinator gives your agency longer; tell the \
coordinator why you need it.
- Puskesmas Digital
  https://kotacerdas.example.go.id/33.25/laporan/2022/q1/p1/
- Antrean Daring (returned)
  https://kotacerdas.example.go.id/33.25/laporan/2022/q1/p2/

12 reports wait for verification in Kabupaten Batang, the oldest since 1 April 2022:
https://kotacerdas.example.go.id/33.25/verifikasi/

Late with Quarter 1 2022 in Kabupaten Batang:
- Dinas Kesehatan: 1 report
- Diskominfo: 2 reports
Remind them: https://kotacerdas.example.go.id/33.25/pelaporan/2022/q1/ingatkan/

All you have to do in Kabupaten Batang:
https://kotacerdas.example.go.id/33.25/tugas/

Reminders come at most once a day. To turn them off, change your profile:
https://kotacerdas.example.go.id/profil/
"""
    )


@pytest.mark.parametrize(
    ("digest", "subject"),
    [
        (Digest(BUDI, late=[TWO]), "1 perangkat daerah terlambat melapor"),
        (Digest(BUDI, waiting=[Waiting(BATANG, 1, DEADLINE)]), "1 laporan menunggu verifikasi"),
        (Digest(BUDI, [left(cell("p1", "x"))], late=[TWO]), "1 laporan lewat tenggat"),
    ],
)
def test_the_subject_says_what_weighs_most(digest, subject):
    assert letter_of(digest, SITE, date(2022, 4, 11)).subject == f"Kota Cerdas: {subject}"


def test_a_long_list_is_cut_and_counted():
    many = left(*(cell(f"p{number}", f"Program {number}") for number in range(LISTED + 7)))
    body = letter_of(Digest(BUDI, own=[many]), SITE, DEADLINE).body

    assert body.count("- Program") == LISTED
    assert "dan 7 lagi" in body
    assert "10 April 2022, hari ini." in body


def test_what_came_back_may_still_be_mended_after_the_deadline():
    returned = left(cell("p1", "x", State.RETURNED))
    body = letter_of(Digest(BUDI, own=[returned]), SITE, date(2022, 4, 11)).body

    assert "perpanjangan" not in body


def test_no_name_gets_a_line_of_its_own_or_a_header():
    sly = "Budi\r\nBcc: all@example.org\n\nTransfer sekarang"
    user = User(pk=3, email="budi@batang.example", name=sly)
    agency = left(cell("p1", sly), name=sly)
    region = Region(pk=2, code="33.25", name=sly)
    digest = Digest(user, [agency], [Waiting(region, 1, DEADLINE)])
    letter = letter_of(digest, SITE, DEADLINE, User(name=sly))
    sent = letter.message()

    assert set(sent.keys()) == {
        *("Content-Type", "MIME-Version", "Content-Transfer-Encoding", "Subject", "From", "To"),
        *("Date", "Message-ID", "Auto-Submitted", "List-Unsubscribe"),
    }
    assert sent["Auto-Submitted"] == "auto-generated"
    assert sent["List-Unsubscribe"] == f"<{SITE}/profil/>"
    assert not [line for line in letter.body.splitlines() if line.startswith(("Bcc", "Transfer"))]
    assert letter.recipients() == ["budi@batang.example"]


def test_the_text_for_a_chat():
    assert (
        chat_text(TWO, SITE, date(2022, 4, 9))
        == """\
Yth. Dinas Kesehatan,
2 laporan Triwulan I 2022 belum dikirim. Tenggat 10 April 2022, tinggal 1 hari.
- Puskesmas Digital
- Antrean Daring (dikembalikan)
Mohon dilengkapi lewat tautan ini:
https://kotacerdas.example.go.id/33.25/tugas/
Terima kasih."""
    )
    with translation.override("en"):
        late = chat_text(left(cell("p1", "Puskesmas Digital")), SITE, date(2022, 4, 13))
    assert (
        late
        == """\
Dear Dinas Kesehatan,
1 report of Quarter 1 2022 is missing. Deadline 10 April 2022, 3 days over.
- Puskesmas Digital
If you need an extension, please tell us why. The list is here:
https://kotacerdas.example.go.id/33.25/tugas/
Thank you."""
    )
