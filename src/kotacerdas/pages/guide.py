"""The guide to the site: one document, and for each page the chapter that speaks of it.

`guide.md` is a link to docs/panduan.md, so that both are one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path, PurePosixPath

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.text import slugify
from markdown_it import MarkdownIt
from markdown_it.token import Token

from kotacerdas.core.terms import in_guide

DOCUMENT = Path(__file__).with_name("guide.md")
PICTURES = "kotacerdas/panduan"  # among the static files
TERMS = "istilah"
# The first that matches a view's name; a chapter is named by its title in an address.
CHAPTERS: Sequence[tuple[str, Sequence[str]]] = (
    (
        "langkah-pertama",
        ("pages:steps", "accounts:site", "accounts:new-region", "accounts:own-site"),
    ),
    ("orang-dan-peran", ("pages:invite-operators", "accounts:people", "accounts:invite")),
    (
        "orang-dan-peran",
        ("accounts:end*", "accounts:hand_over", "accounts:close", "accounts:reopen"),
    ),
    ("isi-rencana", ("pages:plan*", "pages:act", "pages:acts", "pages:region")),
    ("buku-kerja", ("exchange:import*", "exchange:row", "exchange:file", "reporting:named-files")),
    ("melapor", ("pages:work", "exchange:report*", "reporting:report", "casework:notice*")),
    ("bukti-dukung", ("reporting:evidence", "casework:*evidence*")),
    ("verifikasi", ("reporting:queue",)),
    ("periode-pelaporan", ("reporting:*",)),
    ("inovasi", ("innovation:*", "pages:innovation", "pages:innovations")),
    ("angka-dan-asalnya", ("pages:number",)),
    ("hasil-dan-penerbitan", ("pages:result", "pages:run*", "pages:publish", "pages:take-back")),
    ("hasil-dan-penerbitan", ("pages:compare-runs", "pages:years", "pages:made-again")),
    ("dokumen", ("pages:documents",)),
    ("halaman-pimpinan", ("pages:leader", "pages:note")),
    ("indeks-inovasi-daerah", ("pages:innovation-index", "pages:download-iid")),
    ("survei-dampak-warga", ("survey:*",)),
    ("penilaian-panel", ("panel:*",)),
    ("evaluasi-tahunan", ("evaluation:*", "exchange:*questionnaire*")),
    ("indeks", ("pages:indices", "pages:other-regions")),
    ("indeks", ("pages:evaluation", "pages:edition", "pages:crosswalk")),
    ("catatan-dan-pembatalan", ("pages:log", "pages:entry", "pages:access_*", "pages:history")),
    ("catatan-dan-pembatalan", ("exchange:undo",)),
    ("akun", ("accounts:profile", "account_*", "mfa_*", "socialaccount_*")),
    ("mengenal-halaman", ("pages:*",)),
)


@dataclass(frozen=True)
class Guide:
    """The document as a page shows it; `chapters` are places and titles."""

    chapters: Sequence[tuple[str, str]]
    html: SafeString


def guide(request: HttpRequest) -> HttpResponse:
    """For everybody who is signed in: it holds nothing of any region."""
    return render(request, "pages/guide.html", {"guide": guide_as_page()})


def guide_address(view: str) -> str:
    """The chapter that speaks of a page; the guide's beginning where none does."""
    chapter = next(
        (one for one, names in CHAPTERS if any(fnmatchcase(view, name) for name in names)), ""
    )
    return reverse("pages:guide") + (f"#{chapter}" if chapter else "")


def term_address(term: str) -> str:
    """Where the guide explains a term that pages explain, too."""
    return f"{reverse('pages:guide')}#{TERMS}-{slugify(in_guide(term))}"


@cache
def guide_as_page() -> Guide:
    """The document without its title, its chapters and terms with places to lead to."""
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = markdown.parse(DOCUMENT.read_text("utf-8"))[3:]
    chapters = []
    for at, token in enumerate(tokens):
        if token.type == "heading_open":
            title = tokens[at + 1].content
            token.attrSet("id", slugify(title))
            chapters.append((slugify(title), title))
        elif token.type == "tr_open" and tokens[at + 1].type == "td_open":
            token.attrSet("id", f"{TERMS}-{slugify(tokens[at + 2].content)}")
        elif token.type == "table_open":
            token.attrSet("class", "data")
        _lead_to_pictures(token.children or ())
    html = markdown.renderer.render(tokens, markdown.options, {})
    return Guide(chapters, SafeString(html))  # of our own document, without HTML


def _lead_to_pictures(tokens: Sequence[Token]) -> None:
    for token in tokens:
        if token.type == "image":
            name = PurePosixPath(str(token.attrGet("src"))).name
            token.attrSet("src", static(f"{PICTURES}/{name}"))
            token.attrSet("loading", "lazy")
