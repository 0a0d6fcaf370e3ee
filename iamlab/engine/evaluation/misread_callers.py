"""Callers as an evaluator with a rule wrong sees them: other names, other company.

Source: section 4; AWS, "IAM JSON policy elements: Principal".
"""

from __future__ import annotations

from dataclasses import replace

from iamlab.engine.documents import PolicyType, parse_policy
from iamlab.engine.evaluation.rules import EvaluationRules
from iamlab.engine.evaluation.snapshot import Identity
from iamlab.engine.matching import Caller, CallerKind


def misread_caller(caller: Caller, identity: Identity | None, rules: EvaluationRules) -> Caller:
    """Return the caller with the names by which an evaluator takes policies to mean it."""
    if rules.groups_are_principals and identity is not None:
        caller = replace(caller, direct=caller.direct | _groups(caller, identity))
    if rules.service_principal_covers_roles and identity is not None:
        caller = replace(caller, services=_services(identity))
    if caller.kind is CallerKind.ROOT:
        return caller
    if not rules.root_arn_means_account:
        accounts = frozenset(text for text in caller.accounts if not text.endswith(":root"))
        caller = replace(caller, accounts=accounts)
    if not rules.account_principal_delegates:
        caller = replace(caller, direct=caller.direct | caller.accounts, accounts=frozenset())
    return caller


def _groups(caller: Caller, identity: Identity) -> frozenset[str]:
    return frozenset(
        f"arn:{caller.partition}:iam::{caller.account}:group/{name}" for name in identity.groups
    )


def _services(identity: Identity) -> frozenset[str]:
    """Return the services that a role trusts."""
    if identity.trust is None:
        return frozenset()
    return frozenset(
        entry.text
        for statement in parse_policy(identity.trust.text, PolicyType.TRUST).statements
        if statement.effect == "Allow"
        for entry in statement.principals or ()
        if entry.kind == "Service"
    )
