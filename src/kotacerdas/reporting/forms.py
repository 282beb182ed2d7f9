"""The forms of periods; a report's own is made of what is due, in shown.py."""

from datetime import date, timedelta
from typing import Any

from django import forms

from kotacerdas.core.forms import day_field, word
from kotacerdas.core.words import words
from kotacerdas.records.models import Agency, Region
from kotacerdas.reporting.selectors import planned_years
from kotacerdas.scoring.periods import span
from kotacerdas.workbook.schema import PERIODS

DAYS_TO_REPORT = 10


class OpenForm(forms.Form):
    year = forms.TypedChoiceField(label=word("period.year"), coerce=int)
    code = forms.ChoiceField(label=word("period.period"), required=False)
    deadline = day_field("period.deadline", help_text=word("period.deadline_help"))

    def __init__(self, region: Region, today: date, **more: Any) -> None:
        code, year = _last_quarter(today)
        planned = planned_years(region)
        if planned and year not in planned:
            year = max((one for one in planned if one < year), default=planned[0])
        deadline = today + timedelta(days=DAYS_TO_REPORT)
        super().__init__(initial={"year": year, "code": code, "deadline": deadline}, **more)
        self.fields["year"].choices = [(one, str(one)) for one in planned]  # type: ignore[attr-defined]
        self.fields["code"].choices = [  # type: ignore[attr-defined]
            (one, words().term("period", one or "tahun")) for one in ("", *PERIODS)
        ]


def _last_quarter(today: date) -> tuple[str, int]:
    """The quarter that ended last."""
    ended = [code for code in ("q1", "q2", "q3") if span(code)[0] < today.month]
    return (ended[-1], today.year) if ended else ("q4", today.year - 1)


class MoveForm(forms.Form):
    deadline = day_field("period.deadline")
    reason = forms.CharField(label=word("people.reason"), max_length=500)


class ExtendForm(forms.Form):
    agency = forms.ModelChoiceField(
        Agency.objects.none(), label=word("people.agency"), empty_label=word("period.choose_agency")
    )
    until = day_field("period.until", help_text=word("period.until_help"))
    reason = forms.CharField(label=word("people.reason"), max_length=500)

    def __init__(self, region: Region, *, is_chosen: bool, **more: Any) -> None:
        """`is_chosen` says that the agencies are known already."""
        super().__init__(**more)
        if is_chosen:
            del self.fields["agency"]
            return
        self.fields["agency"].queryset = Agency.objects.filter(region=region).order_by("name")  # type: ignore[attr-defined]
