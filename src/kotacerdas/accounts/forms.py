"""The forms of people and roles."""

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import (
    password_validators_help_text_html,
    validate_password,
)
from django.core.exceptions import ValidationError
from django.utils.functional import lazy

from kotacerdas.accounts.models import Role, User
from kotacerdas.core.forms import day_field, word
from kotacerdas.core.words import words
from kotacerdas.records.models import Agency, Region
from kotacerdas.records.rules import CODE_LENGTH
from kotacerdas.workbook.schema import LEVELS


class PersonForm(forms.Form):
    email = forms.EmailField(label=word("people.email"), max_length=254)
    name = forms.CharField(label=word("people.name"), max_length=200)


class OwnerForm(PersonForm):
    """The account of the site's owner; the password as everywhere."""

    email = forms.EmailField(
        label=word("people.email"),
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "username"}),
    )
    password = forms.CharField(
        label=word("account.password"),
        help_text=lazy(password_validators_help_text_html, str)(),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        """Looks at the password beside the name and address, which it may not be made of."""
        known = {name: self.cleaned_data.get(name, "") for name in ("email", "name")}
        try:
            validate_password(self.cleaned_data.get("password", ""), User(**known))
        except ValidationError as error:
            self.add_error("password", error)
        return self.cleaned_data


class RegionForm(forms.Form):
    """A region to begin, and who coordinates it."""

    code = forms.CharField(
        label=word("site.code"), help_text=word("site.code_help"), max_length=CODE_LENGTH
    )
    name = forms.CharField(label=word("site.name"), max_length=200)
    level = forms.ChoiceField(label=word("site.level"), initial="regency")
    parent = forms.CharField(
        label=word("site.parent"),
        help_text=word("site.parent_help"),
        max_length=CODE_LENGTH,
        required=False,
    )
    coordinator_email = forms.EmailField(
        label=word("site.coordinator_email"),
        help_text=word("site.coordinator_help"),
        max_length=254,
    )
    coordinator_name = forms.CharField(label=word("site.coordinator_name"), max_length=200)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["level"].choices = [  # type: ignore[attr-defined]
            (level, words().term("level", level)) for level in reversed(LEVELS)
        ]


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
