"""The report of an evaluation as PDF: archivable, readable aloud, in the questionnaire's order."""

import json
from collections.abc import Sequence
from typing import Any

from kotacerdas.documents import headlines, report, resource_pages
from kotacerdas.documents.blocks import Block, Column, marked, table
from kotacerdas.documents.drawable import code, drawable, line
from kotacerdas.documents.evaluation_answers import became, chapter_title
from kotacerdas.documents.evaluation_story import Answer, Chapter, Piece, Story
from kotacerdas.documents.pdf import compiled
from kotacerdas.documents.qr import qr_code
from kotacerdas.wording.cutting import breakable
from kotacerdas.wording.numbers import number, percent

_NAME, _TEXT, _TITLE = 200, 10_000, 160


def evaluation_report(story: Story) -> bytes:
    """The report; its foot names the run, and where that stays if the site's address is known."""
    inputs = {"content": json.dumps(content(story), ensure_ascii=False)}
    if story.address:
        inputs |= {"address": story.address, "code": qr_code(story.address)}
    return compiled("evaluation.typ", inputs)


def content(story: Story) -> Block:
    """All of it; every text in it may be drawn as it is."""
    facts = story.facts
    say = facts.say
    overview = report.overview(facts)
    region = line(facts.region, 80)
    title = say("story.title", year=story.year)
    return {
        "lang": facts.language.value,
        "title": title,
        "region": region,
        "description": _claims(story),
        "created": [facts.as_of.year, facts.as_of.month, facts.as_of.day],
        "colours": report.colours(),
        "contents": say("title.contents"),
        "cover": {
            "kind": say("story.report"),
            "monogram": drawable(facts.region).split()[-1][:1].upper(),
            "emblem_alt": say("alt.emblem", region=region),
            "arms_alt": say("alt.arms", region=region),
            "lines": [
                line(_first_upper(" · ".join(filter(None, (story.stage, story.standing)))), 80),
                say("cover.edition", edition=line(facts.scorecard.framework.id, 60)),
                say("story.run", run=story.run),
                say("cover.hash", hash=drawable(facts.scorecard.input_sha256[:12])),
            ],
        },
        "footer": {
            "left": f"{line(facts.region, 40)} · {story.foot}",
            "page": say("footer.page", n="\1", total="\2"),
        },
        "sections": [
            _assessment(story),
            *(_chapter(story, one) for one in story.chapters),
            _documents(story),
            _findings(story),
            _survey(story),
            overview,
            _missed(story),
            resource_pages.budget(facts),
            resource_pages.capacity(facts),
            resource_pages.innovations(facts),
            report.method(facts),
        ],
    }


def _first_upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _claims(story: Story) -> str:
    """What the claims come to, or how many there are."""
    say, language = story.facts.say, story.facts.language
    decimals = story.facts.scorecard.framework.index_decimals
    if story.estimate is not None:
        value = number(story.estimate, decimals, language)
        return say("story.claims", value=value, top=story.levels[-1])
    claimed = sum(len(part.claimed) for part in story.chapters)
    total = sum(len(part.answers) for part in story.chapters)
    return say("story.claims_open", claimed=claimed, total=total)


def _assessment(story: Story) -> Block:
    facts = story.facts
    say, language = facts.say, facts.language
    decimals = facts.scorecard.framework.index_decimals
    columns = [
        Column(say("label.component"), "1fr"),
        Column(say("label.weight"), "60pt", is_figure=True),
        Column(say("story.items"), "50pt", is_figure=True),
        Column(say("story.assessed"), "54pt", is_figure=True),
        Column(say("story.mean_level"), "90pt", is_figure=True),
    ]
    rows = [
        [
            line(part.name, 60),
            percent(part.weight_pct, language, 0),
            number(len(part.answers), 0, language),
            number(len(part.claimed), 0, language),
            number(part.mean, decimals, language),
        ]
        for part in story.chapters
    ]
    total = [say("story.estimate"), "", "", "", number(story.estimate, decimals, language)]
    notes = [{"text": say("story_notes.claims")}]
    return {
        "title": say("story.assessment"),
        "headline": _claims(story),
        "blocks": [{"table": table(columns, [*rows, total], total=1)}, *notes],
    }


def _chapter(story: Story, part: Chapter) -> Block:
    say = story.facts.say
    blocks: list[Block] = [{"item": _item(story, one)} for one in part.answered]
    if part.open:
        names = "; ".join(
            " · ".join(filter(None, (f"{one.code} {one.name}", one.agency))) for one in part.open
        )
        said = say.count("story.open_items", len(part.open))
        blocks.append({"text": line(f"{said}: {names}", _TEXT)})
    return {
        "title": part.name,
        "headline": chapter_title(story, part),
        "chapter": part.code,
        "blocks": blocks or [{"text": say("section.none")}],
    }


def _item(story: Story, one: Answer) -> Block:
    say, top = story.facts.say, story.levels[-1]
    claim = (
        say("story.no_claim")
        if one.level is None
        else say("story.claimed_level", level=one.level, top=top)
    )
    made: Block = {
        "code": one.code,
        "name": line(one.name, _NAME),
        "agency": line(one.agency, 90),
        "level": one.level,
        "levels": list(story.levels),
        "claim": claim,
        "sentence": line(one.sentence, 400),
        "text": breakable(drawable(one.text[:_TEXT])),
        "unanswered": say("story.unanswered"),
        "figures": [[line(name, 60), value] for name, value in one.figures],
        "no_evidence": say("story.no_evidence"),
        "missing": _missing(story, one),
    }
    return made | ({"evidence": _evidence(story, one.evidence)} if one.evidence else {})


def _missing(story: Story, one: Answer) -> str:
    pieces = ", ".join(one.missing)
    return line(story.facts.say("story.missing", pieces=pieces), 400) if pieces else ""


def _evidence(story: Story, pieces: Sequence[Piece]) -> Block:
    say, language = story.facts.say, story.facts.language
    columns = [
        Column(say("story.evidence"), "1fr"),
        Column(say("story.pages"), "44pt", is_figure=True),
        Column(say("story.mark"), "190pt"),
    ]
    rows = [
        [
            line(one.title, _TITLE),
            number(one.pages, 0, language) if one.pages else "",
            code(one.mark) if one.pages or "/" not in one.mark else line(one.mark, 90),
        ]
        for one in pieces
    ]
    return table(columns, rows, is_dense=True)


def _documents(story: Story) -> Block:
    say = story.facts.say
    columns = [
        Column(say("label.name"), "1.2fr"),
        Column(say("label.agency"), "1fr"),
        Column(say("story.document_state"), "1fr"),
        Column(say("story.evidence"), "1.2fr"),
    ]
    rows: list[list[Any]] = [
        [
            line(one.name, _NAME),
            line(one.agency, 90),
            marked(_document_mark(one), line(_first_upper(one.standing), _TITLE)),
            line("; ".join(piece.title for piece in one.evidence), _TITLE),
        ]
        for one in story.documents
    ]
    ready = sum(not one.missing for one in story.documents)
    blocks = [{"table": table(columns, rows)}] if rows else [{"text": say("section.none")}]
    headline = say("story.documents_head", ready=ready, total=len(rows))
    return {"title": say("story.documents"), "headline": headline, "blocks": blocks}


def _document_mark(one: Answer) -> str:
    if not one.missing:
        return "realised"
    return "not_realised" if one.evidence else "not_reported"


def _findings(story: Story) -> Block:
    """Each with what became of it, and the answer in its words."""
    facts = story.facts
    say = facts.say
    title = say("story.findings_title")
    if not story.findings:
        return {"title": title, "headline": say("story.no_findings"), "blocks": []}
    accepted = len(story.findings) - story.open_findings
    headline = say.count("story.findings", len(story.findings), accepted=accepted)
    columns = [
        Column(say("story.number"), "22pt"),
        Column(say("story.finding"), "1.3fr"),
        Column(say("label.agency"), "0.9fr"),
        Column(say("story.answer"), "1.3fr"),
        Column(say("label.status"), "0.9fr"),
    ]
    rows = [
        [
            str(one.number),
            line(" · ".join(filter(None, (one.item, one.text))), 600),
            line(one.agency, 90),
            line(one.answer, 600) or say("story.unanswered"),
            became(facts, one),
        ]
        for one in story.findings
    ]
    return {"title": title, "headline": headline, "blocks": [{"table": table(columns, rows)}]}


def _survey(story: Story) -> Block:
    facts, found = story.facts, story.survey
    say, language = facts.say, facts.language
    title = say("story.survey_title")
    if found is None:
        return {"title": title, "headline": say("story.no_survey", year=story.year), "blocks": []}
    columns = [
        Column(say("label.dimension"), "1fr"),
        Column(say("story.answers"), "60pt", is_figure=True),
        Column(say("story.mean"), "60pt", is_figure=True),
        Column(say("story.interval"), "100pt", is_figure=True),
    ]
    names = facts.dimension_names
    rows = [
        [
            line(names.get(one.code, one.code), 60),
            number(one.estimate.n, 0, language),
            number(one.estimate.mean, 2, language),
            f"{number(one.estimate.low, 2, language)}–{number(one.estimate.high, 2, language)}"
            if one.estimate.low is not None
            else number(None, 2, language),
        ]
        for one in found.dimensions
    ]
    total = [
        say("label.total"),
        number(found.answers, 0, language),
        number(found.estimate.mean, 2, language),
        "",
    ]
    mean = found.estimate.mean
    headline = say(
        "story.survey" if mean is not None else "story.survey_too_few",
        n=number(found.answers, 0, language),
        mean=number(mean, 2, language),
        top=len(found.estimate.counts),
    )
    blocks = [{"table": table(columns, [*rows, total], total=1)}]
    return {"title": title, "headline": headline, "blocks": blocks}


def _missed(story: Story) -> Block:
    """The programmes that fell short, with the reasons that the reports give."""
    facts = story.facts
    say = facts.say
    columns = [
        Column(say("label.programme"), "1.1fr"),
        Column(say("label.agency"), "0.9fr"),
        Column(say("label.reason"), "1.4fr"),
    ]
    rows: list[list[Any]] = [
        [
            marked(facts.short_status, line(row["name"], _NAME)),
            line(row["agency_name"], 90),
            line(row["note"], 400)
            if row["note"]
            else {"text": say("section.no_reason"), "muted": True},
        ]
        for row in facts.programmes_that_are(facts.short_status)
    ]
    blocks = [{"table": table(columns, rows)}] if rows else [{"text": say("section.none")}]
    return {
        "title": say("story.missed_title"),
        "headline": headlines.missed(facts),
        "blocks": blocks,
    }
