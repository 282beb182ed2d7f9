"""What an import would do, in the reader's words: the parts of its page."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from kotacerdas.core.words import language, sentence, words
from kotacerdas.exchange.choices import choices_of
from kotacerdas.exchange.issue_list import issue_view, ordered
from kotacerdas.exchange.listing import listing
from kotacerdas.exchange.looking import effect_in
from kotacerdas.exchange.models import Import
from kotacerdas.exchange.previews import Preview, refusal_of
from kotacerdas.frameworks.loading import DEFAULT, load
from kotacerdas.scorecards.display import change_view, field_display, record_name
from kotacerdas.wording.numbers import number as written


def parts_of(request: HttpRequest, sent: Import, preview: Preview) -> dict[str, Any]:
    """What the template is given of the preview; of each list the page that is asked for."""
    say = words()
    return {
        "is_to_decide": preview.is_ok and sent.applied_at is None,
        "no_base": _no_base(sent, preview),
        "confirm_label": _confirm_label(preview),
        "reason_label": say("import.reason" if preview.needs_reason else "import.reason_optional"),
        "only_added": choices_of(sent.choices).only_added,
        "issues": listing(request, "catatan", ordered(preview.issues), issue_view),
        "number_of_issues": len(preview.issues),
        "refusal": preview.refusal and sentence(refusal_of(preview.refusal)),
        "effects": _effects(request, sent, preview),
        "conflicts": listing(request, "perbedaan", preview.conflicts, _conflict),
        "sheets": _sheets(preview),
        "corrections": listing(request, "koreksi", preview.corrections, _correction),
        "removals": listing(request, "dihapus", preview.removals, lambda one: name_of(one["of"])),
        "left": listing(request, "tetap", preview.left, _left),
        "old_codes": listing(request, "kode", preview.old_codes, _old_code),
        "old_codes_help": say(
            "import.old_codes_based" if sent.base_entry else "import.old_codes_help"
        ),
        "unlisted": _unlisted(sent, preview),
        "changes": listing(request, "p", preview.changes, change_view),
    }


def name_of(of: Sequence[Any]) -> str:
    """The name of a record by the `of` of an element."""
    return record_name(of[0], of[2:])


def _no_base(sent: Import, preview: Preview) -> str:
    """Why nothing is known of what the file began with, where that makes a difference."""
    matters = preview.unlisted or preview.conflicts
    return words()(f"import.{sent.no_base}") if sent.no_base and matters else ""


def _confirm_label(preview: Preview) -> str:
    if preview.conflicts or preview.corrections:
        return words()("import.confirm_decided")
    return words().count("import.confirm", preview.number)


def _old_code(one: Sequence[str]) -> tuple[str, str]:
    label, code, current = one
    return record_name(label, [code]), current


def _left(one: Mapping[str, Any]) -> tuple[str, str]:
    return name_of(one["of"]), sentence(refusal_of(one["why"]))


def _sheets(preview: Preview) -> list[dict[str, str]]:
    """Each model of which there are several conflicts, to be decided at once."""
    labels = [one["of"][0] for one in preview.conflicts]
    return [
        {"label": label, "name": words().several("log_model", label)}
        for label in dict.fromkeys(labels)
        if labels.count(label) > 1
    ]


def _unlisted(sent: Import, preview: Preview) -> list[dict[str, Any]]:
    removals = choices_of(sent.choices).removals
    return [
        {
            "label": label,
            "name": words().several("log_model", label),
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
        "record": name_of(one["of"]),
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
        for side in ("now", "wanted")
    }
    return {
        "id": one["id"],
        "record": name_of(one["of"]),
        **texts,
        "name": field_display(sheet, name, None)[0],
        "is_taken": one["is_taken"],
        "url": one["url"],
    }
