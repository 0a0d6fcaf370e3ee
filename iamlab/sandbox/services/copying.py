"""Copies the rows of one sandbox into another."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import models
from django.db.models import Q

from iamlab.sandbox.models import (
    Account,
    GroupMembership,
    GuardrailTarget,
    IamGroup,
    IamRole,
    IamUser,
    InstanceProfile,
    OidcProvider,
    Organization,
    OrganizationalUnit,
    Policy,
    PolicyAttachment,
    PolicyKind,
    PolicyVersion,
    Resource,
    Sandbox,
    SandboxRow,
)

_HELD = Q(kind__in=(PolicyKind.INLINE, PolicyKind.TRUST, PolicyKind.RESOURCE))

# Whatever a row points at stands before it. Policies come in two parts: a user's boundary is a
# managed policy, and an inline policy's holder is a user.
_PARTS: tuple[tuple[type[SandboxRow], Q], ...] = (
    (Organization, Q()),
    (OrganizationalUnit, Q()),
    (Account, Q()),
    (Policy, ~_HELD),
    (IamGroup, Q()),
    (IamUser, Q()),
    (IamRole, Q()),
    (Resource, Q()),
    (Policy, _HELD),
    (PolicyVersion, Q()),
    (GroupMembership, Q()),
    (InstanceProfile, Q()),
    (OidcProvider, Q()),
    (PolicyAttachment, Q()),
    (GuardrailTarget, Q()),
)

_Ids = dict[type[models.Model], dict[int, int]]


def copy_rows(source: Sandbox, target: Sandbox) -> None:
    """Copy every row of `source` into the empty sandbox `target`, in the same order.

    The caller holds the transaction. Costs one reading and one writing per table, and one more
    writing for each hundred rows or so where the database limits the size of a statement.
    """
    ids: _Ids = {Sandbox: {source.pk: target.pk}}
    for model, condition in _PARTS:
        rows = list(model._default_manager.filter(condition, sandbox=source).order_by("pk"))
        copies = [_copy_row(row, ids) for row in rows]
        model._default_manager.bulk_create(copies)
        kept = ids.setdefault(model, {})
        kept.update({row.pk: copy.pk for row, copy in zip(rows, copies, strict=True)})
        if model is OrganizationalUnit:
            _hang_units(rows, copies, kept)


def empty_sandbox(sandbox: Sandbox) -> None:
    """Delete every row of the sandbox and keep the sandbox itself."""
    for model, condition in reversed(_PARTS):
        model._default_manager.filter(condition, sandbox=sandbox).delete()


def _copy_row(row: SandboxRow, ids: _Ids) -> SandboxRow:
    """Return an unsaved copy that points at the copies of what the row points at."""
    values: dict[str, object] = {}
    for field in row._meta.concrete_fields:
        if field.primary_key or field.related_model is type(row):
            continue  # a unit's parent may not be copied yet
        value = getattr(row, field.attname)
        if isinstance(field, models.ForeignKey) and value is not None:
            value = ids[field.related_model][value]
        values[field.attname] = value
    return type(row)(**values)


def _hang_units(
    rows: Sequence[SandboxRow], copies: Sequence[SandboxRow], ids: dict[int, int]
) -> None:
    """Give the copied units the copies of their parents."""
    children = []
    for row, copy in zip(rows, copies, strict=True):
        if isinstance(row, OrganizationalUnit) and isinstance(copy, OrganizationalUnit):
            copy.parent_id = None if row.parent_id is None else ids[row.parent_id]
            children.append(copy)
    OrganizationalUnit.objects.bulk_update(children, ["parent"])
