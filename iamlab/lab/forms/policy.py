"""What the policy pane sends: a text with the version it was made from, or a choice of versions."""

from __future__ import annotations

from typing import Any

from django import forms

from iamlab.engine import PolicyType

_LONGEST_KEY = 2200  # characters; a key holds an ARN at most


def join_lines(text: str) -> str:
    """Return the text with the line ends that were typed: a browser sends them as CRLF."""
    return text.replace("\r\n", "\n")


def scenario_field() -> forms.RegexField:
    """Return the field for a scenario's slug; that of a lesson has its course's before a slash."""
    return forms.RegexField(r"^[-a-zA-Z0-9_]+(/[-a-zA-Z0-9_]+)?$", max_length=100, required=False)


class PlaceForm(forms.Form):
    """Which policy of which scenario, and in whose tabs it is open."""

    scenario = scenario_field()
    policy = forms.CharField(
        max_length=_LONGEST_KEY,
        strip=False,
        error_messages={"required": "The address does not say which policy."},
    )
    holder = forms.CharField(max_length=2048, required=False)
    back = forms.CharField(max_length=8000, required=False)

    def clean_scenario(self) -> str:
        """Return the scenario's slug; without one it is that of the lab page."""
        return self.cleaned_data["scenario"] or "acme"

    def sentence(self) -> str:
        """Return the first thing that is wrong, as a sentence."""
        for name, errors in self.errors.items():
            label = self.fields[name].label or name.replace("_", " ")
            message = str(errors[0])
            return message if name == "policy" else f"{label.capitalize()}: {message}"
        return ""


class ViewForm(PlaceForm):
    """A policy to look at: the version in force, or another one; `light` is "13-18"."""

    version = forms.IntegerField(min_value=1, max_value=2_000_000_000, required=False)


class RestoreForm(PlaceForm):
    """A version to put in force."""

    version = forms.IntegerField(min_value=1, max_value=2_000_000_000)


class SaveForm(PlaceForm):
    """A text to save; `overwrite` is the version that was shown as the conflict and may go."""

    text = forms.CharField(required=False, strip=False)
    base_version = forms.IntegerField(min_value=1, max_value=2_000_000_000)
    overwrite = forms.IntegerField(min_value=1, max_value=2_000_000_000, required=False)

    def clean_text(self) -> str:
        """Return the text with the line ends that were typed."""
        return join_lines(self.cleaned_data["text"])


class RepairForm(SaveForm):
    """A text, and the number of the finding whose repair is wanted, from 0."""

    repair = forms.IntegerField(min_value=0, max_value=10_000)


class CompareForm(PlaceForm):
    """Two versions to compare; one of them, 0, is the unsaved `text`."""

    old = forms.IntegerField(min_value=0, max_value=2_000_000_000, required=False)
    new = forms.IntegerField(min_value=0, max_value=2_000_000_000, required=False)
    text = forms.CharField(required=False, strip=False)

    def clean_text(self) -> str | None:
        """Return the unsaved text, or None when the request brings none."""
        return join_lines(self.cleaned_data["text"]) if "text" in self.data else None


class CheckForm(forms.Form):
    """A text to check as a policy of one type.

    `scenario` and `policy` say which one it is, if it is one of a sandbox.
    """

    type = forms.TypedChoiceField(
        choices=[(item.value, item.value) for item in PolicyType], coerce=PolicyType
    )
    text = forms.CharField(required=False, strip=False)
    scenario = scenario_field()
    policy = forms.CharField(max_length=_LONGEST_KEY, required=False, strip=False)

    def clean_text(self) -> str:
        """Return the text with the line ends that were typed."""
        return join_lines(self.cleaned_data["text"])

    def sentence(self) -> str:
        """Return what is wrong with the request itself, as a sentence."""
        messages: list[Any] = [item for errors in self.errors.values() for item in errors]
        return str(messages[0]) if messages else ""
