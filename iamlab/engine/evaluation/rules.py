"""How the layers combine, as data: a misconception is this table with one value wrong.

Source: rules E4 to E13; AWS, "Policy evaluation logic".
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

from iamlab.engine.evaluation.words import Layer
from iamlab.engine.matching import CallerKind


@dataclass(frozen=True, slots=True)
class EvaluationRules:
    """The switches of the evaluation; the defaults are what AWS does.

    deny_wins: a matching Deny beats every Allow (E4).
    scp_every_level: each level above an account must allow, not just one (E5).
    scp_grants: a matching SCP Allow is itself a permission (false: SCPs only cap).
    scp_spares_management: SCPs leave the management account alone (E5).
    scp_binds_root: a member account's root user obeys SCPs (E13).
    boundary_grants: a boundary's Allow is itself a permission (false: it only caps, E8).
    boundary_caps_direct: a boundary also limits what a resource policy grants directly (E9.3).
    either_side_in_account: in one account, a grant on either side is enough (E9).
    both_sides_across_accounts: across accounts both sides must allow (E10).
    mandatory_resource_policy: KMS keys and roles obey their own policy before any other (E12).
    absent_session_fails: a federated user without a session policy may do nothing (E8).
    """

    deny_wins: bool = True
    scp_every_level: bool = True
    scp_grants: bool = False
    scp_spares_management: bool = True
    scp_binds_root: bool = True
    boundary_grants: bool = False
    boundary_caps_direct: bool = False
    either_side_in_account: bool = True
    both_sides_across_accounts: bool = True
    mandatory_resource_policy: bool = True
    absent_session_fails: bool = True


AWS_RULES = EvaluationRules()
"""What AWS does."""

_GUARDED = frozenset({Layer.RCP, Layer.SCP, Layer.ENDPOINT, Layer.RESOURCE})
_ATTACHED = frozenset({Layer.IDENTITY, Layer.BOUNDARY})

LAYERS_OF_CALLER = MappingProxyType(
    {
        CallerKind.USER: _GUARDED | _ATTACHED,
        CallerKind.ROLE: _GUARDED | _ATTACHED | {Layer.SESSION},
        CallerKind.FEDERATED_USER: _GUARDED | _ATTACHED | {Layer.SESSION},
        CallerKind.ROOT: _GUARDED | {Layer.IDENTITY, Layer.SESSION},
        CallerKind.SERVICE: frozenset({Layer.RCP, Layer.RESOURCE}),
        CallerKind.ANONYMOUS: frozenset({Layer.RCP, Layer.ENDPOINT, Layer.RESOURCE}),
        CallerKind.WEB_IDENTITY: frozenset({Layer.RCP, Layer.ENDPOINT, Layer.RESOURCE}),
    }
)
"""Which layers have a say for which caller: the table in E4."""

LAYERS_OF_SERVICE_LINKED_ROLE = frozenset({Layer.ENDPOINT, Layer.RESOURCE, Layer.IDENTITY})
"""A service-linked role obeys no SCP, RCP, boundary or session policy (E4, E5, E6)."""


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What is switched off for the sake of a question: whole layers, and policies by their key."""

    layers: frozenset[Layer] = frozenset()
    policies: frozenset[str] = frozenset()


NOTHING_OFF = WhatIf()
