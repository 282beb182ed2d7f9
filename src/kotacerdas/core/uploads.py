"""Uploads that are too large are refused before they are read."""

from django.http import HttpRequest


class TooLargeError(Exception):
    """More was announced than may be sent."""


def limited(request: HttpRequest, at_most: int) -> None:
    """Raises TooLargeError by the length announced; a form without a length is none at all."""
    announced = request.headers.get("Content-Length", "")
    if not announced.isdigit() or int(announced) > at_most:
        raise TooLargeError
