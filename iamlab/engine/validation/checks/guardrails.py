"""Checks of what the policies of AWS Organizations, SCPs and RCPs, may hold."""

from __future__ import annotations

from collections.abc import Iterator

from iamlab.engine.catalog import rcp_supports, service_exists, service_name
from iamlab.engine.documents import Finding, Json, PolicyType, Repair, Severity
from iamlab.engine.documents.elements import show
from iamlab.engine.validation.examples import Example, allow, deny, example
from iamlab.engine.validation.principal_places import ANYONE, principals_of
from iamlab.engine.validation.registry import RCP, Found, check, reported_by_reader
from iamlab.engine.validation.subject import Subject

_SCP = frozenset({PolicyType.SCP})


def _rcp(action: Json = "s3:*", **more: Json) -> Example:
    elements: dict[str, Json] = {"Principal": "*", **more}
    return example(deny(action, **elements), type=PolicyType.RCP)


_TLS = _rcp(Condition={"BoolIfExists": {"aws:SecureTransport": "false"}})


def _remove(subject: Subject, finding: Finding) -> Repair | None:
    return subject.remove(f"Remove {finding.path[-1]}", finding.span)


reported_by_reader(
    "SCP_SYNTAX_ERROR_PRINCIPAL",
    Severity.ERROR,
    theme="guardrails",
    tier=1,
    types=_SCP,
    title="A service control policy names a principal",
    why="A service control policy governs the accounts that it is attached to, so Organizations "
    "refuses one that names a principal.",
    bad=example(deny("s3:DeleteBucket", Principal="*"), type=PolicyType.SCP),
    good=example(deny("s3:DeleteBucket"), type=PolicyType.SCP),
    mend=_remove,
)


def _star_alone(subject: Subject, finding: Finding) -> Repair | None:
    """Write `*` where the principals are only `*` in another form."""
    for statement in subject.statements:
        element = statement.element("Principal")
        if element is None or element.span != finding.span:
            continue
        named = list(principals_of(statement))
        if named and all(item.is_anyone for item in named):
            return subject.replace("Write the star alone", element.value.span, ANYONE)
    return None


reported_by_reader(
    "RCP_SYNTAX_ERROR_PRINCIPAL",
    Severity.ERROR,
    theme="guardrails",
    tier=1,
    types=RCP,
    title="The principal of a resource control policy is not a star",
    why="A resource control policy is for everyone who reaches the resources, so Organizations "
    'takes only `"Principal": "*"`, narrowed by conditions.',
    bad=_rcp(Principal={"AWS": "*"}),
    good=_TLS,
    mend=_star_alone,
)

reported_by_reader(
    "RCP_SYNTAX_ERROR_ALLOW",
    Severity.ERROR,
    theme="guardrails",
    tier=1,
    types=RCP,
    title="A resource control policy allows",
    why="`RCPFullAWSAccess` already allows everything and cannot be detached, so policies of your "
    "own can only deny.",
    bad=example(allow("s3:GetObject", Principal="*"), type=PolicyType.RCP),
    good=_TLS,
)

reported_by_reader(
    "RCP_SYNTAX_ERROR_NOTACTION",
    Severity.ERROR,
    theme="guardrails",
    tier=1,
    types=RCP,
    title="A resource control policy uses NotAction",
    why="Organizations refuses `NotAction` in a resource control policy, because only some "
    "services honor such policies.",
    bad=example(
        {"Effect": "Deny", "Principal": "*", "NotAction": "s3:GetObject", "Resource": "*"},
        type=PolicyType.RCP,
    ),
    good=_TLS,
)


@check(
    "RCP_SYNTAX_ERROR_ACTION",
    Severity.ERROR,
    tier=1,
    types=RCP,
    title="An action that resource control policies do not reach",
    why="Only some services honor resource control policies, and Organizations refuses one that "
    "names an action of another service, or `*` alone.",
    bad=_rcp(["s3:*", "ec2:*"]),
    good=_TLS,
)
def rcp_syntax_error_action(subject: Subject) -> Iterator[Found]:
    """Find actions of services that RCPs do not cover; reading the policy reports `*` itself."""
    for statement, name, entry in subject.entries("Action"):
        prefix, colon, _ = entry.text.partition(":")
        if not colon or not service_exists(prefix) or rcp_supports(prefix):
            continue
        message = (
            f"{service_name(prefix)} does not honor resource control policies, so "
            f"{show(entry.text)} cannot be used here. Deny it in a service control policy instead."
        )
        repair = None
        if len(statement.entries(name)) > 1:
            repair = subject.remove("Remove the action", entry.span)
        yield Found(message, entry.span, statement.path_to(name, entry), repair)
