"""Checks for actions that AWS accepts but no longer lists, or never did."""

from __future__ import annotations

from collections.abc import Iterator

from iamlab.engine.catalog import closed_service
from iamlab.engine.documents import Severity
from iamlab.engine.documents.elements import show
from iamlab.engine.validation.action_entries import Naming, naming_of
from iamlab.engine.validation.examples import allow, example
from iamlab.engine.validation.registry import EVERY_TYPE, Found, check
from iamlab.engine.validation.subject import Subject

_ELEMENTS = ("Action", "NotAction")
_ACTIONS_PAGE = (
    "https://docs.aws.amazon.com/service-authorization/latest/reference/"
    "reference_policies_actions-resources-contextkeys.html"
)


@check(
    "RETIRED_SERVICE",
    Severity.WARNING,
    tier=3,
    types=EVERY_TYPE,
    own=True,
    link=_ACTIONS_PAGE,
    title="AWS has closed the service",
    why="Actions of a closed service no longer do anything, and a policy that still names them is "
    "longer than it needs to be.",
    bad=example(allow(["evidently:GetProject", "cloudwatch:GetMetricData"])),
    good=example(allow("cloudwatch:GetMetricData")),
)
def retired_service(subject: Subject) -> Iterator[Found]:
    """Find actions of services that AWS no longer runs."""
    for statement, name, entry in subject.entries(*_ELEMENTS):
        title = closed_service(entry.text.partition(":")[0])
        if title is None or naming_of(entry.text) is not Naming.UNLISTED:
            continue
        message = f"{title} is closed; AWS accepts {show(entry.text)}, but it does nothing now."
        several = len(statement.entries(name)) > 1
        repair = subject.remove("Remove the action", entry.span) if several else None
        yield Found(message, entry.span, statement.path_to(name, entry), repair)


@check(
    "UNLISTED_ACTION",
    Severity.SUGGESTION,
    tier=3,
    types=EVERY_TYPE,
    own=True,
    link=_ACTIONS_PAGE,
    title="AWS accepts the action but does not list it",
    why="What an unlisted action permits is nowhere described, and it may be the old name of an "
    "action that has another one today.",
    bad=example(allow("budgets:UpdateBudget")),
    good=example(allow("budgets:ModifyBudget")),
)
def unlisted_action(subject: Subject) -> Iterator[Found]:
    """Find actions that AWS's own policies name and its reference does not."""
    for statement, name, entry in subject.entries(*_ELEMENTS):
        prefix = entry.text.partition(":")[0]
        if closed_service(prefix) or naming_of(entry.text) is not Naming.UNLISTED:
            continue
        message = (
            f"AWS accepts {show(entry.text)} but does not list it in its reference of actions. "
            "Check whether you still need it."
        )
        yield Found(message, entry.span, statement.path_to(name, entry))
