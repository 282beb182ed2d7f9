"""Handing a stored file to whoever asked for it."""

from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.shortcuts import render

from kotacerdas.core.stored_files import StoredFileError, opened
from kotacerdas.core.words import sentence


def served(
    request: HttpRequest, name: str, sha256: str, title: str, **more: Any
) -> HttpResponseBase:
    """The file as it was stored, under its title; `more` goes to the FileResponse.

    A page that says what to do where it is gone (404), or is not what was stored any more (500).
    """
    try:
        content = opened(name, sha256, title)
    except StoredFileError as error:
        return refused_file(request, error)
    return FileResponse(content, filename=title, **more)


def refused_file(request: HttpRequest, error: StoredFileError) -> HttpResponseBase:
    """The page that says what became of a stored file, and what to do."""
    page = {"kind": "stored_file", "why": sentence(error)}
    status = 404 if error.key == "stored_file.missing" else 500
    return render(request, "error.html", page, status=status)
