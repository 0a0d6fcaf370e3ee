"""What the editor sends with a question about a place in its text."""

from __future__ import annotations

from django import forms

from iamlab.engine import MAX_LENGTH
from iamlab.lab.forms.policy import CheckForm


class SpotForm(CheckForm):
    """A text, an offset into it in code points, and the scenario that its policy belongs to.

    Without a scenario no names of a sandbox are suggested.
    """

    offset = forms.IntegerField(min_value=0, max_value=MAX_LENGTH)
    scenario = forms.SlugField(max_length=100, required=False)
