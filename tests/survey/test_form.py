"""The form that anybody fills in, as a browser without script or cookies does."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from kotacerdas.survey import places
from kotacerdas.survey.actions.helping import make_helper, revoke_helper
from kotacerdas.survey.models import Answer, Survey
from kotacerdas.survey.rules import Move
from kotacerdas.wording.dates import long_date
from kotacerdas.wording.numbers import Language
from survey.surveyed import AT, Surveyed, surveyed

pytestmark = pytest.mark.django_db
CHOSEN = {"u0": "2", "s0-0": "4", "s0-1": "5", "s0-2": "0"}
OTHERS = {"u1": "0"}
ABOUT = {"age": "25-34", "sex": "f"}


@pytest.fixture
def here() -> Surveyed:
    """Open around the day of today."""
    found = surveyed()
    today = timezone.localdate()
    Survey.objects.update(opens_on=today, closes_on=today + timedelta(days=9))
    return found


def fields(page: str) -> dict[str, str]:
    """What the page sends along by itself."""
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page))


class Phone:
    """A browser on the form's address; it keeps no cookie."""

    def __init__(self, address: str) -> None:
        self.client, self.address = Client(enforce_csrf_checks=True), address
        self.answer = self.client.get(address)

    @property
    def text(self) -> str:
        return " ".join(self.answer.text.split())

    def send(self, go: str, **chosen: str) -> int:
        typed = fields(self.answer.text) | {name.replace("_", "-"): v for name, v in chosen.items()}
        self.answer = self.client.post(self.address, typed | {"go": go})
        return self.answer.status_code

    def fill(self) -> None:
        """Up to the last screen."""
        assert self.send("next", **CHOSEN) == 200
        assert self.send("next", **OTHERS) == 200


def phone(here: Surveyed) -> Phone:
    return Phone(f"/s/{here.form().code}/")


def test_from_the_first_screen_to_the_thanks(here: Surveyed):
    own = phone(here)
    assert "Satu</h1>" in own.text
    assert "Layanan menjadi lebih mudah" in own.text
    own.fill()
    assert "Tentang Anda" in own.text
    assert own.send("send", **ABOUT) == 200
    assert "Jawaban Anda sudah diterima" in own.text
    kept = Answer.objects.get()
    assert (kept.steps, kept.uses, kept.age, kept.sex) == ("450---", "20", "25-34", "f")
    assert (kept.day, kept.channel, kept.is_late) == (timezone.localdate(), "own", False)
    assert not own.client.cookies


def test_what_is_missing_is_marked_and_what_was_chosen_stays(here: Surveyed):
    own = phone(here)
    assert own.send("next", **{"u0": "2", "s0-0": "4"}) == 422
    assert own.text.count("is-missing") == 2
    assert re.search(r'value="4" checked', own.text)
    assert own.send("next") == 422  # a browser sends nothing of what it was not told
    own = phone(here)
    assert own.send("send", **ABOUT) == 422
    assert "Satu</h1>" in own.text


def test_back_loses_nothing(here: Surveyed):
    own = phone(here)
    own.fill()
    own.send("back", **ABOUT)
    assert fields(own.answer.text)["age"] == "25-34"
    assert fields(own.answer.text)["s0-1"] == "5"
    own.send("back")
    assert re.search(r'name="s0-1" value="5" checked', own.text)


@pytest.mark.parametrize("wrong", [{"s0-0": "9"}, {"s0-0": "5' OR"}, {"u0": "7"}, {"s0-0": "-"}])
def test_what_is_no_answer_is_none(here: Surveyed, wrong: dict[str, str]):
    own = phone(here)
    assert own.send("next", **(CHOSEN | wrong)) == 422
    assert not Answer.objects.exists()


@pytest.mark.parametrize("screen", ["-1", "99", "x", "", "9" * 40])
def test_a_screen_that_there_is_not(here: Surveyed, screen: str):
    own = phone(here)
    assert own.send("next", screen=screen, **CHOSEN) in {200, 422}


def test_sent_twice_it_counts_once(here: Surveyed):
    own = phone(here)
    own.fill()
    before = own.answer
    own.send("send", **ABOUT)
    own.answer = before
    assert own.send("send", **ABOUT) == 200
    assert "dihitung satu kali" in own.text
    assert Answer.objects.count() == 1


@pytest.mark.parametrize("token", ["", "x", "a:b:c"])
def test_a_page_that_nobody_here_wrote_keeps_what_was_chosen(here: Surveyed, token: str):
    own = phone(here)
    own.fill()
    own.send("send", token=token, **ABOUT)
    assert "tidak dikenal lagi" in own.text
    assert not Answer.objects.exists()
    own.send("send", **ABOUT)
    assert Answer.objects.count() == 1


def test_closed_while_it_is_filled_in_it_is_kept_marked_and_said(here: Surveyed):
    own, late = phone(here), phone(here)
    own.fill()
    here.move(Move.CLOSE, at=timezone.now())
    assert own.send("send", **ABOUT) == 200
    assert "diberi tanda terlambat" in own.text
    assert Answer.objects.get().is_late
    assert "Isi untuk orang lain" not in own.text  # nobody can any more
    after = phone(here)
    assert after.answer.status_code == 410
    today = long_date(timezone.localdate(), Language.ID)  # closed before its last day
    assert f"Survei ditutup {today}" in after.text
    Survey.objects.update(closed_at=timezone.now() - timedelta(days=2))
    late.send("next", **CHOSEN)
    assert late.answer.status_code == 410
    assert Answer.objects.count() == 1


def test_before_its_first_day_and_after_its_last(here: Surveyed):
    today = timezone.localdate()
    Survey.objects.update(opens_on=today + timedelta(days=1))
    early = phone(here)
    assert (early.answer.status_code, "Survei dibuka mulai" in early.text) == (404, True)
    Survey.objects.update(opens_on=today - timedelta(days=9), closes_on=today - timedelta(days=1))
    over = phone(here)
    assert (over.answer.status_code, "Survei ditutup" in over.text) == (410, True)


def test_what_is_wrong_with_an_address_is_said(here: Surveyed):
    for address in ("/s/nothing/", "/s/bantu/nothing/", "/s/bantu/nothing/nothing/"):
        unknown = Phone(address)
        assert unknown.answer.status_code == 404
        assert "tidak dikenal" in unknown.text


def test_in_english_all_the_way(here: Surveyed):
    own = Phone(f"/s/{here.form().code}/?lang=en")
    assert "The service has become easier" in own.text
    own.fill()
    own.send("send", **ABOUT)
    assert "Your answer was received" in own.text
    assert own.answer.headers["Content-Language"] == "en"


def test_too_many_from_one_place_wait_and_lose_nothing(here: Surveyed, monkeypatch):
    monkeypatch.setattr(places, "MOST", 2)
    for n in range(2):
        here.answer(f"a{n}", address="127.0.0.1", at=timezone.now())
    own = phone(here)
    own.fill()
    assert own.send("send", **ABOUT) == 429
    assert "tekan Kirim lagi" in own.text
    assert fields(own.answer.text)["s0-1"] == "5"
    monkeypatch.setattr(places, "MOST", 3)
    own.send("send")
    assert Answer.objects.count() == 3


def test_a_helper_takes_many_on_one_device(here: Surveyed):
    helper = make_helper(here.survey, "Kecamatan Batang", by=here.coordinator, at=AT)
    start = Phone(f"/s/bantu/{helper.token}/")
    assert "Kecamatan Batang" in start.text
    address = f"/s/bantu/{helper.token}/{here.form().code}/"
    assert f'href="{address}"' in start.text
    for n in range(1, 13):
        own = Phone(address)
        assert "no-store" in own.answer.headers["Cache-Control"]
        own.fill()
        own.send("send", **ABOUT)
        assert f"{n} jawaban lewat alamat ini" in own.text
        assert f'class="button primary" href="{address}">Responden berikutnya' in own.text
    assert set(Answer.objects.values_list("channel", "helper", "place")) == {
        ("helper", helper.pk, None)
    }


def test_an_address_taken_back_keeps_only_what_was_begun_before(here: Surveyed):
    helper = make_helper(here.survey, "Kecamatan", by=here.coordinator, at=AT)
    address = f"/s/bantu/{helper.token}/{here.form().code}/"
    begun = Phone(address)
    begun.fill()
    revoke_helper(helper, by=here.coordinator, at=timezone.now() + timedelta(seconds=2))
    assert begun.send("send", **ABOUT) == 200
    for one in (Phone(address), Phone(f"/s/bantu/{helper.token}/")):
        assert (one.answer.status_code, "sudah dicabut" in one.text) == (410, True)
    assert Answer.objects.count() == 1


def test_the_whole_page_is_small_and_without_script(here: Surveyed, client: Client):
    page = phone(here)
    policy = page.answer.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "<script" not in page.answer.text
    assert "style=" not in page.answer.text
    links = re.findall(r'(?:href|src)="(/static/[^"]+)"', page.answer.text)
    assert len(links) == 2  # the mark and the stylesheet; the other is the edition's colours
    assert len(page.answer.content) < 20_000
