"""A notice of something done that can be undone: its button posts to an address."""

import json
from typing import Any

from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest


def say_with_undo(request: HttpRequest, text: str, url: str, **fields: object) -> None:
    """Show the text on the next page, with a button that posts the fields to the address."""
    messages.success(request, text, extra_tags=json.dumps({"url": url, "fields": fields}))


def undo_of(message: Message) -> dict[str, Any] | None:
    """The address and fields that undo what a notice says; None where nothing does."""
    undo: dict[str, Any] | None = json.loads(message.extra_tags) if message.extra_tags else None
    return undo
