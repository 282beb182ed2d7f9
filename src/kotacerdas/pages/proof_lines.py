"""The rows of a number's page as HTML, put together here: a template takes four times as long."""

from collections.abc import Iterable, Iterator

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from kotacerdas.accounts.access import Here
from kotacerdas.casework.evidence_view import Piece
from kotacerdas.core.words import words
from kotacerdas.pages.proofs import Proof, Source
from kotacerdas.pages.templatetags.kotacerdas import icon, named_evidence


def proof_line(here: Here, proof: Proof) -> SafeString:
    """One row: its mark, its name and value, what it says, and what it rests on."""
    row = proof.row
    name = (
        format_html('<a href="{}">{}</a>', proof.url, row.name)
        if proof.url
        else format_html("<span>{}</span>", row.name)
    )
    return format_html(
        '<div class="proof">{}<div><div class="proof-name">{} {}</div>{}{}{}{}</div></div>',
        _each('<span class="mark mark-{}"></span>', row.status),
        name,
        _each('<span class="end nowrap">{}</span>', row.value),
        _each('<div class="small muted">{}</div>', row.about),
        _each('<div class="quote small">{}</div>', row.note),
        _joined(map(_source, proof.sources)),
        _evidence(here, proof),
    )


def _each(html: str, text: str) -> str:
    """The element with the text; nothing where there is none."""
    return format_html(html, text) if text else ""


def _joined(parts: Iterable[str]) -> SafeString:
    """Of parts that are HTML already."""
    return SafeString("".join(parts))


def _source(source: Source) -> SafeString:
    link = '<a href="{}">{}</a>'
    parts = [
        (
            "file-text" if source.is_report else "file-spreadsheet",
            format_html(link, source.url, source.name) if source.url else source.name,
        ),
        ("user", source.brought),
        ("circle-check", source.checked),
        ("history", source.since),
    ]
    return format_html(
        '<div class="inline-facts small muted">{}</div>',
        _joined(format_html("<span>{} {}</span>", icon(one), text) for one, text in parts if text),
    )


def _evidence(here: Here, proof: Proof) -> str:
    parts = list(_pieces(here, proof.pieces))
    parts += [named_evidence(*one) for one in proof.named]
    items = [format_html("<li>{}</li>", part) for part in parts]
    if proof.closed:
        text = words().count("number.closed", proof.closed)
        items.append(format_html('<li class="muted">{} {}</li>', icon("lock"), text))
    return _each('<ul class="proof-evidence small">{}</ul>', _joined(items))


def _pieces(here: Here, pieces: Iterable[Piece]) -> Iterator[SafeString]:
    """Each, and after it its copies."""
    for piece in pieces:
        one = piece.evidence
        if piece.kind == "link":
            yield named_evidence(one.title, one.url)
        else:
            url = reverse("casework:evidence-view", args=[here.region.code, one.pk])
            yield named_evidence(one.title, url)
        yield from _pieces(here, piece.copies)
