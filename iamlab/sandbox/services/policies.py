"""Reading, saving and restoring policies: every save is a version, and every version comes back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F, Max, Q, QuerySet

from iamlab.engine import PolicyType
from iamlab.sandbox.models import Policy, PolicyKind, PolicyVersion, Sandbox
from iamlab.sandbox.services.access import (
    find_own,
    lock_sandbox,
    open_sandbox,
    own_sandbox,
    raise_revision,
    replace_rows,
    template_of,
)
from iamlab.sandbox.services.errors import (
    EditConflict,
    PolicyNotFound,
    PolicyRefused,
    VersionNotFound,
)
from iamlab.sandbox.services.texts import POLICY_TYPES, check_text, hash_text, is_storable
from iamlab.sandbox.services.visitors import Visitor

MAX_VERSIONS = 50
"""Edits kept of one policy. AWS keeps five and refuses the sixth until one is deleted; here every
save is a version, so an afternoon of practice would run into that, and the oldest edits go instead.
"""


@dataclass(frozen=True, slots=True)
class PolicyState:
    """A policy with the text in force; `version` is what a save must name as its base.

    `origin` says in words what kind it is; `editable` is False for what AWS manages.
    """

    key: str
    name: str
    kind: PolicyKind
    type: PolicyType
    origin: str
    arn: str
    description: str
    version: int
    text: str
    edited: bool
    editable: bool
    saved_at: datetime


def get_policy(sandbox: Sandbox, key: str) -> PolicyState:
    """Return one policy of the sandbox. Raises PolicyNotFound."""
    versions = _versions_of(sandbox, key)
    current = versions.filter(is_default=True).select_related("policy").first()
    if current is None:
        raise PolicyNotFound(key)
    policy, kind = current.policy, PolicyKind(current.policy.kind)
    start = versions.get(number=policy.start_number)
    return PolicyState(
        key=policy.key,
        name=policy.name,
        kind=kind,
        type=POLICY_TYPES[kind],
        origin=policy.origin,
        arn=policy.arn,
        description=policy.description,
        version=current.number,
        text=current.text,
        edited=current.text_hash != start.text_hash,
        editable=not policy.aws_managed,
        saved_at=current.created_at,
    )


def list_versions(sandbox: Sandbox, key: str) -> list[PolicyVersion]:
    """Return every version that is kept, newest first. Raises PolicyNotFound."""
    found = list(_versions_of(sandbox, key).select_related("policy").order_by("-number"))
    if not found:
        raise PolicyNotFound(key)
    return found


def edited_texts(sandbox: Sandbox) -> dict[str, str]:
    """Return key and text of each policy whose text in force differs from the starting one."""
    rows = PolicyVersion.objects.filter(sandbox=sandbox).filter(
        Q(is_default=True) | Q(number=F("policy__start_number"))
    )
    starts: dict[str, str] = {}
    current: dict[str, tuple[str, str]] = {}
    for key, start, number, is_default, text_hash, text in rows.order_by("policy").values_list(
        "policy__key", "policy__start_number", "number", "is_default", "text_hash", "text"
    ):
        if number == start:
            starts[key] = text_hash
        if is_default:
            current[key] = (text_hash, text)
    return {key: text for key, (hashed, text) in current.items() if hashed != starts[key]}


def edited_keys(sandbox: Sandbox) -> frozenset[str]:
    """Return the keys of the policies whose text in force differs from the starting one."""
    if sandbox.is_template:
        return frozenset()
    return frozenset(edited_texts(sandbox))


def save_policy(
    visitor: Visitor, slug: str, key: str, text: str, base_version: int
) -> PolicyVersion:
    """Store a text, exactly as typed, as the new version in force, and return that version.

    `base_version` is the version that the editor opened. A text equal to the one in force makes no
    version. Raises EditConflict when another version is in force by now, PolicyRefused for a text
    or a policy that cannot be stored, PolicyNotFound, ScenarioNotFound and VisitorUnknown.
    """
    policy = find_policy(open_sandbox(visitor, slug), key)
    if policy.aws_managed:
        raise PolicyRefused("AWS_MANAGED", f"AWS manages “{policy.name}”; nobody else can edit it.")
    check_text(text, PolicyKind(policy.kind))
    with transaction.atomic():
        sandbox = own_sandbox(visitor, slug)
        lock_sandbox(sandbox)
        policy = find_policy(sandbox, key)
        current = policy.versions.get(is_default=True)
        if current.text == text:
            return current
        if current.number != base_version:
            raise EditConflict(key, current, text)
        policy.versions.filter(is_default=True).update(is_default=False)
        version = add_version(policy, text, in_force=True)
        raise_revision(sandbox)
    return version


def add_version(policy: Policy, text: str, *, in_force: bool, note: str = "") -> PolicyVersion:
    """Store a text as the policy's next version; the oldest edits beyond the limit go.

    For the other services: the caller has locked the sandbox, checked the text, and left no other
    version in force if this one is to be.
    """
    last: int | None = policy.versions.aggregate(last=Max("number"))["last"]
    version = policy.versions.create(
        sandbox_id=policy.sandbox_id,
        number=(last or 0) + 1,
        text=text,
        text_hash=hash_text(text),
        is_default=in_force,
        note=note,
    )
    _drop_oldest(policy)
    return version


def restore_version(visitor: Visitor, slug: str, key: str, number: int) -> PolicyVersion:
    """Put an earlier or later version in force and return it.

    Like AWS's SetDefaultPolicyVersion this moves the default and makes no version, so history
    stays short and every version remains to be restored. Raises VersionNotFound, PolicyNotFound,
    ScenarioNotFound and VisitorUnknown.
    https://docs.aws.amazon.com/IAM/latest/APIReference/API_SetDefaultPolicyVersion.html
    """
    _find_version(find_policy(open_sandbox(visitor, slug), key), number)
    with transaction.atomic():
        sandbox = own_sandbox(visitor, slug)
        lock_sandbox(sandbox)
        policy = find_policy(sandbox, key)
        version = _find_version(policy, number)
        if not version.is_default:
            policy.versions.filter(is_default=True).update(is_default=False)
            version.is_default = True
            version.save(update_fields=["is_default"])
            raise_revision(sandbox)
    return version


def restore_start(visitor: Visitor, slug: str, key: str) -> PolicyVersion:
    """Put the text that the scenario begins with in force; edits stay in the list of versions.

    Raises PolicyNotFound and ScenarioNotFound.
    """
    policy = find_policy(open_sandbox(visitor, slug), key)
    if find_own(visitor, slug) is None:
        return _find_version(policy, policy.start_number)
    return restore_version(visitor, slug, key, policy.start_number)


def restore_all(visitor: Visitor, slug: str) -> Sandbox:
    """Put the whole organization back to its starting state and return it.

    Edits stay in each policy's list of versions, unless the scenario itself has changed since the
    copy was made: then the copy is made anew. Raises ScenarioNotFound.
    """
    sandbox = find_own(visitor, slug)
    if sandbox is None:
        return template_of(slug)
    with transaction.atomic():
        lock_sandbox(sandbox)
        template = template_of(slug)
        if template.content_hash != sandbox.content_hash:
            replace_rows(template, sandbox)
        else:
            versions = PolicyVersion.objects.filter(sandbox=sandbox)
            starts = versions.filter(number=F("policy__start_number"))
            versions.filter(is_default=True).exclude(pk__in=starts.values("pk")).update(
                is_default=False
            )
            starts.filter(is_default=False).update(is_default=True)
        raise_revision(sandbox)
    return sandbox


def find_policy(sandbox: Sandbox, key: str) -> Policy:
    """Return the row of a policy, for the other services. Raises PolicyNotFound."""
    if not is_storable(key):
        raise PolicyNotFound(key)
    policy = Policy.objects.filter(sandbox=sandbox, key=key).first()
    if policy is None:
        raise PolicyNotFound(key)
    return policy


def _versions_of(sandbox: Sandbox, key: str) -> QuerySet[PolicyVersion]:
    if not is_storable(key):
        raise PolicyNotFound(key)
    return PolicyVersion.objects.filter(sandbox=sandbox, policy__key=key)


def _find_version(policy: Policy, number: int) -> PolicyVersion:
    version = policy.versions.filter(number=number).first()
    if version is None:
        raise VersionNotFound(policy.key, number)
    return version


def _drop_oldest(policy: Policy) -> None:
    """Delete the oldest edits beyond the limit; what the scenario began with always stays."""
    edits = policy.versions.filter(number__gt=policy.start_number, is_default=False)
    kept = edits.order_by("-number").values_list("number", flat=True)[: MAX_VERSIONS - 1]
    oldest = min(kept, default=0)
    edits.filter(number__lt=oldest).delete()
