"""Checks of role trust policies: their elements, and whether principals and actions go together."""

from __future__ import annotations

from collections.abc import Iterator

from iamlab.engine.documents import Entry, Finding, Json, NodeKind, Repair, Severity
from iamlab.engine.documents import PolicyType as Type
from iamlab.engine.documents.elements import show
from iamlab.engine.validation.assuming import (
    ROLES_ANYWHERE,
    ROLES_ANYWHERE_ACTIONS,
    knows_keys,
    named_actions,
    needed_action,
    written_action,
)
from iamlab.engine.validation.examples import Example, example
from iamlab.engine.validation.principal_names import Form, read_aws_name
from iamlab.engine.validation.principal_places import ANYONE, PlacedPrincipal, principals_of
from iamlab.engine.validation.registry import TRUST, Found, check, reported_by_reader
from iamlab.engine.validation.subject import StatementView, Subject

_BUILDER: Json = {"AWS": "arn:aws:iam::111122223333:role/builder"}
_OIDC: Json = {
    "Federated": "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"
}
_MAIN_BRANCH: Json = {
    "StringEquals": {
        "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
        "token.actions.githubusercontent.com:sub": "repo:acme/api:ref:refs/heads/main",
    }
}


def _trust(principal: Json, action: Json = "sts:AssumeRole", **more: Json) -> Example:
    statement = {"Effect": "Allow", "Principal": principal, "Action": action, **more}
    return example(statement, type=Type.TRUST)


def _remove(subject: Subject, finding: Finding) -> Repair | None:
    return subject.remove(f"Remove {finding.path[-1]}", finding.span)


def _star_under_aws(subject: Subject, finding: Finding) -> Repair | None:
    """Write the star under AWS where it denies; where it allows, nobody should with one click."""
    for statement in subject.statements:
        element = statement.element("Principal")
        if element is not None and element.value.span == finding.span and statement.denies:
            edits = subject.editor.replace(finding.span, {"AWS": ANYONE})
            return subject.join("Put the star under AWS", edits)
    return None


reported_by_reader(
    "ROLE_TRUST_POLICY_SYNTAX_ERROR_NOTPRINCIPAL",
    Severity.ERROR,
    theme="trust_policies",
    tier=1,
    types=TRUST,
    title="A role trust policy uses NotPrincipal",
    why="A role trust policy lists who may assume the role, and AWS refuses one that lists only "
    "who may not.",
    bad=example(
        {"Effect": "Deny", "NotPrincipal": _BUILDER, "Action": "sts:AssumeRole"}, type=Type.TRUST
    ),
    good=_trust(_BUILDER),
)

reported_by_reader(
    "ROLE_TRUST_POLICY_UNSUPPORTED_WILDCARD_IN_PRINCIPAL",
    Severity.ERROR,
    theme="trust_policies",
    tier=1,
    types=TRUST,
    title="The principal of a role trust policy is a star alone",
    why="AWS refuses a role trust policy whose principal is `*` alone, because nobody should trust "
    "the whole world by oversight.",
    bad=_trust("*"),
    good=_trust(_BUILDER),
    mend=_star_under_aws,
)

reported_by_reader(
    "ROLE_TRUST_POLICY_SYNTAX_ERROR_RESOURCE",
    Severity.ERROR,
    theme="trust_policies",
    tier=1,
    types=TRUST,
    title="A role trust policy names a resource",
    why="A role trust policy is always about the role that it belongs to, so AWS refuses one that "
    "names a resource.",
    bad=_trust(_BUILDER, Resource="*"),
    good=_trust(_BUILDER),
    mend=_remove,
)


@check(
    "MISMATCHED_ACTION_FOR_PRINCIPAL",
    Severity.ERROR,
    tier=1,
    types=TRUST,
    title="The principal cannot use this action",
    why="SAML providers need `sts:AssumeRoleWithSAML`, OIDC providers "
    "`sts:AssumeRoleWithWebIdentity`, all others `sts:AssumeRole`, and with another action nobody "
    "gets in.",
    bad=_trust(_OIDC, "sts:AssumeRole", Condition=_MAIN_BRANCH),
    good=_trust(_OIDC, "sts:AssumeRoleWithWebIdentity", Condition=_MAIN_BRANCH),
)
def mismatched_action_for_principal(subject: Subject) -> Iterator[Found]:
    """Find AssumeRole actions that no principal can use, and principals that can use none."""
    for statement in subject.statements:
        placed = list(principals_of(statement))
        needs = {needed_action(item.kind, item.text) for item in placed}
        if not placed or None in needs:
            continue  # everyone, or a name that another check reports
        wanted = sorted(item for item in needs if item is not None)
        entries = statement.entries("Action")
        useless = [entry for entry in entries if written_action(entry) not in (None, *wanted)]
        for entry in useless:
            yield _useless_action(subject, statement, entry, wanted)
        named = named_actions(statement)
        if statement.source.actions is not None and len(useless) < len(named):
            yield from _idle_principals(subject, statement, placed, named)


def _useless_action(
    subject: Subject, statement: StatementView, entry: Entry, wanted: list[str]
) -> Found:
    named = {written_action(other) for other in statement.entries("Action")}
    missing = [action for action in wanted if action not in named]
    repair = None
    if not missing:
        repair = subject.remove("Remove the action", entry.span)
    elif len(missing) == 1 and knows_keys(statement, missing[0]):
        repair = subject.replace(f"Use {missing[0]}", entry.span, missing[0])
    message = (
        f"No principal of this statement can use {show(entry.text)}; "
        f"{' and '.join(f'`{action}`' for action in wanted)} would fit."
    )
    return Found(message, entry.span, statement.path_to("Action", entry), repair)


def _idle_principals(
    subject: Subject,
    statement: StatementView,
    placed: list[PlacedPrincipal],
    named: frozenset[str],
) -> Iterator[Found]:
    """Yield the principals whose action is missing beside those of others."""
    member = statement.element("Action")
    for principal in placed:
        needed = needed_action(principal.kind, principal.text)
        if needed is None or needed in named or not named or member is None:
            continue
        message = f"{show(principal.text)} needs `{needed}`, which this statement does not name."
        repair = None
        if knows_keys(statement, needed):
            repair = subject.add_item(f"Add {needed}", member.value.span, needed)
        yield Found(message, principal.span, principal.path, repair)


@check(
    "MISSING_ACTION_FOR_ROLES_ANYWHERE_TRUST_POLICY",
    Severity.ERROR,
    tier=3,
    types=TRUST,
    title="IAM Roles Anywhere lacks an action",
    why="IAM Roles Anywhere starts every session with a source identity and session tags, so it "
    "needs all three of `sts:AssumeRole`, `sts:SetSourceIdentity` and `sts:TagSession`.",
    bad=_trust({"Service": ROLES_ANYWHERE}),
    good=_trust({"Service": ROLES_ANYWHERE}, list(ROLES_ANYWHERE_ACTIONS)),
)
def missing_action_for_roles_anywhere_trust_policy(subject: Subject) -> Iterator[Found]:
    """Find trust in IAM Roles Anywhere that all Allow statements together leave incomplete."""
    trusting = [
        (statement, principal)
        for statement in subject.statements
        if statement.allows
        for principal in principals_of(statement)
        if principal.kind == "Service" and principal.text == ROLES_ANYWHERE
    ]
    missing = [
        action
        for action in ROLES_ANYWHERE_ACTIONS
        if not any(statement.reaches(action) for statement, _ in trusting)
    ]
    if trusting and missing:
        statement, principal = trusting[0]
        message = (
            f"`{ROLES_ANYWHERE}` also needs {' and '.join(f'`{item}`' for item in missing)} "
            "before anybody can assume the role through it."
        )
        repair = _add_actions(subject, statement, missing)
        yield Found(message, principal.span, principal.path, repair)


def _add_actions(subject: Subject, statement: StatementView, actions: list[str]) -> Repair | None:
    member = statement.element("Action")
    if member is None or not all(knows_keys(statement, action) for action in actions):
        return None
    label = "Add the missing actions"
    node = member.value
    if node.kind is NodeKind.STRING:
        return subject.join(label, subject.editor.replace(node.span, [node.text, *actions]))
    if node.kind is not NodeKind.ARRAY or not node.items:
        return None
    edits = (edit for item in actions for edit in subject.editor.add_item(node.span, item))
    return subject.join(label, edits)


@check(
    "REDUNDANT_PRINCIPAL_IN_ROLE_TRUST_POLICY",
    Severity.SUGGESTION,
    tier=3,
    types=TRUST,
    title="A role beside one of its own sessions",
    why="The ARN of a role means all of its sessions, so naming one of them as well adds nothing.",
    bad=_trust(
        {
            "AWS": [
                "arn:aws:iam::111122223333:role/builder",
                "arn:aws:sts::111122223333:assumed-role/builder/nightly",
            ]
        }
    ),
    good=_trust(_BUILDER),
)
def redundant_principal_in_role_trust_policy(subject: Subject) -> Iterator[Found]:
    """Find role sessions in a list that also holds their role."""
    for statement in subject.statements:
        placed = [item for item in principals_of(statement) if item.kind == "AWS"]
        names = [read_aws_name(item.text) for item in placed]
        roles = {
            (name.partition, name.account, name.name) for name in names if name.form is Form.ROLE
        }
        for item, name in zip(placed, names, strict=True):
            owner = (name.partition, name.account, name.name)
            if name.form is Form.SESSION and owner in roles:
                message = (
                    f"{show(item.text)} is a session of `{name.name}`, which the list names too; "
                    "remove the session."
                )
                repair = subject.remove("Remove the session", item.span)
                yield Found(message, item.span, item.path, repair)
