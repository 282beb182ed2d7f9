"""The form of an idea."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from kotacerdas.core.forms import word
from kotacerdas.core.words import words
from kotacerdas.innovation.actions.proposing import ASKED
from kotacerdas.plan.models import Programme
from kotacerdas.records.models import Agency, Region
from kotacerdas.workbook.schema import INNOVATION_FORMS

LONGEST_NAME, LONGEST_SUMMARY = 200, 2000


class IdeaForm(forms.Form):
    """What is asked of an idea, by the names of the sheet's columns."""

    agency = forms.ModelChoiceField(
        Agency.objects.none(),
        label=word("innovation.agency"),
        empty_label=word("period.choose_agency"),
    )
    name = forms.CharField(
        label=word("innovation.name"),
        max_length=LONGEST_NAME,
        help_text=word("innovation.name_help"),
    )
    summary = forms.CharField(
        label=word("innovation.summary"),
        max_length=LONGEST_SUMMARY,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=word("innovation.summary_help"),
    )
    form = forms.ChoiceField(label=word("innovation.form"))
    public_service = forms.BooleanField(label=word("innovation.public_service"), required=False)
    digital = forms.BooleanField(label=word("innovation.digital"), required=False)
    affair = forms.CharField(
        label=word("innovation.affair"),
        max_length=LONGEST_NAME,
        required=False,
        help_text=word("innovation.affair_help"),
    )
    replicates = forms.CharField(
        label=word("gallery.replicates"), max_length=LONGEST_SUMMARY, required=False
    )
    programme = forms.ChoiceField(label=word("innovation.programme"), required=False)

    def __init__(self, region: Region, agencies: QuerySet[Agency], **more: Any) -> None:
        super().__init__(**more)
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]
        if not self.initial.get("replicates") and not self.data.get("replicates"):
            del self.fields["replicates"]
        if len(agencies) == 1:
            self.fields["agency"].initial = agencies[0]
        self.fields["form"].choices = [  # type: ignore[attr-defined]
            (one, words().term("form", one)) for one in INNOVATION_FORMS
        ]
        programmes = Programme.objects.filter(region=region).order_by("code")
        self.fields["programme"].choices = [  # type: ignore[attr-defined]
            ("", "–"),
            *((code, f"{code} · {name}") for code, name in programmes.values_list("code", "name")),
        ]

    def texts(self) -> dict[str, str]:
        """What was typed, as the cells of a row."""
        cleaned = self.cleaned_data
        yes_no = {name: "yes" if cleaned[name] else "no" for name in ("public_service", "digital")}
        return {name: str(cleaned.get(name, "")) for name in ASKED} | yes_no
