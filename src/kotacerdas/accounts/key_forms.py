"""The sign-in library's forms of second factors, with our words and our count of failures."""

from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from kotacerdas.accounts.events import count_failure
from kotacerdas.core.forms import word


class CodeForm(AuthenticateForm):  # type: ignore[misc] # allauth has no types
    def clean_code(self) -> str:
        try:
            return str(super().clean_code())
        except ValidationError:
            count_failure(self.user.email, timezone.now())
            raise


class AddKeyForm(AddWebAuthnForm):  # type: ignore[misc] # allauth has no types
    name = forms.CharField(label=word("account.key_name"), required=False)


class EditKeyForm(EditWebAuthnForm):  # type: ignore[misc] # allauth has no types
    name = forms.CharField(label=word("account.key_name"))
