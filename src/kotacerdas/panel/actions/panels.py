"""Beginning a panel: its regions, its members, its chair."""

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils import translation

from kotacerdas.accounts.actions import account_of
from kotacerdas.accounts.mail import password_path
from kotacerdas.accounts.models import User
from kotacerdas.accounts.operators import is_address
from kotacerdas.audit.actions import lock_chain, record_entry
from kotacerdas.core.errors import RefusedError
from kotacerdas.core.words import words
from kotacerdas.evaluation.models import Cycle, Stage
from kotacerdas.outbox.mail import queue_letter
from kotacerdas.panel.access import may_hold, require_manager
from kotacerdas.panel.actions.assigning import let_chair_read, take_away
from kotacerdas.panel.actions.standing import keep_standing
from kotacerdas.panel.logged import (
    Element,
    chain_of,
    element,
    of_member,
    of_panel,
    of_review,
    values_of_member,
    values_of_panel,
    values_of_review,
)
from kotacerdas.panel.models import Member, Panel, Review
from kotacerdas.panel.selectors import assignments_in_force, whole_reviews
from kotacerdas.records.actions import lock_region
from kotacerdas.records.models import Region
from kotacerdas.workbook.cells import printable

LONGEST = 200


def begin_panel(  # noqa: PLR0913 - the panel, its regions, who begins it and when
    year: int,
    stage: str,
    title: str,
    home: Region | None,
    cycles: Sequence[Cycle],
    *,
    by: User,
    at: datetime,
) -> Panel:
    """Begin a panel for the stages of that code of a year, of these cycles' regions.

    Raises:
        PermissionDenied: `by` may not hold one there.
        RefusedError: it has no title or no region, the region has one for the stage already, or as
            `add_reviews`.
    """
    title = _named(title, "panel.no_title")
    if not cycles:
        raise RefusedError("panel.no_regions")
    with transaction.atomic():
        lock_chain(home.code if home else "site")
        if not may_hold(by, home, at):
            raise PermissionDenied
        if home is not None and Panel.objects.filter(home=home, year=year, stage=stage).exists():
            raise RefusedError("panel.begun_already", year=year)
        panel = Panel.objects.create(
            year=year, stage=stage, home=home, title=title, begun_by=by, begun_at=at
        )
        said = element(of_panel(panel), None, values_of_panel(panel))
        record_entry(chain_of(panel), "panel.begin", [said], actor=by.email, at=at)
        add_reviews(panel, cycles, by=by, at=at)
    return panel


def add_reviews(panel: Panel, cycles: Sequence[Cycle], *, by: User, at: datetime) -> list[Review]:
    """Put regions' stages before the panel; those that are before it already are passed over.

    Raises:
        PermissionDenied: `by` does not hold the panel.
        RefusedError: a cycle is of another year or without that stage, another panel has it, or
            the panel is of another region.
    """
    made = []
    with transaction.atomic():
        require_manager(by, panel, at)
        for cycle in sorted(cycles, key=lambda one: one.region.code):
            lock_region(cycle.region)
            stage = Stage.objects.filter(cycle=cycle, window__code=panel.stage).first()
            if cycle.year != panel.year or stage is None:
                raise RefusedError("panel.no_such_stage", region=cycle.region)
            if panel.home is not None and panel.home != cycle.region:
                raise RefusedError("panel.of_another_region", region=cycle.region)
            known = Review.objects.filter(stage=stage).first()
            if known is not None and known.panel_id != panel.pk:
                raise RefusedError("panel.has_another", region=cycle.region)
            if known is not None:
                continue
            review = Review.objects.create(panel=panel, cycle=cycle, stage=stage)
            review = whole_reviews().get(pk=review.pk)
            said = [element(of_review(review), None, values_of_review(review))]
            chair = _chair_of(panel)
            if chair is not None:
                said += let_chair_read(review, chair, at)
            code = cycle.region.code
            record_entry(code, "panel.review", said, actor=by.email, at=at)
            made.append(review)
    return made


def add_member(  # noqa: PLR0913 - whom, of which panel, who adds them and when
    panel: Panel,
    email: str,
    name: str,
    institution: str,
    *,
    by: User,
    at: datetime,
    site: str = "",
) -> Member:
    """Take somebody into the panel, with an account where there is none; who is in it stays so.

    They are written to with how to sign in, where `site` says what the links of letters begin with.

    Raises:
        PermissionDenied: `by` does not hold the panel.
        RefusedError: the address is none, or the account was closed.
    """
    institution = printable(institution).strip()[:LONGEST]
    with transaction.atomic():
        lock_chain(chain_of(panel))
        require_manager(by, panel, at)
        if not is_address(email.strip()):
            raise RefusedError("panel.no_address", text=email or "–")
        user, said = account_of(email.strip(), printable(name).strip()[:LONGEST])
        known = Member.objects.filter(panel=panel, user=user, left_at=None).first()
        if known is not None:
            return known
        member = Member.objects.create(
            panel=panel, user=user, institution=institution, joined_at=at
        )
        said.append(element(of_member(member), None, values_of_member(member)))
        record_entry(chain_of(panel), "panel.member", said, actor=by.email, at=at)
        if site:
            queue_letter(f"panel-member/{member.pk}", _invitation(member, site), at)
    return member


def _invitation(member: Member, site: str) -> EmailMessage:
    """In the language of who gets it."""
    user = member.user
    with translation.override(user.language):
        say = words()
        if user.has_usable_password():
            how = say("mail.sign_in", link=site + reverse("account_login"))
        else:
            again = site + reverse("account_reset_password")
            how = say("mail.set_password", link=site + password_path(user), again=again)
        parts = [
            say("mail.greeting", name=user.name or user),
            say("panel.mail_member", title=member.panel.title, year=member.panel.year),
            how,
            say("mail.closing"),
        ]
        subject = say("panel.mail_subject", title=member.panel.title)
        return EmailMessage(subject, "\n\n".join(parts) + "\n", to=[user.email])


def set_chair(member: Member, *, by: User, at: datetime) -> None:
    """Let the member chair the panel from now on; they read every region before it that no conflict
    bars them from.

    Raises:
        PermissionDenied: `by` does not hold the panel.
        RefusedError: the member has left.
    """
    panel = member.panel
    with transaction.atomic():
        lock_chain(chain_of(panel))
        require_manager(by, panel, at)
        held = _present(member)
        before = _chair_of(panel)
        if before == held:
            return
        said = [_changed(one, is_chair=one == held) for one in (before, held) if one is not None]
        record_entry(chain_of(panel), "panel.chair", said, actor=by.email, at=at)
        _read_all(panel, held, before, by, at)


def _read_all(panel: Panel, chair: Member, before: Member | None, by: User, at: datetime) -> None:
    """The chair reads every region that no conflict bars them from; who was it before, only what
    they score.
    """
    for review in whole_reviews().filter(panel=panel).order_by("cycle__region__code"):
        lock_region(review.cycle.region)
        said = []
        for one in assignments_in_force([review], at):
            if before is not None and one.member_id == before.pk and not one.is_scoring:
                said += take_away(one, at)
        said += let_chair_read(review, chair, at)
        if said:
            code = review.cycle.region.code
            record_entry(code, "panel.assign", said, actor=by.email, at=at)


def leave(member: Member, reason: str, *, by: User, at: datetime) -> None:
    """Let somebody leave the panel: they read no region for it any more, what they gave stays.

    Raises:
        PermissionDenied: `by` does not hold the panel.
        RefusedError: the member has left already, or the reason is missing.
    """
    panel, reason = member.panel, printable(reason).strip()
    with transaction.atomic():
        lock_chain(chain_of(panel))
        require_manager(by, panel, at)
        held = _present(member)
        if not reason:
            raise RefusedError("panel.needs_reason")
        said = [_changed(held, left_at=at, is_chair=False)]
        record_entry(chain_of(panel), "panel.leave", said, actor=by.email, at=at, reason=reason)
        reviews = whole_reviews().filter(assignments__member=held).distinct()
        for review in reviews.order_by("cycle__region__code"):
            lock_region(review.cycle.region)
            for one in assignments_in_force([review], at).filter(member=held):
                code = review.cycle.region.code
                ended = take_away(one, at)
                record_entry(code, "panel.unassign", ended, actor=by.email, at=at, reason=reason)
            keep_standing(review)


def set_ranks(panel: Panel, *, shows: bool, by: User, at: datetime) -> None:
    """Say whether the regions of the panel are ranked for each other.

    Raises PermissionDenied: `by` does not hold the panel.
    """
    with transaction.atomic():
        lock_chain(chain_of(panel))
        require_manager(by, panel, at)
        held = Panel.objects.select_related("home").get(pk=panel.pk)
        if held.shows_ranks == shows:
            return
        before = values_of_panel(held)
        held.shows_ranks = shows
        held.save(update_fields=["shows_ranks"])
        said = element(of_panel(held), before, values_of_panel(held))
        record_entry(chain_of(panel), "panel.ranks", [said], actor=by.email, at=at)


def _chair_of(panel: Panel) -> Member | None:
    held = Member.objects.filter(panel=panel, is_chair=True, left_at=None)
    return held.select_related("user").first()


def _changed(member: Member, **fields: object) -> Element:
    """Change the member's row; what the log says of it."""
    before = values_of_member(member)
    for name, value in fields.items():
        setattr(member, name, value)
    member.save(update_fields=list(fields))
    return element(of_member(member), before, values_of_member(member))


def _present(member: Member) -> Member:
    held = Member.objects.select_related("user", "panel__home").get(pk=member.pk)
    if held.left_at is not None:
        raise RefusedError("panel.member_left", who=str(held.user))
    return held


def _named(text: str, missing: str) -> str:
    text = printable(text).strip()[:LONGEST]
    if not text:
        raise RefusedError(missing)
    return text
