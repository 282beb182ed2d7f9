"""The sign-in library's forms, where they would tell more or less than ours."""

from allauth.account.forms import ResetPasswordForm

from kotacerdas.accounts.models import User


class ForgottenPasswordForm(ResetPasswordForm):  # type: ignore[misc] # allauth has no types
    def clean_email(self) -> str:
        """A link is made for everybody, so that the answer takes as long; see the adapter."""
        address: str = self.cleaned_data["email"].lower()
        nobody = User(pk=0, email=address, is_active=False)
        self.users = list(User.objects.filter(email=address, is_active=True)) or [nobody]
        return address
