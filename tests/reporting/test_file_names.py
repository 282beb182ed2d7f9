"""A file is the one that a workbook names, however people wrote the name."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kotacerdas.casework.file_kinds import Kind
from kotacerdas.reporting.file_names import NameIndex, parts_of

LETTERS = st.text(
    st.characters(codec="utf-8", categories=("Lu", "Ll", "Nd"), exclude_characters="ıİſ"),
    min_size=1,
    max_size=8,
).filter(lambda text: unicodedata.normalize("NFC", text.casefold()) == text.casefold())
ENDINGS = [ending for kind in Kind for ending in kind.endings]
SAME = [(".jpg", ".jpeg"), (".jpe", ".jfif"), (".heic", ".heif"), (".csv", ".tsv")]


@given(
    st.lists(LETTERS, min_size=1, max_size=4),
    st.sampled_from(ENDINGS),
    st.sampled_from([" ", "_", "-", "  ", " - ", "__"]),
    st.sampled_from([" ", "_", "-", "  ", " - ", "__"]),
    st.sampled_from(["NFC", "NFD"]),
    st.sampled_from([str.upper, str.lower, str.title, str]),
    st.sampled_from(["", "bukti/2022/", "C:\\Bukti 2022\\", " "]),
)
def test_letters_case_blanks_folders_and_form_are_no_difference(  # noqa: PLR0913, PLR0917 - how a name may differ
    words, ending, one, other, form, written, folder
):
    name = one.join(words) + ending
    sent = folder + unicodedata.normalize(form, other.join(words)) + written(ending)

    assert NameIndex([(name, "row")]).of(sent) == ["row"]
    assert NameIndex([(sent, "row")]).of(name) == ["row"]


@given(LETTERS, LETTERS, st.sampled_from(ENDINGS), st.sampled_from(ENDINGS))
def test_another_stem_is_another_file(one, other, ending, second):
    found = NameIndex([(one + ending, "row")]).of(other + second)

    assert bool(found) == (parts_of(one)[0] == parts_of(other)[0])


@given(st.text(max_size=30), st.text(max_size=30))
def test_whatever_the_names_are_matching_is_mutual_and_of_oneself(one, other):
    stem, _ = parts_of(one)

    assert bool(NameIndex([(one, 1)]).of(one)) == bool(stem)
    assert bool(NameIndex([(one, 1)]).of(other)) == bool(NameIndex([(other, 1)]).of(one))


@pytest.mark.parametrize(("one", "other"), SAME)
def test_two_endings_of_one_kind_are_one(one: str, other: str):
    index = NameIndex([(f"foto{one}", "that"), ("foto.pdf", "another")])

    assert index.of(f"Foto{other.upper()}") == ["that"]


def test_the_same_ending_comes_before_any_other():
    index = NameIndex([("laporan.docx", "text"), ("laporan.pdf", "print"), ("foto", "bare")])

    assert index.of("laporan.pdf") == ["print"]
    assert index.of("laporan.png") == ["text", "print"]
    assert index.of("foto.jpg") == ["bare"]


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Laporan v1.2", ("laporan v1.2", "")),
        ("Laporan v1.2.PDF", ("laporan v1.2", Kind.PDF)),
        ("gov-17-1.pdf", ("gov 17 1", Kind.PDF)),
        ("gov-171.pdf", ("gov 171", Kind.PDF)),
        (".pdf", (".pdf", "")),
        ("bukti/", ("", "")),
        ("rapat\u200b.docx", ("rapat", ".docx")),
        ("  _  ", ("", "")),
    ],
)
def test_stem_and_ending(name: str, parts: tuple[str, str]):
    assert parts_of(name) == parts
