"""The evaluation that a demonstration has to show: stage I, its binder in every state, findings."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import typst
from django.utils import timezone

from kotacerdas.accounts.models import User
from kotacerdas.casework.actions.cases import CaseCommand, current_case
from kotacerdas.casework.actions.comments import comment
from kotacerdas.casework.actions.evidence import add_file, add_link
from kotacerdas.casework.actions.steps import save_draft, send_back, submit
from kotacerdas.casework.models import Case, Evidence
from kotacerdas.casework.processes import whole_cases
from kotacerdas.evaluation.actions.answers import mark_ready, set_due
from kotacerdas.evaluation.actions.beginning import begin_cycle
from kotacerdas.evaluation.actions.cycles import move_cycle, set_dates, set_figures_year
from kotacerdas.evaluation.actions.findings import Found, add_finding
from kotacerdas.evaluation.actions.requests import Sent, ask, bring
from kotacerdas.evaluation.actions.uses import UseCommand, set_days, use
from kotacerdas.evaluation.answering import FILE
from kotacerdas.evaluation.cycle import Move
from kotacerdas.evaluation.models import Cycle, Origin, Use
from kotacerdas.evaluation.process import rule_of
from kotacerdas.evaluation.questionnaires import keep
from kotacerdas.evaluation.selectors import stages_of
from kotacerdas.evaluation.validity import Days
from kotacerdas.frameworks.questionnaire import Item, table_of
from kotacerdas.plan.models import Realisation
from kotacerdas.records.models import Agency, Region

READY, WITH_AGENCIES = 30, 8
_EDITION = "gsc-2021"
_HOME = "diskominfo"
_LEVEL, _LEVELS = 3, {"1.3": 0, "2.2": 2}
_DAYS_LEFT = timedelta(days=18)
_SITE = "https://kotacerdas.example"
_MISSING = frozenset({"sk_forum", "field_recap"})  # on purpose
# What only people know, where the questionnaire leaves it open.
_TYPED = {
    "1.3": "Hasil resmi kedua penilaian terakhir belum diterima, sehingga perubahannya belum dapat"
    " dihitung.",
    "2.1": "Masterplan smart city ditetapkan dengan Perbup 23/2019. Saat ini {in_force} peraturan"
    " dan keputusan pendukung masih berlaku. Sebanyak {linked} dari {planned} program ({share})"
    " mencantumkan dasar hukumnya.",
    "2.2": "Dewan dan tim pelaksana ditetapkan dengan keputusan bupati tahun 2018 dan diperbarui"
    " September 2022. Tim bertemu empat kali dalam setahun. Pembentukan forum sedang disiapkan"
    " Bagian Hukum.",
    "2.12": "Masterplan dan daftar program dapat dibaca di situs resmi kabupaten. Capaian tahun"
    " ini diumumkan lewat portal dan radio daerah.",
    "5.2": "Dari {planned} quick win, antrean daring rumah sakit adalah yang pertama di daerah."
    " Seluruh perangkat daerah mencatat {total} inovasi pada tahun ini.",
}
# How many days ago documents were issued; the inventory, which holds for one year, has lapsed.
_AGES, _AGE = {"sk_team": 400, "masterplan": 1400, "application_inventory": 500}, 200
# Pieces that the demonstration keeps as files; all others are links.
_FILES = frozenset({"head_regulation", "sk_council", "sk_team", "achievement_recap", "dpa"})
_FINDINGS = (
    ("Forum smart city belum dibentuk. Libatkan perguruan tinggi dan pelaku usaha.", "2.2", 12),
    ("Integrasi aplikasi belum dipetakan; susun peta keterpaduan.", "2.6", 20),
    ("Dampak pada warga belum diukur pada dimensi Smart Living.", "4.13", 25),
    ("Quick win belum dikenalkan kepada warga di luar ibu kota kabupaten.", "5.6", 25),
)


@dataclass
class _Story:
    """Who acts in the demonstration, when, and what was brought so far, by the piece's code."""

    cycle: Cycle
    by: User
    at: datetime
    pieces: dict[str, Evidence]

    def command(self, case: Case) -> CaseCommand:
        case = current_case(case)
        return CaseCommand(case, self.by, self.at, case.revision)


def evaluate_a_year(region: Region, coordinator: User, at: datetime) -> None:
    """Begin the evaluation of the year after the last that was told of, up to stage I half done.

    All of it by the actions of the pages. Nothing happens where the agency in charge is missing.
    """
    last = Realisation.objects.filter(region=region).order_by("-year").first()
    home = Agency.objects.filter(region=region, code=_HOME).first()
    if last is None or home is None:
        return
    asked = keep(table_of(_EDITION), f"{_EDITION}.toml")
    who: dict[str, Any] = {"by": coordinator, "at": at}
    cycle = begin_cycle(region, last.year + 1, asked, home, **who)
    set_figures_year(cycle, last.year, **who)
    today = timezone.localdate(at)
    first, second = stages_of(cycle)
    set_dates(first, today, today + _DAYS_LEFT, "", **who)
    set_dates(second, today + _DAYS_LEFT, today + 6 * _DAYS_LEFT, "", **who)
    cycle = move_cycle(cycle, Move.OPEN, **who)
    story = _Story(cycle, coordinator, at, {})
    cases = list(whole_cases().filter(item__cycle=cycle).order_by("pk"))
    items = [one for one in cases if isinstance(rule_of(one.item), Item)]
    able = [one for one in items if _answer(one)]
    for case in able[:READY]:
        _make_ready(story, case)
    for case in (one for one in cases if one not in items):
        if case.item.code not in _MISSING:
            used = _bring(story, case, case.item.code, FILE)
            mark_ready(story.command(case), {"answer": ""})
            dated = today - timedelta(days=_AGES.get(case.item.code, _AGE))
            set_days(UseCommand(used, coordinator, at), Days(dated))
        elif case.item.code == "sk_forum":
            set_due(case.item, today + _DAYS_LEFT // 2, **who)
    left = [one for one in items if one not in able[:READY]]
    for case, way in zip(left, _ways(), strict=False):
        way(story, case)
    for text, code, days in _FINDINGS:
        due_on = today + timedelta(days=days)
        own = next(one for one in items if one.item.code == code)
        add_finding(cycle, Found(text, own.agency, due_on, Origin.PANEL, code), **who)


def _answer(case: Case) -> str:
    """The answer to an item that can be given without asking anybody; empty where it can't."""
    rule = rule_of(case.item)
    text = _TYPED.get(rule.code, rule.answer if isinstance(rule, Item) else "")
    return "" if "…" in text else text


def _make_ready(story: _Story, case: Case) -> None:
    rule = rule_of(case.item)
    level = _LEVELS.get(rule.code, _LEVEL)
    typed = {"level": str(level), "answer": _answer(case), "why": "Sesuai bukti dukung terlampir"}
    save_draft(story.command(case), typed)
    for one in rule.wanted(level) if isinstance(rule, Item) else ():
        _bring(story, case, one.code, one.code)
    mark_ready(story.command(case), typed)


def _bring(story: _Story, case: Case, code: str, wanted: str) -> Use:
    """The piece of that code, which is brought once and used again."""
    if code not in story.pieces:
        command = story.command(case)
        title = _title(case, code)
        if code in _FILES:
            story.pieces[code] = add_file(
                command, f"{title.replace('/', '-')}.pdf", _pdf(title, case.region.name)
            )
        else:
            address = f"https://arsip.batangkab.example/{code.replace('_', '-')}"
            today = timezone.localdate(story.at)
            story.pieces[code] = add_link(command, address, title, today)
    return use(story.command(case), story.pieces[code], wanted)


def _title(case: Case, code: str) -> str:
    rule = rule_of(case.item)
    known = rule.evidence if isinstance(rule, Item) else ()
    return next((one.name_id for one in known if one.code == code), rule.name_id)


def _pdf(title: str, region: str) -> bytes:
    """A page that says what it would be."""
    source = f'#set page(paper: "a4")\n#set text(lang: "id")\n= {title}\n\n{region}\n\n_Contoh._'
    made: bytes = typst.compile(source.encode())
    return made


def _ways() -> Iterator[Callable[[_Story, Case], None]]:
    """What became of the items that agencies have, one after the other."""
    yield _asked
    yield _came_in
    yield _sent
    yield _returned
    yield from [_begun] * (WITH_AGENCIES - 4)


def _begun(story: _Story, case: Case) -> None:
    save_draft(story.command(case), {"level": "2", "answer": "Bahan sedang dikumpulkan."})


def _asked(story: _Story, case: Case) -> None:
    _begun(story, case)
    rule = rule_of(case.item)
    wanted = rule.evidence[0].code if isinstance(rule, Item) and rule.evidence else ""
    ask(case.item, wanted, by=story.by, at=story.at, site=_SITE)
    comment(story.command(case), "Draf sudah di meja Sekda.")


def _came_in(story: _Story, case: Case) -> None:
    _begun(story, case)
    rule = rule_of(case.item)
    wanted = rule.evidence[0].code if isinstance(rule, Item) and rule.evidence else ""
    asked = ask(case.item, wanted, by=story.by, at=story.at, site=_SITE)
    title = _title(case, wanted)
    bring(asked, [Sent(f"{title}.pdf", _pdf(title, case.region.name))], "Terlampir.", at=story.at)


def _sent(story: _Story, case: Case) -> None:
    rule = rule_of(case.item)
    typed = {"level": "1", "answer": "Kegiatan berjalan di tiga kecamatan.", "why": "Sesuai bukti"}
    save_draft(story.command(case), typed)
    for one in rule.wanted(1) if isinstance(rule, Item) else ():
        _bring(story, case, one.code, one.code)
    submit(story.command(case), typed)


def _returned(story: _Story, case: Case) -> None:
    _sent(story, case)
    command = story.command(case)
    send_back(replace(command, at=story.at), "Sebutkan angka pemakainya, dan lampirkan sumbernya.")
