"""New statements and new policies that allow exactly one request."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TypeAlias

from iamlab.engine.documents import TextEdit, split_arn
from iamlab.engine.evaluation import Layer, Policy
from iamlab.engine.matching import CallerKind
from iamlab.engine.repair.shapes import Draft, Kind
from iamlab.engine.repair.situation import Situation, is_editable, root_of
from iamlab.engine.repair.sizes import count_values

Json: TypeAlias = "str | int | float | bool | list[Json] | dict[str, Json] | None"
Statement: TypeAlias = "dict[str, Json]"

_VERSION = "2012-10-17"
_WITH_POLICIES = frozenset(
    (
        *("s3", "sqs", "sns", "kms", "lambda", "ecr", "secretsmanager", "dynamodb", "kinesis"),
        *("events", "glue", "es", "backup", "backup-storage", "elasticfilesystem", "logs", "ses"),
        *("codeartifact", "codebuild", "acm-pca", "execute-api", "glacier", "s3-outposts", "ssm"),
    )
)
"""Services whose resources can carry a policy. Source: AWS, "AWS services that work with IAM"."""

_OF_SERVICE = (("ArnEquals", "aws:SourceArn"), ("StringEquals", "aws:SourceAccount"))
_OF_TOKEN = (":aud", ":sub")


def new_statement(situation: Situation, layer: Layer) -> Statement | None:
    """Return the Allow for exactly this request, or None when it could not do without a `*`.

    A service is held to the source that it acts for, a token to its audience and subject, and an
    outsider to the external ID, as far as the request carries them.
    """
    case = situation.case
    made: Statement = {"Effect": "Allow"}
    if layer in (Layer.RESOURCE, Layer.ENDPOINT):
        named = situation.principal
        if named is None:
            return None
        made["Principal"] = {named[0]: named[1]}
    made["Action"] = case.action
    if not (layer is Layer.RESOURCE and case.is_trust):
        if case.target == "*":
            return None
        made["Resource"] = case.target
    conditions = _conditions(situation) if layer is Layer.RESOURCE else {}
    if conditions:
        made["Condition"] = conditions
    return made


def statement_drafts(
    situation: Situation, layer: Layer, policies: tuple[Policy, ...]
) -> Iterator[Draft]:
    """Yield a new statement in the policy of the layer that concerns the fewest."""
    made = new_statement(situation, layer)
    editable = [policy for policy in policies if is_editable(policy)]
    if made is None or not editable:
        return
    policy = min(editable, key=lambda item: _rank(situation, layer, item))
    edits = add_statement(policy, made)
    if edits:
        yield Draft(
            layer,
            Kind.STATEMENT,
            f"Add a statement to {policy.name} for exactly this request",
            policy=policy,
            edits=edits,
            values=count_values(made),
        )


def document_drafts(situation: Situation, layer: Layer, level: str) -> Iterator[Draft]:
    """Yield a whole new policy for a layer that has none to edit; `level` is an SCP level's ID."""
    made = new_statement(situation, layer)
    place, title = _place(situation, layer, level)
    if made is None or not place:
        return
    document = {"Version": _VERSION, "Statement": [made]}
    text = json.dumps(document, indent=2, ensure_ascii=False)
    yield Draft(
        layer,
        Kind.DOCUMENT,
        title,
        document=f"{text}\n",
        place=place,
        values=count_values(document),
    )


def add_statement(policy: Policy, statement: Statement) -> tuple[TextEdit, ...]:
    """Return the edits that add a statement behind the others; none when the text has no root."""
    editor, root = root_of(policy)
    if root is None:
        return ()
    listed = root.get("Statement")
    if listed is None:
        return editor.add_member(root.span, "Statement", [statement])
    return editor.add_item(listed.span, statement)


def holders_of(situation: Situation, policy: Policy) -> int:
    """Count the identities, units and accounts that a policy is attached to."""
    snapshot = situation.snapshot
    attached = sum(
        any(item.policy.key == policy.key for item in identity.policies)
        or (identity.boundary is not None and identity.boundary.key == policy.key)
        for identity in snapshot.identities.values()
    )
    levels = {
        level.target
        for account in snapshot.accounts.values()
        for level in account.scp_levels
        if any(item.key == policy.key for item in level.policies)
    }
    return attached + len(levels)


def _rank(situation: Situation, layer: Layer, policy: Policy) -> tuple[int, bool, str]:
    """Order policies: few holders first, then those that speak of the service already."""
    about = any(
        entry.text.lower().startswith(f"{situation.case.service}:")
        for _, statement in situation.statements(layer, (policy,))
        for entry in statement.source.actions or ()
    )
    return holders_of(situation, policy), not about, policy.key


def _place(situation: Situation, layer: Layer, level: str) -> tuple[str, str]:
    """Return where a new policy would stand, and the title of the proposal."""
    case = situation.case
    if layer is Layer.IDENTITY and case.identity is not None:
        return case.identity.arn, f"Give {case.caller.noun} an inline policy of its own"
    if layer is Layer.SCP and level:
        return level, "Attach another SCP that allows exactly this request"
    if layer is Layer.SESSION:
        return case.caller.arn, "Pass a session policy that allows exactly this request"
    fields = split_arn(case.resource)
    takes_policy = fields is not None and fields[2] in _WITH_POLICIES
    if layer is Layer.RESOURCE and takes_policy and case.holder and not case.holder.policy:
        name = case.holder.name or case.holder.arn
        return case.holder.arn, f"Give {name} a policy of its own"
    return "", ""


def _conditions(situation: Situation) -> dict[str, Json]:
    case = situation.case
    found: dict[str, Json] = {}
    if case.caller.kind is CallerKind.SERVICE:
        for operator, key in _OF_SERVICE:
            value = situation.single(key.lower())
            if value:
                found[operator] = {key: value}
        return found
    names: dict[str, Json] = {}
    if case.caller.kind is CallerKind.WEB_IDENTITY:
        for name in situation.request.context:
            value = situation.single(name.lower())
            if value and name.lower().endswith(_OF_TOKEN):
                names[name] = value
    external_id = situation.single("sts:externalid")
    if case.is_trust and external_id and not case.same_account:
        names["sts:ExternalId"] = external_id
    return {"StringEquals": names} if names else {}
