"""A check of condition values that have another form than the key ever has."""

from __future__ import annotations

import re
from collections.abc import Iterator

from iamlab.engine.conditions import Family
from iamlab.engine.documents import Repair, Severity, split_arn
from iamlab.engine.documents.elements import show
from iamlab.engine.validation.condition_views import conditions
from iamlab.engine.validation.examples import deny, example
from iamlab.engine.validation.registry import EVERY_TYPE, Found, check
from iamlab.engine.validation.subject import Subject
from iamlab.engine.validation.type_facts import has_variable

_KEYS_PAGE = (
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html"
)
_ACCOUNT_KEYS = frozenset(
    {
        "aws:principalaccount",
        "aws:resourceaccount",
        "aws:sourceaccount",
        "aws:sourceowner",
        "aws:vpceaccount",
        "kms:calleraccount",
        "s3:resourceaccount",
    }
)
_ORGANIZATION_KEYS = frozenset(
    {"aws:principalorgid", "aws:resourceorgid", "aws:sourceorgid", "aws:vpceorgid"}
)
_CALLER = "aws:principalarn"
_ACCOUNT = re.compile(r"[0-9]{12}")
_HYPHENED = re.compile(r"[0-9]{4}-[0-9]{4}-[0-9]{4}")
_NOT_ORGANIZATION = re.compile(r"(?:ou|r)-[0-9a-z-]+|[0-9]{12}|arn:.*")
_SESSION = "assumed-role/"


@check(
    "VALUE_OF_ANOTHER_FORM",
    Severity.WARNING,
    tier=2,
    types=EVERY_TYPE,
    title="The value has another form than the key",
    why="A key of an account, an organization or a caller always has the same form, and a value of "
    "another form never equals it.",
    bad=example(
        deny(
            "s3:*",
            "*",
            Condition={"StringNotEquals": {"aws:ResourceAccount": "1111-2222-3333"}},
        )
    ),
    good=example(
        deny(
            "s3:*",
            "*",
            Condition={"StringNotEquals": {"aws:ResourceAccount": "111122223333"}},
        )
    ),
    link=_KEYS_PAGE,
    own=True,
)
def value_of_another_form(subject: Subject) -> Iterator[Found]:
    """Find account and organization IDs that are none, and sessions where a role's ARN is due."""
    for view in conditions(subject):
        if view.key is None or view.family not in (Family.STRING, Family.ARN):
            continue
        for value in view.values:
            if has_variable(value.text):
                continue
            message, mended = _misfit(view.key_lower, value.text)
            if not message:
                continue
            repair: Repair | None = None
            if mended:
                repair = subject.replace(f"Use {mended}"[:60], value.span, mended)
            text = f"`{view.key.name}` {message}"
            yield Found(text, value.span, view.path_to(value), repair)


def _misfit(key_lower: str, text: str) -> tuple[str, str]:
    """What the key holds instead of a value, and the value mended; empty when it fits."""
    if key_lower in _ACCOUNT_KEYS:
        return _no_account(text)
    if key_lower in _ORGANIZATION_KEYS and _NOT_ORGANIZATION.fullmatch(text):
        return f"holds the ID of an organization, such as `o-a1b2c3d4e5`, not {show(text)}.", ""
    if key_lower == _CALLER:
        return _session(text)
    return "", ""


def _no_account(text: str) -> tuple[str, str]:
    if _ACCOUNT.fullmatch(text) or "*" in text or "?" in text or text.isalpha():
        return "", ""
    mended = text.replace("-", "") if _HYPHENED.fullmatch(text) else ""
    return f"holds an account ID of 12 digits, not {show(text)}.", mended


def _session(text: str) -> tuple[str, str]:
    """The ARN of a session, under the key that has the ARN of its role."""
    fields = split_arn(text)
    if fields is None or fields[2] != "sts" or not fields[5].startswith(_SESSION):
        return "", ""
    role = fields[5].removeprefix(_SESSION).partition("/")[0]
    mended = f"arn:{fields[1]}:iam::{fields[4]}:role/{role}"
    message = f"holds the ARN of the role, not of its sessions: write that, such as `{mended}`."
    # The roles of IAM Identity Center have a path, which their sessions do not show.
    return message, "" if role.startswith("AWSReservedSSO_") else mended
