"""What a survey comes to, read from the answers that count."""

from collections.abc import Sequence

import polars as pl

from kotacerdas.records.models import Region
from kotacerdas.scoring.impact_survey import FRAME, Summary, summarise
from kotacerdas.survey.models import Answer, Form, Survey

COUNTED = {"is_set_aside": False}


def summary(region: Region, year: int) -> Summary | None:
    """The results of the region's survey of that year by dimension, sub-dimension and statement.

    None where there is no survey. Of one without enough answers the means are None, and so are the
    levels that they come to in the impact component. What it means is docs/methodology.md, 13; it
    asks four queries, whatever the number of answers. `scoring.impact_survey.summarise` is the same
    over a frame, without a database.
    """
    survey = Survey.objects.filter(region=region, year=year).first()
    return None if survey is None else summary_of(survey, list(survey.forms.order_by("pk")))


def summary_of(survey: Survey, forms: Sequence[Form]) -> Summary:
    return summarise([one.as_asked for one in forms], frame_of(forms), survey.questions)


def frame_of(forms: Sequence[Form]) -> pl.DataFrame:
    """The answers that count, with the columns that are summarised."""
    found = Answer.objects.filter(form__in=forms, **COUNTED).values_list("form", "steps", "uses")
    return pl.DataFrame(list(found), schema=FRAME, orient="row")
