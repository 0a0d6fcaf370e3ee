"""What the pages of the policy checks are asked for."""

from __future__ import annotations

from typing import TypeVar

from django import forms

from iamlab.engine import PolicyType, Severity
from iamlab.lab.forms.policy import CheckForm

_Word = TypeVar("_Word", PolicyType, Severity)


class FilterForm(forms.Form):
    """Which checks to list; what makes no sense narrows nothing."""

    q = forms.CharField(max_length=100, required=False)
    severity = forms.CharField(max_length=40, required=False)
    type = forms.CharField(max_length=40, required=False)

    def clean_severity(self) -> Severity | None:
        """Return the severity, None for all."""
        return _known(Severity, self.cleaned_data["severity"])

    def clean_type(self) -> PolicyType | None:
        """Return the policy type, None for all."""
        return _known(PolicyType, self.cleaned_data["type"])


class OpenForm(forms.Form):
    """What to open in the editor: the `bad` or `good` example of a check, or nothing."""

    check = forms.SlugField(max_length=100, required=False)
    example = forms.ChoiceField(choices=[("bad", "bad"), ("good", "good")], required=False)
    type = forms.CharField(max_length=40, required=False)

    def clean_type(self) -> PolicyType:
        """Return the type to begin with."""
        return _known(PolicyType, self.cleaned_data["type"]) or PolicyType.IDENTITY


class PasteForm(CheckForm):
    """A pasted text to look at; `repair` is the number of the finding to mend, from 0."""

    repair = forms.IntegerField(min_value=0, max_value=10_000, required=False)
    name = forms.CharField(max_length=120, required=False)


def _known(kind: type[_Word], word: str) -> _Word | None:
    try:
        return kind(word)
    except ValueError:
        return None
