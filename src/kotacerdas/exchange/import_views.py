"""The page of an import: what it would do, what has to be decided, and what came of it."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from kotacerdas.accounts.access import Here, in_region
from kotacerdas.accounts.rights import Right
from kotacerdas.core.errors import RefusedError
from kotacerdas.core.words import language, sentence, words
from kotacerdas.exchange.actions import ChangedMeanwhileError, apply_import, effect_in, look
from kotacerdas.exchange.merge import Choices
from kotacerdas.exchange.models import Import
from kotacerdas.exchange.outcome import Decisions
from kotacerdas.exchange.previews import Preview, choices_of, differing, loaded
from kotacerdas.exchange.shown import shown_issues
from kotacerdas.frameworks.loading import DEFAULT, load
from kotacerdas.scorecards.display import change_view, field_display, record_name
from kotacerdas.wording.numbers import number as written

CHANGES_A_PAGE = 50
MOST_SHOWN = 200  # conflicts, corrections and so on, one by one
_CHOICES = {"keep": False, "take": True}
_SIDES = {"site": False, "file": True}


@in_region(Right.IMPORT)
def import_(request: HttpRequest, here: Here, number: int) -> HttpResponseBase:
    """What a file would change: decided by a POST, applied by another."""
    own = Import.objects.select_related("region", "file", "sent_by", "applied_by")
    if request.method != "POST" and "tahun" not in request.GET:
        own = own.defer("reading")
    sent = get_object_or_404(own, region=here.region, pk=number)
    if request.method != "POST" or sent.applied_at is not None:
        if request.method == "POST":
            messages.info(request, _applied_already(sent))
        if not sent.result and sent.applied_at is None:  # whoever sent it did not come to see it
            look(sent, Choices(), timezone.now())
        # What a command applied was never shown.
        preview = loaded(bytes(sent.result)) if sent.result else Preview()
        return _page(request, here, sent, preview)
    if request.POST.get("do") != "apply":
        look(sent, _decided(request.POST, choices_of(sent.choices)), timezone.now())
        return redirect("exchange:import", here.region.code, sent.pk)
    return _apply(request, here, sent)


def _apply(request: HttpRequest, here: Here, sent: Import) -> HttpResponse:
    asked = request.POST
    choices = _decided(asked, choices_of(sent.choices))
    try:
        applied = apply_import(
            sent,
            choices,
            by=here.user,
            at=timezone.now(),
            reason=asked.get("reason", ""),
            digest=asked.get("digest", ""),
            confirmed="confirmed" in asked,
        )
    except ChangedMeanwhileError as error:
        before = loaded(bytes(sent.result))
        looked = look(sent, choices, timezone.now())
        others = [_name(of) for of in differing(before, looked.preview)]
        return _page(request, here, looked.sent, looked.preview, sentence(error), others)
    except RefusedError as error:
        looked = look(sent, choices, timezone.now())
        return _page(request, here, looked.sent, looked.preview, sentence(error))
    if not applied.is_new:
        messages.info(request, _applied_already(applied.sent))
    elif applied.sent.applied_at is None:
        messages.info(request, words()("import.does_nothing"))
    else:
        messages.success(request, _done(applied.sent))
    return redirect("exchange:import", here.region.code, sent.pk)


def _done(sent: Import) -> str:
    say = words()
    parts = [say.count("import.done", sent.changes)] if sent.changes else []
    if sent.corrections:
        parts.append(say.count("import.proposed", sent.corrections))
    return " ".join(parts)


def _applied_already(sent: Import) -> str:
    say = words()
    if sent.entry is None:
        return say("import.applied_already")
    return say("import.applied_already_as", number=sent.entry)


def _decided(asked: QueryDict, before: Choices) -> Choices:
    """What the form says; of what it does not show, what was decided before."""
    side, sheet = asked.get("all", ""), asked.get("sheet", "")
    if side:
        if side == "added":
            return Choices(only_added=True)
        return Choices(Decisions(others=_SIDES.get(side)), before.removals)
    own = before.decisions
    if sheet:
        label, _, side = sheet.partition(":")
        by_id = {
            name: taken for name, taken in own.by_id.items() if not name.startswith(f"{label}/")
        }
        sheets = {**own.sheets, label: _SIDES.get(side, False)}
        return before._replace(decisions=own._replace(by_id=by_id, sheets=sheets))
    by_id = {**own.by_id}
    by_id |= {name: _CHOICES[value] for name, value in asked.items() if value in _CHOICES}
    removals = frozenset(asked.getlist("remove")) if "removals" in asked else before.removals
    return Choices(own._replace(by_id=by_id), removals, before.only_added)


def _page(  # noqa: PLR0913, PLR0917 - all that the page says
    request: HttpRequest,
    here: Here,
    sent: Import,
    preview: Preview,
    refused: str = "",
    others: Sequence[str] = (),
) -> HttpResponse:
    page = Paginator(preview.changes, CHANGES_A_PAGE).get_page(request.GET.get("p"))
    context = {
        "here": here,
        "sent": sent,
        "preview": preview,
        "refused": refused,
        "others": others[:MOST_SHOWN],
        "no_base": _no_base(sent, preview),
        "confirm_label": _confirm_label(preview),
        "reason_label": words()(
            "import.reason" if preview.needs_reason else "import.reason_optional"
        ),
        "reason": request.POST.get("reason", ""),
        "only_added": choices_of(sent.choices).only_added,
        "issues": shown_issues(preview.issues),
        "refusal": preview.refusal
        and sentence(RefusedError(preview.refusal[0], **preview.refusal[1])),
        "effects": _effects(request, sent, preview),
        "conflicts": [_conflict(one) for one in preview.conflicts[:MOST_SHOWN]],
        "sheets": _sheets(preview),
        "too_many": len(preview.conflicts) > MOST_SHOWN,
        "corrections": [_correction(one) for one in preview.corrections[:MOST_SHOWN]],
        "removals": [_name(one["of"]) for one in preview.removals[:MOST_SHOWN]],
        "more_removals": len(preview.removals[MOST_SHOWN:]),
        "left": [(_name(one["of"]), _why(one)) for one in preview.left[:MOST_SHOWN]],
        "more_left": len(preview.left[MOST_SHOWN:]),
        "unlisted": _unlisted(sent, preview),
        "page": page,
        "changes": [change_view(one) for one in page],
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused or preview.refusal else HTTPStatus.OK
    return render(request, "exchange/import.html", context, status=status)


def _no_base(sent: Import, preview: Preview) -> str:
    """Why nothing is known of what the file began with, where that makes a difference."""
    matters = preview.unlisted or preview.conflicts
    return words()(f"import.{sent.no_base}") if sent.no_base and matters else ""


def _confirm_label(preview: Preview) -> str:
    if preview.conflicts or preview.corrections:
        return words()("import.confirm_decided")
    return words().count("import.confirm", preview.number)


def _name(of: Sequence[Any]) -> str:
    return record_name(of[0], of[2:])


def _why(one: Mapping[str, Any]) -> str:
    key, values = one["why"]
    return sentence(RefusedError(key, **values))


def _sheets(preview: Preview) -> list[dict[str, str]]:
    """Each model of which there are several conflicts, to be decided at once."""
    labels = [one["of"][0] for one in preview.conflicts]
    return [
        {"label": label, "name": words().term("log_model", label)}
        for label in dict.fromkeys(labels)
        if labels.count(label) > 1
    ]


def _unlisted(sent: Import, preview: Preview) -> list[dict[str, Any]]:
    removals = choices_of(sent.choices).removals
    return [
        {
            "label": label,
            "name": words().term("log_model", label),
            "n": n,
            "is_removed": label in removals,
        }
        for label, n in preview.unlisted.items()
    ]


def _effects(request: HttpRequest, sent: Import, preview: Preview) -> list[dict[str, Any]]:
    """Of the newest years, and of the one that is asked for; dimensions by their names."""
    found = list(preview.effects)
    year = request.GET.get("tahun", "")
    if year in map(str, preview.other_years) and sent.applied_at is None:
        effect = effect_in(sent, int(year), timezone.now())
        found += [effect._asdict()] if effect is not None else []
    nothing = {"planned": 0, "realised": 0, "achievement_pct": None}
    edition = load(sent.region.framework or DEFAULT)
    return [
        {
            "year": one["year"],
            "before": one["overall"][0] or nothing,
            "after": one["overall"][1] or nothing,
            "count": words()(
                "import.effect_count",
                **{
                    side: written((figures or nothing)[name], 0, language())
                    for side, figures, name in (
                        ("before", one["overall"][0], "realised"),
                        ("after", one["overall"][1], "realised"),
                        ("planned", one["overall"][1], "planned"),
                    )
                },
            ),
            "is_same": one["overall"][0] == one["overall"][1] and not one["dimensions"],
            "dimensions": [
                {
                    "name": edition.name_of((before or after)["code"], language()),
                    "before": before or nothing,
                    "after": after or nothing,
                }
                for before, after in one["dimensions"]
            ],
        }
        for one in found
    ]


def _conflict(one: Mapping[str, Any]) -> dict[str, Any]:
    """The values as the log's pages show them."""
    name, texts = one["name"], {}
    for side in ("base", "now", "wanted"):
        values = one[side]
        if name:
            element = {"of": one["of"], "before": {name: None}, "after": values or {name: None}}
            [shown] = change_view(element).fields
            texts[side] = shown.after
        else:
            texts[side] = words()("undo.is_there" if values is not None else "undo.is_not_there")
    title = shown.name if name else ""
    later = one["later"]
    return {
        "id": one["id"],
        "record": _name(one["of"]),
        "name": title,
        **texts,
        "is_taken": one["is_taken"],
        "later": later and {**later, "at": parse_datetime(later["at"])},
        "actor": later and (later["actor"] or words()("log.by_command")),
    }


def _correction(one: Mapping[str, Any]) -> dict[str, Any]:
    kind = one["name"].partition(":")[0]
    sheet, name = {
        "realised": ("Realisation", "realised"),
        "value": ("Realisation", "value"),
        "money": ("Budget", "realised"),
    }[kind]
    texts = {
        side: field_display(sheet, "status" if isinstance(one[side], str) else name, one[side])[1]
        for side in ("base", "now", "wanted")
    }
    return {
        "id": one["id"],
        "record": _name(one["of"]),
        **texts,
        "name": field_display(sheet, name, None)[0],
        "is_taken": one["is_taken"],
        "url": one["url"],
    }
