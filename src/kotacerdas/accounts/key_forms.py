"""The sign-in library's forms of passkeys, whose field `name` has no word of its own."""

from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms

from kotacerdas.core.forms import word


class AddKeyForm(AddWebAuthnForm):  # type: ignore[misc] # allauth has no types
    name = forms.CharField(label=word("account.key_name"), required=False)


class EditKeyForm(EditWebAuthnForm):  # type: ignore[misc] # allauth has no types
    name = forms.CharField(label=word("account.key_name"))
