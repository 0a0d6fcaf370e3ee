"""Policies on their way into rows: collected with what they hang on, then written all at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from iamlab.engine import Policy as PlacedPolicy
from iamlab.engine.scenarios import Group, Role, User, keys
from iamlab.sandbox.models import (
    Account,
    IamGroup,
    IamRole,
    IamUser,
    Policy,
    PolicyAttachment,
    PolicyKind,
    PolicyVersion,
    Sandbox,
)
from iamlab.sandbox.services.texts import hash_text

_Identity = IamUser | IamGroup | IamRole
_Holder = Literal["user", "group", "role"]


def managed_key(account: Account, name: str, aws: bool) -> str:
    """Return the key of a managed policy of an account, or of AWS."""
    return keys.aws_managed_key(name) if aws else keys.managed_key(account.aws_id, name)


@dataclass(frozen=True, slots=True)
class PolicyRows:
    """The policies of a sandbox that is being filled.

    `placed` are the policies of its snapshot by key: they know the names that a trace uses.
    """

    sandbox: Sandbox
    placed: Mapping[str, PlacedPolicy]
    policies: list[tuple[Policy, Sequence[str]]] = field(default_factory=list)
    by_key: dict[str, Policy] = field(default_factory=dict)
    attachments: list[PolicyAttachment] = field(default_factory=list)

    def add(self, key: str, kind: PolicyKind, name: str, texts: Sequence[str]) -> Policy:
        """Return an unsaved policy, named as a trace names it; `finish` or the caller saves it.

        `texts` are its versions from 1 on. The caller sets the holder that its kind has.
        """
        placed = self.placed.get(key)
        policy = Policy(
            sandbox=self.sandbox,
            key=key,
            kind=kind,
            name=name if placed is None else placed.name,
            origin=kind.label if placed is None else placed.origin,
        )
        self.policies.append((policy, texts))
        self.by_key[key] = policy
        return policy

    def hang(
        self, account: Account, holder: _Holder, row: _Identity, shape: User | Group | Role
    ) -> None:
        """Note the attached and the inline policies of one identity."""
        for name in shape.attached:
            self.attachments.append(
                PolicyAttachment(
                    sandbox=self.sandbox, policy=self._named(account, name), **{holder: row}
                )
            )
        for name, document in shape.inline.items():
            key = keys.inline_key(account.aws_id, holder, row.name, name)
            setattr(self.add(key, PolicyKind.INLINE, name, [document.text]), holder, row)

    def _named(self, account: Account, name: str) -> Policy:
        """Return the account's managed policy of that name, or else AWS's."""
        own = self.by_key.get(managed_key(account, name, aws=False))
        return own or self.by_key[managed_key(account, name, aws=True)]

    def boundary(self, account: Account, name: str | None) -> Policy | None:
        """Return the policy that a boundary names, if there is one."""
        return None if name is None else self._named(account, name)

    def finish(self) -> None:
        """Write what was collected: held policies, all versions, attachments."""
        Policy.objects.bulk_create(policy for policy, _ in self.policies if policy.pk is None)
        PolicyVersion.objects.bulk_create(
            PolicyVersion(
                sandbox=self.sandbox,
                policy=policy,
                number=number,
                text=text,
                text_hash=hash_text(text),
                is_default=number == policy.start_number,
                note="From the scenario",
            )
            for policy, texts in self.policies
            for number, text in enumerate(texts, start=1)
        )
        PolicyAttachment.objects.bulk_create(self.attachments)
