"""What the question form and the lab's address send, checked before anything is asked."""

from __future__ import annotations

import json
from collections.abc import Mapping

from django import forms
from django.http import QueryDict

from iamlab.lab.questions import LabQuestion, Values, read_context
from iamlab.sandbox.services.texts import MAX_TEXT

MAX_KEYS = 100
MAX_VALUES = 1_000
MAX_VALUE = 4_096
MAX_OFF = 200
MAX_DRAFTS = 524_288
"""Characters of all unsaved policies together, as JSON."""

MAX_NAME = 2_048


class QuestionForm(forms.Form):
    """The parts of a question that are one line each; the rest is in `parts`."""

    principal = forms.CharField(required=False, max_length=MAX_NAME)
    action = forms.CharField(required=False, max_length=256)
    resource = forms.CharField(required=False, max_length=MAX_NAME)
    account = forms.RegexField(
        r"^[0-9]{12}$",
        required=False,
        error_messages={"invalid": "An account is 12 digits, or leave this empty."},
    )
    parent = forms.CharField(required=False, max_length=MAX_NAME)
    drafts = forms.CharField(required=False, max_length=MAX_DRAFTS, strip=False)

    data: QueryDict

    def clean(self) -> dict[str, object]:
        """Read the lists: condition keys, what is left out, what was brought along."""
        cleaned = self.cleaned_data
        cleaned["context"] = self._context()
        for name, most in (("off", MAX_OFF), ("with", MAX_OFF)):
            cleaned[name] = tuple(dict.fromkeys(filter(None, self.data.getlist(name))))
            if len(cleaned[name]) > most:
                self.add_error(None, f"At most {most} policies can be left out.")
        if any("\x00" in text for name in ("off", "with") for text in cleaned[name]):
            self.add_error(None, "A name holds a null character.")
        return cleaned

    def clean_drafts(self) -> dict[str, str]:
        """Return the unsaved texts by policy key."""
        text = self.cleaned_data["drafts"]
        if not text:
            return {}
        try:
            drafts = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise forms.ValidationError("The unsaved edits did not arrive whole.") from error
        if not _are_texts(drafts):
            raise forms.ValidationError("The unsaved edits did not arrive whole.")
        if any(len(item) > MAX_TEXT for item in drafts.values()):
            raise forms.ValidationError(f"A policy has at most {MAX_TEXT:,} characters here.")
        return dict(drafts)

    def question(self) -> LabQuestion:
        """Return the question; the form is valid."""
        data = self.cleaned_data
        return LabQuestion(
            principal=data["principal"],
            action=data["action"],
            resource=data["resource"],
            account=data["account"],
            parent=data["parent"],
            context=data["context"],
            passed=data["with"],
            off=data["off"],
        )

    def typed(self) -> LabQuestion:
        """Return what was typed, wrong as it may be, to be shown again."""
        return LabQuestion(
            principal=self.data.get("principal", ""),
            action=self.data.get("action", ""),
            resource=self.data.get("resource", ""),
            account=self.data.get("account", ""),
            parent=self.data.get("parent", ""),
            context=self.cleaned_data.get("context", {}),
            passed=self.cleaned_data.get("with", ()),
            off=self.cleaned_data.get("off", ()),
        )

    def _context(self) -> Mapping[str, Values]:
        """Return the keys that differ from the practice context: of the address and of the rows.

        A row is a key, its value (a value a line) and what the page showed at first; one that was
        left as it was follows the practice context, also when that is another one now.
        """
        found = read_context(self.data.getlist("ctx"))
        rows = [self.data.getlist(name) for name in ("key", "value", "shown")]
        if len({len(row) for row in rows}) != 1:
            self.add_error(None, "The condition keys did not arrive whole.")
            return {}
        for key, value, shown in zip(*rows, strict=True):
            name, values = key.strip(), _lines(value)
            if name and values != _lines(shown):
                found[name] = values
        self._check_context(found)
        return found

    def _check_context(self, found: Mapping[str, Values]) -> None:
        if len(found) > MAX_KEYS or sum(map(len, found.values())) > MAX_VALUES:
            self.add_error(None, f"A question has at most {MAX_KEYS} condition keys here.")
        for name, values in found.items():
            texts = (name, *values)
            if any(len(text) > MAX_VALUE for text in texts):
                self.add_error(None, f"A key or a value has at most {MAX_VALUE:,} characters.")
            elif any("\x00" in text for text in texts):
                self.add_error(None, "A condition key or value holds a null character.")
            elif ":" not in name:
                self.add_error(
                    None, f"“{name}” is no condition key; one has a colon, like aws:SourceIp."
                )


def _lines(text: str) -> Values:
    return tuple(filter(None, (line.strip() for line in text.splitlines())))


def _are_texts(data: object) -> bool:
    return isinstance(data, dict) and all(isinstance(item, str) for item in data.values())


class PickerForm(forms.Form):
    """What a picker asks for: words to find, and what the other fields say."""

    q = forms.CharField(required=False, max_length=256)
    resource = forms.CharField(required=False, max_length=MAX_NAME)
    action = forms.CharField(required=False, max_length=256)

    def sentence(self) -> str:
        """Return the first thing that is wrong."""
        return str(next(iter(self.errors.values()))[0]) if self.errors else ""
