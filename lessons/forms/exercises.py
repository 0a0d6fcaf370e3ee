"""The forms of exercises: which variant, and the texts of the policies that are edited in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from iamlab.lab.forms.policy import join_lines

MAX_SEED = 9_999
FIELD = "text-"
"""What the name of a policy's field begins with."""


class VariantForm(forms.Form):
    """Which variant of the exercise; None means the one that was last worked on."""

    variant = forms.IntegerField(min_value=0, max_value=MAX_SEED, required=False)

    @property
    def seed(self) -> int | None:
        """The variant; None too where the field holds no number of one."""
        return self.cleaned_data.get("variant") if self.is_valid() else None


class HintForm(VariantForm):
    """A hint to open, from 1."""

    hint = forms.IntegerField(min_value=1, max_value=3)


class TraceForm(VariantForm):
    """A check whose trace is wanted."""

    check = forms.SlugField(max_length=100)


def sent_texts(data: Mapping[str, Any], names: Iterable[str]) -> dict[str, str]:
    """Return the texts that a form brings, by policy name, with the line ends that were typed."""
    return {name: join_lines(str(data[FIELD + name])) for name in names if FIELD + name in data}
