"""The region's deck, shown slide by slide: the presenter's page, and the screen that follows it."""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString

from kotacerdas.core.drawing import svg_of
from kotacerdas.core.errors import RefusedError
from kotacerdas.core.words import language, sentence
from kotacerdas.documents.evaluation_slides import slides
from kotacerdas.documents.slide_chart import slide_chart
from kotacerdas.documents.slides import Chart, Slide
from kotacerdas.evaluation.story import story_submitted
from kotacerdas.panel.outcomes import newest_submission
from kotacerdas.panel.places import place as address_of
from kotacerdas.panel.views.doors import Reader, of_review


@dataclass(frozen=True)
class ShownSlide:
    """A slide with its chart drawn; `legend` are the names of its series with their colours."""

    slide: Slide
    drawing: SafeString | None
    legend: Sequence[tuple[str, str]]
    picture: str  # as an address of its own, empty for none


@of_review
def presenting(request: HttpRequest, reader: Reader) -> HttpResponseBase:
    """The deck of what was submitted: what the presenter sees, or with `layar` the audience.

    Back to the meeting, in words, where nothing was submitted or its result is not kept.
    """
    review = reader.review
    submission = newest_submission(review)
    if submission is None:
        return _back(request, reader, RefusedError("panel.nothing_submitted"))
    try:
        story = story_submitted(reader.here, review.cycle, submission).story
    except RefusedError as refused:
        return _back(request, reader, refused)
    context = {
        "here": reader.here,
        "reader": reader,
        "review": review,
        "slides": [_shown(one, place) for place, one in enumerate(slides(story))],
        "channel": f"{review.pk}-{submission.pk}",
    }
    template = "screen" if "layar" in request.GET else "presenting"
    return render(request, f"panel/{template}.html", context)


def _back(request: HttpRequest, reader: Reader, why: RefusedError) -> HttpResponseBase:
    messages.error(request, sentence(why))
    return redirect(address_of(reader.review, "meeting"))


def _shown(slide: Slide, place: int) -> ShownSlide:
    chart = slide.chart if slide.chart is not None and slide.chart.has_data else None
    picture = ""
    if slide.picture is not None:
        kind = "png" if slide.picture.startswith(b"\x89PNG") else "jpeg"
        picture = f"data:image/{kind};base64,{base64.b64encode(slide.picture).decode()}"
    return ShownSlide(
        slide,
        None
        if chart is None
        else svg_of(json.dumps(slide_chart(chart, language())), f"slide-{place}"),
        _legend(chart) if chart is not None else (),
        picture,
    )


def _legend(chart: Chart) -> list[tuple[str, str]]:
    """Of a chart that shows more than one row of figures."""
    if len(chart.series) < 2 and chart.kind != "stacked":  # noqa: PLR2004 - one says itself
        return []
    return [(one.name, "" if one.is_hatched else one.colours[0]) for one in chart.series]
