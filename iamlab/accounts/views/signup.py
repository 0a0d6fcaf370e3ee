"""Sign-up."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.views import SignupView
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import HttpResponse


class SafeSignupView(SignupView):
    """allauth's sign-up, also right when two people choose one name at the same moment."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Make the account; a name that was taken meanwhile is a mistake in the form."""
        try:
            response: HttpResponse = super().form_valid(form)
        except IntegrityError:
            try:
                get_adapter().clean_username(form.cleaned_data["username"])
            except ValidationError as taken:
                form.add_error("username", taken)
                refused: HttpResponse = self.form_invalid(form)
                return refused
            raise
        return response


signup = SafeSignupView.as_view()
