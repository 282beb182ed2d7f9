"""The evaluation that a demonstration has to show: stage I, its binder in every state, findings."""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import typst
from django.utils import timezone

from kotacerdas.accounts.models import Appointment, Role, User
from kotacerdas.casework.actions.cases import CaseCommand, current_case
from kotacerdas.casework.actions.comments import comment
from kotacerdas.casework.actions.evidence import add_file, add_link
from kotacerdas.casework.actions.steps import save_draft, send_back, submit, verify
from kotacerdas.casework.models import Case, Evidence
from kotacerdas.casework.processes import whole_cases
from kotacerdas.evaluation.actions.answers import hand_over, mark_ready, set_due
from kotacerdas.evaluation.actions.beginning import begin_cycle
from kotacerdas.evaluation.actions.cycles import move_cycle, set_dates, set_figures_year
from kotacerdas.evaluation.actions.findings import Found, add_finding
from kotacerdas.evaluation.actions.requests import Sent, ask, bring
from kotacerdas.evaluation.actions.showing import show_to_assessors
from kotacerdas.evaluation.actions.uses import UseCommand, set_days, use
from kotacerdas.evaluation.answering import FILE
from kotacerdas.evaluation.cycle import Move
from kotacerdas.evaluation.models import Cycle, ItemCase, Origin, Use
from kotacerdas.evaluation.process import rule_of
from kotacerdas.evaluation.questionnaires import keep, questionnaire_of
from kotacerdas.evaluation.selectors import stages_of
from kotacerdas.evaluation.validity import Days
from kotacerdas.frameworks.questionnaire import Item, table_of
from kotacerdas.plan.models import Realisation
from kotacerdas.records.models import Agency, Region

_EDITION = "gsc-2021"
_HOME = "diskominfo"
_LEVEL = 3
_DAYS_LEFT = timedelta(days=18)
_SITE = "https://kotacerdas.example"
_MISSING = frozenset({"sk_forum", "field_recap"})  # on purpose
_IMPACT = "impact"  # what agencies answer and send to the coordinator
_OPEN = frozenset({"4.4", "4.8", "4.12", "4.16", "4.20", "4.24", "5.6"})
_SAID = tomllib.loads((Path(__file__).parent / "demonstration_answers.toml").read_text("utf-8"))
# How many days ago documents were issued; the inventory, which holds for one year, has lapsed.
_AGES, _AGE = {"sk_team": 400, "masterplan": 1400, "application_inventory": 500}, 200
# Pieces that the demonstration keeps as files; all others are links.
_FILES = frozenset({"head_regulation", "sk_council", "sk_team", "achievement_recap", "dpa"})
# What was found, of which item, in how many days it is due, and whether the answer was accepted.
_FINDINGS: tuple[tuple[str, str, int, bool], ...] = (
    (
        "Forum smart city belum dibentuk. Libatkan perguruan tinggi dan pelaku usaha.",
        *("2.2", 12, False),
    ),
    ("Integrasi aplikasi belum dipetakan; susun peta keterpaduan.", "2.6", 20, True),
    ("Dampak pada warga belum diukur pada dimensi Smart Living.", "4.13", 25, False),
    ("Quick win belum dikenalkan kepada warga di luar ibu kota kabupaten.", "5.6", 25, False),
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

    def command_of_agency(self, case: Case) -> CaseCommand:
        """By an operator of its agency, and where it has none by the coordinator."""
        command = self.command(case)
        held = Appointment.objects.filter(role=Role.OPERATOR, agency=case.agency)
        first = held.select_related("user").order_by("pk").first()
        return command if first is None else replace(command, by=first.user)


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
    cases = whole_cases().filter(item__cycle=cycle).order_by("pk")
    for case in cases.exclude(item__code__in=_WITH_AGENCIES):
        rule = rule_of(case.item)
        if isinstance(rule, Item):
            _answer(story, case, rule)
        elif rule.code not in _MISSING:
            used = _bring(story, case, rule.code, FILE)
            mark_ready(story.command(case), {"answer": ""})
            dated = today - timedelta(days=_AGES.get(rule.code, _AGE))
            set_days(UseCommand(used, coordinator, at), Days(dated))
        elif rule.code == "sk_forum":
            set_due(case.item, today + _DAYS_LEFT // 2, **who)
    # What comes after that nobody showed to assessors yet.
    show_to_assessors(cycle, **who)
    for case in cases.filter(item__code__in=_WITH_AGENCIES):
        _WITH_AGENCIES[case.item.code](story, case, questionnaire_of(cycle).by_code[case.item.code])
    for text, code, days, is_accepted in _FINDINGS:
        agency = ItemCase.objects.get(cycle=cycle, code=code).agency
        due_on = today + timedelta(days=days)
        made = add_finding(cycle, Found(text, agency, due_on, Origin.PANEL, code), **who)
        if code in _SAID["findings"]:
            _answer_finding(story, whole_cases().get(pk=made.pk), code, is_accepted=is_accepted)


def _answer(story: _Story, case: Case, rule: Item) -> None:
    """An item as far as it is: open, with the coordinator, or ready."""
    if rule.code in _OPEN:
        return
    if rule.component == _IMPACT:
        _send(story, case, rule)
    else:
        _complete(story, case, rule)
        mark_ready(story.command(case), _typed(rule))


def _typed(rule: Item) -> dict[str, str]:
    """What is claimed of an item: the level, and the prefilled answer with what it leaves open."""
    text = _SAID["texts"].get(rule.code, rule.answer)
    for known in _SAID["gaps"].get(rule.code, ()):
        text = text.replace("…", known, 1)
    level = _SAID["levels"].get(rule.code, _LEVEL)
    return {"level": str(level), "answer": text, "why": "Sesuai bukti dukung terlampir"}


def _complete(story: _Story, case: Case, rule: Item) -> None:
    """The answer and all pieces that its level asks for."""
    typed = _typed(rule)
    save_draft(story.command(case), typed)
    for one in rule.wanted(int(typed["level"])):
        _bring(story, case, one.code, one.code)


def _send(story: _Story, case: Case, rule: Item) -> None:
    """The agency's operator sends it, where there is one."""
    _complete(story, case, rule)
    submit(story.command_of_agency(case), _typed(rule))


def _answer_finding(story: _Story, case: Case, code: str, *, is_accepted: bool) -> None:
    typed = {"answer": _SAID["findings"][code]}
    save_draft(story.command_of_agency(case), typed)
    today = timezone.localdate(story.at)
    address = f"https://arsip.batangkab.example/temuan-{case.finding.number}"
    add_link(story.command_of_agency(case), address, "Tindak lanjut temuan", today)
    submit(story.command_of_agency(case), typed)
    if is_accepted:
        verify(story.command(case))


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


def _begin(story: _Story, case: Case, rule: Item) -> None:
    save_draft(story.command_of_agency(case), _typed(rule))


def _ask(story: _Story, case: Case, rule: Item) -> None:
    """Of the agency whose operator has an account that people sign in with."""
    held = Appointment.objects.filter(region=case.region, role=Role.OPERATOR)
    first = held.select_related("agency").order_by("pk").first()
    if first is not None and first.agency is not None:
        hand_over([case.item], first.agency, by=story.by, at=story.at)
        case = current_case(case)
    _begin(story, case, rule)
    ask(case.item, rule.evidence[0].code, by=story.by, at=story.at, site=_SITE)
    comment(story.command(case), "Draf sudah di meja Sekda.")


def _come_in(story: _Story, case: Case, rule: Item) -> None:
    _begin(story, case, rule)
    wanted = rule.evidence[0].code
    asked = ask(case.item, wanted, by=story.by, at=story.at, site=_SITE)
    title = _title(case, wanted)
    bring(asked, [Sent(f"{title}.pdf", _pdf(title, case.region.name))], "Terlampir.", at=story.at)


def _return(story: _Story, case: Case, rule: Item) -> None:
    _send(story, case, rule)
    send_back(story.command(case), "Sebutkan angka pemakainya, dan lampirkan sumbernya.")


# What became of the items that agencies have.
_WITH_AGENCIES: Mapping[str, Callable[[_Story, Case, Item], None]] = {
    "1.6": _ask,
    "2.10": _come_in,
    "2.11": _begin,
    "4.7": _return,
    "4.11": _begin,
    "4.15": _begin,
    "4.19": _begin,
    "4.23": _begin,
}
