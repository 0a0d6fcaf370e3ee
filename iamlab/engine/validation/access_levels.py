"""Actions by how AWS classes them: those that hand out access, and those that change resources.

The sets are made of the whole catalog, once, when they are first asked for.
https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_understand-policy-summary-access-level-summaries.html
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from iamlab.engine.catalog import Action, all_actions, find_action
from iamlab.engine.validation.role_grants import CREATE_SERVICE_LINKED_ROLE, PASS_ROLE

_PERMISSIONS = "Permissions management"
_CHANGES = frozenset({"Write", "Tagging", _PERMISSIONS})

# Here every change is one of who may do what, though AWS calls most of them plain writes.
_SERVICES_OF_ACCESS = frozenset({"iam", "ram"})
# AWS classes these as changes of permissions, or of IAM, but they give nobody more access: reads,
# and what is of use only with more rights or with one's own old password.
_HARMLESS = frozenset(
    {
        "billing:GetResourcePolicy",
        "iam:ChangePassword",
        "iam:CreateVirtualMFADevice",
        "iam:DeleteVirtualMFADevice",
    }
)
# These two have checks of their own, which know more about them.
_CHECKED_ELSEWHERE = frozenset({PASS_ROLE, CREATE_SERVICE_LINKED_ROLE})


@cache
def exposing_actions() -> frozenset[str]:
    """Return the actions of level Permissions management, and the writes of IAM and AWS RAM."""
    return frozenset(
        action.name
        for action in _every_action()
        if _PERMISSIONS in action.access_levels
        or (action.service in _SERVICES_OF_ACCESS and "Write" in action.access_levels)
    ).difference(_CHECKED_ELSEWHERE, _HARMLESS)


@cache
def scopable_changes() -> frozenset[str]:
    """Return the actions that change something and have resource types to name."""
    return frozenset(
        action.name
        for action in _every_action()
        if action.resource_types and not _CHANGES.isdisjoint(action.access_levels)
    ).difference(_HARMLESS)


def _every_action() -> Iterator[Action]:
    for name in all_actions():
        action = find_action(name)
        if action is not None:
            yield action
