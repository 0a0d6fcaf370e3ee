"""Checks of a resource-based policy against the resource that it hangs on."""

from __future__ import annotations

from collections.abc import Iterator

from iamlab.engine.catalog import resource_types_for_arn
from iamlab.engine.documents import PolicyType, Severity, split_arn
from iamlab.engine.documents.elements import show
from iamlab.engine.matching import EVERY_ACTION, misfits, split_arn_pattern
from iamlab.engine.validation.arn_entries import is_open
from iamlab.engine.validation.examples import allow, example
from iamlab.engine.validation.fitting import actions_named
from iamlab.engine.validation.registry import TRUST, Found, check
from iamlab.engine.validation.subject import Setting, Subject

_ATTACHED = frozenset({PolicyType.RESOURCE})
_ATTACHED_OR_TRUST = _ATTACHED | TRUST
_BUCKET = "arn:aws:s3:::acme-receipts"
_QUEUE = "arn:aws:sqs:eu-west-1:111122223333:jobs"

# Where the ARN of a resource has another service field than its actions have a prefix.
_FURTHER_PREFIXES = {
    "apigateway": frozenset({"execute-api"}),
    "execute-api": frozenset({"execute-api"}),
    "s3": frozenset({"s3", "s3-object-lambda", "s3express"}),
}
# Services whose resource policies name nothing but the resource itself and what lies in it.
_ONLY_ITSELF = frozenset({"s3", "sqs", "sns", "kms", "secretsmanager", "lambda", "dynamodb"})
# Keys about the account of the resource: in its own policy they always have the same value.
_RESOURCE_KEYS = frozenset(
    {"s3:resourceaccount", "aws:resourceaccount", "aws:resourceorgid", "aws:resourceorgpaths"}
)


@check(
    "UNSUPPORTED_ACTION_IN_POLICY",
    Severity.ERROR,
    tier=2,
    types=_ATTACHED_OR_TRUST,
    title="The action does not belong to the resource of this policy",
    why="A resource's policy speaks of that resource alone, and AWS refuses actions that cannot be "
    "done with it.",
    bad=example(
        allow("kms:Decrypt", f"{_BUCKET}/*", Principal={"AWS": "arn:aws:iam::111122223333:root"}),
        type=PolicyType.RESOURCE,
        setting=Setting(resource=_BUCKET),
    ),
    good=example(
        allow("s3:GetObject", f"{_BUCKET}/*", Principal={"AWS": "arn:aws:iam::111122223333:root"}),
        type=PolicyType.RESOURCE,
        setting=Setting(resource=_BUCKET),
    ),
)
def unsupported_action_in_policy(subject: Subject) -> Iterator[Found]:
    """Find actions of another service, or of no resource, than the one that the policy is on.

    A role trust policy is on a role, and takes only the actions of AWS STS that assume one.
    """
    if subject.type is PolicyType.TRUST:
        yield from _not_of_trust(subject)
        return
    arn = split_arn(subject.setting.resource)
    if arn is None:
        return
    prefixes = _prefixes(subject.setting.resource, arn[2])
    for statement, name, entry in subject.entries("Action"):
        actions = actions_named(entry.text) if entry.text not in EVERY_ACTION else ()
        if not actions:
            continue
        if actions[0].service not in prefixes:
            message = (
                f"{show(entry.text)} is no action on {show(subject.setting.resource)}, which this "
                f"policy is on. Name actions of `{arn[2]}`."
            )
        elif not any(action.resource_types for action in actions):
            message = (
                f"{show(entry.text)} works on no particular resource, so it cannot be allowed or "
                "denied by the policy of one. Put it in an identity-based policy."
            )
        else:
            continue
        several = len(statement.entries(name)) > 1
        repair = subject.remove("Remove the action", entry.span) if several else None
        yield Found(message, entry.span, statement.path_to(name, entry), repair)


def _not_of_trust(subject: Subject) -> Iterator[Found]:
    for statement, name, entry in subject.entries("Action"):
        actions = actions_named(entry.text) if entry.text not in EVERY_ACTION else ()
        if not actions or actions[0].service == "sts":
            continue
        message = (
            f"{show(entry.text)} does not assume a role; a trust policy takes only actions such as "
            "`sts:AssumeRole`. What the role may do belongs in its permissions policies."
        )
        several = len(statement.entries(name)) > 1
        repair = subject.remove("Remove the action", entry.span) if several else None
        yield Found(message, entry.span, statement.path_to(name, entry), repair)


def _prefixes(arn: str, service: str) -> frozenset[str]:
    """The action prefixes that a policy on this resource may hold."""
    kinds = {kind.service for kind in resource_types_for_arn(arn)}
    return frozenset({service}) | kinds | _FURTHER_PREFIXES.get(service, frozenset())


@check(
    "UNSUPPORTED_RESOURCE_ARN_IN_POLICY",
    Severity.ERROR,
    tier=2,
    types=_ATTACHED,
    title="The policy names another resource than its own",
    why="A resource's policy can only speak of that resource and of what lies in it, and AWS "
    "refuses others.",
    bad=example(
        allow("sqs:SendMessage", f"{_BUCKET}/*", Principal={"Service": "sns.amazonaws.com"}),
        type=PolicyType.RESOURCE,
        setting=Setting(resource=_QUEUE),
    ),
    good=example(
        allow("sqs:SendMessage", _QUEUE, Principal={"Service": "sns.amazonaws.com"}),
        type=PolicyType.RESOURCE,
        setting=Setting(resource=_QUEUE),
    ),
)
def unsupported_resource_arn_in_policy(subject: Subject) -> Iterator[Found]:
    """Find ARNs of Resource that can name neither the policy's resource nor anything in it."""
    own = subject.setting.resource
    arn = split_arn(own)
    if arn is None:
        return
    templates = (own, f"{own}/${{Part}}", f"{own}:${{Part}}")
    for statement, name, entry in subject.entries("Resource"):
        fields = split_arn_pattern(entry.text)
        if fields is None or is_open(fields[2]):
            continue
        foreign = fields[2].lower() not in _arn_services(arn[2])
        if not foreign and fields[2] not in _ONLY_ITSELF:
            continue
        if any(not misfits(entry.text, template) for template in templates):
            continue
        message = (
            f"{show(entry.text)} is not {show(own)}, which this policy is on, nor anything in it."
        )
        repair = None
        if len(statement.entries(name)) == 1:
            fixed = f"{own}/*" if arn[2] == "s3" and "/" in fields[5] else own
            repair = subject.replace("Name the policy's own resource", entry.span, fixed)
        yield Found(message, entry.span, statement.path_to(name, entry), repair)


def _arn_services(service: str) -> frozenset[str]:
    return frozenset({service}) | _FURTHER_PREFIXES.get(service, frozenset())


@check(
    "IRRELEVANT_CONDITION_KEY_IN_POLICY",
    Severity.SUGGESTION,
    tier=3,
    types=_ATTACHED,
    title="The condition key is always the same in this policy",
    why="The account and organization of the resource never change within its own policy, so a "
    "test of them limits nothing or blocks everything.",
    bad=example(
        allow(
            "s3:GetObject",
            f"{_BUCKET}/*",
            Principal={"AWS": "arn:aws:iam::111122223333:root"},
            Condition={"StringEquals": {"s3:ResourceAccount": "111122223333"}},
        ),
        type=PolicyType.RESOURCE,
    ),
    good=example(
        allow(
            "s3:GetObject",
            f"{_BUCKET}/*",
            Principal={"AWS": "arn:aws:iam::111122223333:root"},
            Condition={"StringEquals": {"aws:PrincipalAccount": "111122223333"}},
        ),
        type=PolicyType.RESOURCE,
    ),
)
def irrelevant_condition_key_in_policy(subject: Subject) -> Iterator[Found]:
    """Find keys about the resource's owner, which belong in identity-based policies."""
    for statement in subject.statements:
        for test in statement.source.conditions:
            if test.key.text.lower() not in _RESOURCE_KEYS:
                continue
            message = (
                f"{show(test.key.text)} is about the owner of the resource, which is always the "
                "same here. Use it in identity-based policies; about the caller, test "
                "`aws:PrincipalAccount` or `aws:PrincipalOrgID`."
            )
            path = (*statement.path, "Condition", test.operator.text, test.key.text)
            yield Found(message, test.key.span, path)
