"""The forms of people and roles."""

from datetime import date
from typing import Any

from django import forms
from django.conf import settings

from kotacerdas.accounts.models import Role
from kotacerdas.core.forms import day_field, word
from kotacerdas.core.words import words
from kotacerdas.records.models import Agency, Region


class PersonForm(forms.Form):
    email = forms.EmailField(label=word("people.email"), max_length=254)
    name = forms.CharField(label=word("people.name"), max_length=200)


class InviteForm(PersonForm):
    role = forms.ChoiceField(label=word("people.role"))
    agency = forms.ModelChoiceField(
        Agency.objects.none(),
        label=word("people.agency"),
        help_text=word("people.agency_help"),
        empty_label=word("people.no_agency"),
        required=False,
    )
    is_acting = forms.BooleanField(label=word("people.is_acting"), required=False)
    from_on = day_field("people.from_on")
    to_on = day_field("people.to_on", help_text=word("people.to_on_help"), required=False)

    def __init__(self, region: Region, today: date, **more: Any) -> None:
        super().__init__(initial={"from_on": today, "role": Role.OPERATOR}, **more)
        self.fields["agency"].queryset = Agency.objects.filter(region=region).order_by("name")  # type: ignore[attr-defined]
        self.fields["role"].choices = [  # type: ignore[attr-defined]
            (role.value, words().term("role", role)) for role in Role
        ]


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=word("people.reason"), help_text=word("people.reason_help"), max_length=500
    )


class EndForm(ReasonForm):
    to_on = day_field("people.last_day", help_text=word("people.last_day_help"), required=False)
    field_order = ("to_on", "reason")


class HandOverForm(PersonForm):
    on = day_field("people.first_day", help_text=word("people.first_day_help"))


class ProfileForm(forms.Form):
    name = forms.CharField(label=word("people.name"), max_length=200)
    language = forms.ChoiceField(label=word("account.language"), choices=settings.LANGUAGES)
    wants_reminders = forms.BooleanField(
        label=word("account.wants_reminders"),
        help_text=word("account.wants_reminders_help"),
        required=False,
    )
