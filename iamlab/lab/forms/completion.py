"""What the editor sends with a question about a place in its text."""

from __future__ import annotations

from django import forms

from iamlab.lab.forms.policy import CheckForm
from iamlab.sandbox.services.texts import MAX_TEXT


class SpotForm(CheckForm):
    """A text, an offset into it in code points, and the scenario that its policy belongs to.

    Without a scenario no names of a sandbox are suggested.
    """

    offset = forms.IntegerField(min_value=0, max_value=MAX_TEXT)
