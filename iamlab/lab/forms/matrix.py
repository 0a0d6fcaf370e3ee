"""What may be asked of a matrix: the filters above it, checked before anything is computed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import unquote

from django import forms

from iamlab.engine import Snapshot, service_name, split_arn
from iamlab.lab.matrix import AskerGroup, split_object

MAX_KEYS = 100
MAX_KEY = 256
MAX_VALUE = 2_048
MAX_PAGE = 10_000

CONTEXTS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "plain": ("TLS, nothing said of MFA", {}),
    "mfa": ("TLS, with MFA", {"aws:MultiFactorAuthPresent": "true"}),
    "no-mfa": ("TLS, without MFA", {"aws:MultiFactorAuthPresent": "false"}),
    "http": ("No TLS", {"aws:SecureTransport": "false"}),
}
"""The contexts to choose from: what is shown, and the keys that differ from a practice request."""

ACTIONS = (("few", "The ones that matter most"), ("all", "All that fit"))
_DEFAULTS = {"actions": "few", "context": "plain"}


class MatrixForm(forms.Form):
    """The filters: which resource, which actions, which principals, in which context.

    `resource` is the ARN of a resource or a role of the snapshot; an object's ARN is split into
    its bucket and `key`. `ctx` lines read `key=value`; a key that comes twice has two values.
    """

    resource = forms.ChoiceField(required=False)
    key = forms.CharField(required=False, max_length=1024, strip=True)
    actions = forms.ChoiceField(choices=ACTIONS, required=False)
    who = forms.ChoiceField(required=False)
    context = forms.ChoiceField(
        choices=[(name, label) for name, (label, _) in CONTEXTS.items()], required=False
    )
    ctx = forms.CharField(required=False, strip=False)
    page = forms.IntegerField(required=False, min_value=1, max_value=MAX_PAGE)
    rows = forms.IntegerField(required=False, min_value=1, max_value=MAX_PAGE)

    def __init__(self, data: Any, snapshot: Snapshot, first: str) -> None:
        values = {name: data.get(name, "") for name in self.base_fields}
        values["ctx"] = "\n".join(data.getlist("ctx"))
        values["resource"], key = split_object(values["resource"].strip())
        values["key"] = values["key"] or key
        values["resource"] = values["resource"] or first
        for name, default in _DEFAULTS.items():
            values[name] = values[name] or default
        super().__init__(values)
        self._choose("resource", list_resources(snapshot))

    def offer_groups(self, groups: Iterable[AskerGroup]) -> None:
        """Let the form choose among these groups of principals, or everyone."""
        self._choose("who", [("", "Everyone"), *((item.id, item.short) for item in groups)])

    def clean_resource(self) -> str:
        """Return the ARN, which the choices have checked."""
        return str(self.cleaned_data["resource"])

    def clean_ctx(self) -> dict[str, str | list[str]]:
        """Return the keys and their values. Says what is wrong with a line."""
        return read_context(self.cleaned_data["ctx"])

    def _choose(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices
            field.error_messages["invalid_choice"] = (
                "This practice organization has no “%(value)s”. Choose one from the list."
            )


class QuestionForm(forms.Form):
    """One question of a matrix, as a cell's link asks it."""

    principal = forms.CharField(max_length=2048)
    action = forms.CharField(max_length=256)
    resource = forms.CharField(max_length=2048)
    ctx = forms.CharField(required=False, strip=False)

    def __init__(self, data: Any) -> None:
        values = {name: data.get(name, "") for name in ("principal", "action", "resource")}
        super().__init__({**values, "ctx": "\n".join(data.getlist("ctx"))})

    def clean_ctx(self) -> dict[str, str | list[str]]:
        """Return the keys and their values. Says what is wrong with a line."""
        return read_context(self.cleaned_data["ctx"])

    def sentence(self) -> str:
        """Return the first thing that is wrong, as a sentence."""
        name, errors = next(iter(self.errors.items()))
        return str(errors[0]) if name == "ctx" else f"The {name} is missing or too long."


def read_context(text: str) -> dict[str, str | list[str]]:
    """Return the context keys in lines of `key=value`; an equals sign in a key reads `%3D`.

    Raises ValidationError with a sentence.
    """
    found: dict[str, list[str]] = {}
    for line in text.splitlines():
        if not line.strip():
            continue
        name, equals, value = line.partition("=")
        name, value = unquote(name).strip(), value.strip()
        if not (equals and name and value):
            raise forms.ValidationError(f"“{line.strip()[:80]}” is not of the form key=value.")
        if len(name) > MAX_KEY or len(value) > MAX_VALUE:
            raise forms.ValidationError(
                f"A key has at most {MAX_KEY} characters and its value {MAX_VALUE:,}."
            )
        found.setdefault(name, []).append(value)
    if len(found) > MAX_KEYS:
        raise forms.ValidationError(f"At most {MAX_KEYS} context keys can be given.")
    return {name: values[0] if len(values) == 1 else values for name, values in found.items()}


def list_resources(snapshot: Snapshot) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return what can be asked about as choices in groups: resources, then roles by account."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for item in snapshot.resources.values():
        fields = split_arn(item.arn)
        service = (service_name(fields[2]) if fields else None) or "Other"
        name = item.name or item.arn.rpartition(":")[2]
        groups.setdefault(_plain(service), []).append((item.arn, name))
    for arn in snapshot.identities:
        fields = split_arn(arn)
        if fields is not None and fields[5].startswith("role/"):
            account = snapshot.accounts.get(fields[4])
            home = account.name if account is not None and account.name else fields[4]
            groups.setdefault(f"Roles of {home}", []).append(
                (arn, f"role/{arn.rpartition('/')[2]}")
            )
    return list(groups.items())


def _plain(service: str) -> str:
    return service.removeprefix("Amazon ").removeprefix("AWS ")
