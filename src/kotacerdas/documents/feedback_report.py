"""What a panel gives a region back as PDF: archivable, readable aloud."""

import json
from collections.abc import Sequence
from dataclasses import asdict

from kotacerdas.documents.blocks import Block, Column, marked, table, two_lines
from kotacerdas.documents.drawable import code, drawable, line
from kotacerdas.documents.evaluation_story import MARK
from kotacerdas.documents.feedback import (
    MENDED,
    STRENGTHS,
    Feedback,
    Item,
    ItemSummary,
    Recommendation,
)
from kotacerdas.documents.pdf import compiled
from kotacerdas.documents.qr import qr_code
from kotacerdas.documents.report import colours, picture
from kotacerdas.wording.cutting import breakable
from kotacerdas.wording.dates import long_date

_NAME, _TEXT, _LONGEST = 200, 600, 10_000


def feedback_report(feedback: Feedback) -> bytes:
    """The foot of each page names the result, and its page if the site's address is known."""
    inputs = {"content": json.dumps(content(feedback), ensure_ascii=False)}
    if feedback.address:
        inputs |= {"address": feedback.address, "code": qr_code(feedback.address)}
    return compiled("feedback.typ", inputs)


def content(feedback: Feedback) -> Block:
    """All of it; every text in it may be drawn as it is."""
    say, language = feedback.say, feedback.language
    region, digest = line(feedback.region, 80), feedback.sha256[:MARK]
    signed = max((day for *_, day in feedback.signatures), default=feedback.set_on)
    return {
        "lang": language.value,
        "title": say("feedback.title", year=feedback.year),
        "region": region,
        "description": feedback.headline,
        "created": [feedback.on.year, feedback.on.month, feedback.on.day],
        "colours": colours(),
        "cover": {
            "kind": say("feedback.kind"),
            "monogram": drawable(feedback.region).split()[-1][:1].upper(),
            "emblem_alt": say("alt.emblem", region=region),
            "arms_alt": say("alt.arms", region=region),
            "lines": [
                line(f"{feedback.stage[:1].upper()}{feedback.stage[1:]} · {feedback.panel}", 90),
                say("cover.edition", edition=line(feedback.edition, 60)),
                say("feedback.result", n=feedback.result, hash=digest),
                say("feedback.signed", day=long_date(signed, language)),
            ],
        },
        "footer": {
            "left": say(
                "feedback.foot",
                region=line(feedback.region, 40),
                year=feedback.year,
                n=feedback.result,
                hash=digest,
            ),
            "page": say("footer.page", n="\1", total="\2"),
        },
        "sections": [
            _summary(feedback),
            _items(
                feedback,
                "feedback.strengths",
                feedback.strengths_headline,
                feedback.strength_summaries,
                STRENGTHS,
            ),
            _items(
                feedback,
                "feedback.to_mend",
                feedback.mended_headline,
                feedback.mend_summaries,
                MENDED,
            ),
            _recommendations(feedback),
            _all_items(feedback),
            _method(feedback),
        ],
    }


def _summary(feedback: Feedback) -> Block:
    columns = [
        Column(head, "1fr" if at == 0 else "76pt", is_figure=at > 0)
        for at, head in enumerate(feedback.chart_heads)
    ]
    rows = [[line(name, 60), *figures] for name, *figures in feedback.chart_rows]
    alt = feedback.say("feedback.components_alt")
    return {
        "title": feedback.headline,
        "headline": "",
        "blocks": [
            *({"notice": line(one, _TEXT)} for one in feedback.notices),
            {"facts": [list(one) for one in feedback.facts]},
            *_appreciation(feedback),
            {"heading": feedback.components_headline},
            {"picture": picture(feedback.chart()), "alt": alt},
            {"table": table(columns, rows)},
        ],
    }


def _appreciation(feedback: Feedback) -> list[Block]:
    if not feedback.appreciation:
        return []
    parts = [_whole(part) for part in feedback.appreciation.splitlines() if part.strip()]
    return [{"quote": parts, "by": feedback.say("feedback.appreciation")}]


def _whole(text: str) -> str:
    return breakable(drawable(text[:_LONGEST]))


def _items(
    feedback: Feedback, title: str, headline: str, items: Sequence[ItemSummary], most: int
) -> Block:
    blocks: list[Block] = [{"item": _item(one)} for one in items[:most]]
    if len(items) > most:
        said = feedback.say("feedback.first_of", shown=most, total=len(items))
        blocks.append({"text": said})
    return {"title": feedback.say(title), "headline": headline, "blocks": blocks}


def _item(one: ItemSummary) -> Block:
    return asdict(one) | {
        "code": code(one.code),
        "name": line(one.name, _NAME),
        "sentence": line(one.sentence, _TEXT),
        "comments": [_whole(text) for text in one.comments],
    }


def _recommendations(feedback: Feedback) -> Block:
    say, language = feedback.say, feedback.language
    columns = [
        Column(say("feedback.item"), "30pt"),
        Column(say("feedback.recommendation"), "1.5fr"),
        Column(say("feedback.due"), "86pt"),
        Column(say("feedback.follow_up", day=feedback.day), "1fr"),
    ]
    blocks: list[Block] = []
    for agency, given in feedback.by_agency:
        rows = [
            [
                code(one.item),
                _whole(one.text),
                long_date(one.due_on, language),
                _followed(feedback, one),
            ]
            for one in given
        ]
        blocks += [{"heading": line(agency, 90)}, {"table": table(columns, rows)}]
    return {
        "title": say("feedback.recommendations"),
        "headline": feedback.recommendations_headline,
        "blocks": blocks,
    }


def _followed(feedback: Feedback, one: Recommendation) -> Block | str:
    followed, moved = feedback.followed(one), feedback.moved(one)
    return two_lines(followed, line(moved, _NAME)) if moved else followed


_MARKS = {"strength": "realised", "to_mend": "behind"}


def _all_items(feedback: Feedback) -> Block:
    say = feedback.say
    columns = [
        Column(say("feedback.item"), "30pt"),
        Column("", "1fr"),
        Column(say("feedback.claim_head"), "40pt", is_figure=True),
        Column(say("feedback.value"), "54pt", is_figure=True),
        Column(say("label.status"), "70pt"),
    ]
    blocks: list[Block] = []
    for part in feedback.parts:
        rows = [
            [
                code(one.code),
                line(one.name, _NAME),
                "–" if one.claim is None else str(one.claim),
                feedback.value(one.value),
                _marked(feedback, one),
            ]
            for one in part.items
        ]
        heading = f"{line(part.name, 60)} · {feedback.value(part.score)}"
        blocks += [{"heading": heading}, {"table": table(columns, rows, is_dense=True)}]
    return {
        "title": say("feedback.items"),
        "headline": say("feedback.items_headline"),
        "blocks": blocks,
    }


def _marked(feedback: Feedback, one: Item) -> Block | str:
    mark = feedback.marks.get(one.code)
    return marked(_MARKS[mark], feedback.say(f"feedback_mark.{mark}")) if mark else ""


def _method(feedback: Feedback) -> Block:
    say, language = feedback.say, feedback.language
    people = [
        [line(who, 80), f"{line(capacity, 40)}, {long_date(day, language)}"]
        for who, capacity, day in feedback.signatures
    ]
    return {
        "title": say("feedback.method"),
        "headline": say("feedback.method_headline"),
        "blocks": [
            {"list": [*feedback.rules, feedback.as_of]},
            {"heading": say("feedback.signatures")},
            {"pairs": [*people, [say("feedback.sha256"), drawable(feedback.sha256)]]},
        ],
    }
