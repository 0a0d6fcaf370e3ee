"""How an evaluator reads policies and combines them, as data: a misconception has one value wrong.

Source: rules G1 to E14; AWS, "Policy evaluation logic" and "IAM JSON policy elements reference".
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from types import MappingProxyType

from iamlab.engine.evaluation.words import Layer
from iamlab.engine.matching import CallerKind


@dataclass(frozen=True, slots=True)
class EvaluationRules:
    """The switches of the evaluation; the defaults are what AWS does.

    Statements that speak for and against:
    deny_wins: a matching Deny beats every Allow (E4).
    first_match_wins: in each layer the first statement that matches settles what the layer says
        (false: order means nothing, G1, E4).
    specific_allow_wins: an Allow that names more of the resource, or of the action, beats a Deny
        (false: detail gives no rank, E4).
    unmet_deny_allows: a Deny whose conditions are not met is a permission (false: it is nothing).

    Guardrails:
    scp_every_level: each level above an account must allow, not just one (E5).
    scp_must_allow: an SCP level without a matching Allow denies (E5).
    scp_grants: a matching SCP Allow is itself a permission (false: SCPs only cap).
    scp_spares_management: SCPs leave the management account alone (E5).
    scp_binds_root: a member account's root user obeys SCPs (E13).
    scp_binds_outsiders: SCPs above a resource bind callers of other accounts (false: W5).
    rcp_binds_outsiders: RCPs bind callers from outside the organization (E6).

    Boundaries and session policies:
    boundary_grants: a boundary's Allow is itself a permission (false: it only caps, E8).
    boundary_caps_direct: a boundary also limits what a resource policy grants directly (E9.3).
    session_grants: a session policy's Allow is itself a permission (false: it only caps, S7).
    absent_session_fails: a federated user without a session policy may do nothing (E8).

    Resource policies, in one account and across accounts:
    either_side_in_account: in one account, a grant on either side is enough (E9).
    both_sides_across_accounts: across accounts the caller's side must allow too (E10.2).
    owner_must_allow: across accounts the owner's side must allow too (E10.3).
    mandatory_trust_policy: a role obeys its trust policy before any other (E12).
    mandatory_key_policy: a KMS key obeys its key policy before any other (E12).
    always_allowed_calls: no policy has an effect on sts:GetCallerIdentity, nor on a user's own
        sts:GetSessionToken (E14).

    Roles:
    trust_policy_grants: what a trust policy allows, the role itself may do (false: it says who may
        assume the role, Q14).
    role_adds_to_user: a session keeps the permissions of the user it is named after (false: S7).
    pass_role_assumes: iam:PassRole is as good as sts:AssumeRole (false: S11).

    Principals:
    root_arn_means_account: a principal that ends in `:root` is the whole account, not its root
        user alone (section 4).
    account_principal_delegates: naming an account leaves it to that account who may; the name
        alone lets nobody in (E9.11, W1).
    groups_are_principals: a group's ARN, without a path, means its members (false: P1).
    service_principal_covers_roles: a service principal means the roles that trust the service too
        (false: section 4).
    principal_wildcards: `*` and `?` inside a principal's ARN are wildcards (false: P2).
    not_principal_needs_chain: a Deny with NotPrincipal spares only callers whose session, role and
        account are all listed (P6).

    Actions and resources:
    action_case_counts: actions must be written in capitals and small letters as AWS writes them
        (false: A1).
    not_action_denies: an Allow with NotAction denies what it lists and grants nothing (false: A4).
    deny_not_action_grants: a Deny with NotAction grants what it lists (false: A4).
    object_arn_covers_bucket: `bucket/*` covers the bucket too (false: R5).
    bucket_arn_covers_objects: a bucket's ARN covers its objects too (false: R5).
    wildcard_stops_at_slash: `*` in a resource takes in no slash (false: R1).
    resource_case_counts: capitals and small letters differ in the names of resources (R2).
    arn_covers_unscoped_actions: an ARN that ends in a lone `*` covers actions that know no
        resources (false: only `*` itself does, R4).
    variables_need_version: without Version 2012-10-17 a `${...}` is plain text (G2).

    Conditions:
    every_condition_counts: all conditions of a statement must hold, not just one (C1).
    negated_list_is_or: a negated operator holds when the value differs from one of those listed
        (false: from all of them, C1).
    string_equals_wildcards: `*` and `?` are wildcards under StringEquals (false: section 5).
    string_equals_case_counts: StringEquals tells capitals from small letters (section 5, C2).
    absent_key_meets_negated: a negated operator matches a key that is absent (C3).
    absent_key_is_ignored: a condition about an absent key does not count (false: it fails, C3).
    absent_bool_is_false: an absent key under Bool is read as `false` (false: C3, X0).
    if_exists_needs_key: `IfExists` asks for the key to exist (false: C3, C14).
    for_all_values_needs_value: ForAllValues fails when the key is absent (false: C3).
    for_all_values_wants_all_listed: ForAllValues asks the request for every listed value
        (false: it asks the list for every value of the request, C4).

    What AWS tells about the caller:
    username_for_roles: `aws:username` is there for a role, with the role's name (false: section 6).
    principal_arn_names_role: `aws:PrincipalArn` of a session is the role's ARN (section 6, W7).
    """

    deny_wins: bool = True
    first_match_wins: bool = False
    specific_allow_wins: bool = False
    unmet_deny_allows: bool = False

    scp_every_level: bool = True
    scp_must_allow: bool = True
    scp_grants: bool = False
    scp_spares_management: bool = True
    scp_binds_root: bool = True
    scp_binds_outsiders: bool = False
    rcp_binds_outsiders: bool = True

    boundary_grants: bool = False
    boundary_caps_direct: bool = False
    session_grants: bool = False
    absent_session_fails: bool = True

    either_side_in_account: bool = True
    both_sides_across_accounts: bool = True
    owner_must_allow: bool = True
    mandatory_trust_policy: bool = True
    mandatory_key_policy: bool = True
    always_allowed_calls: bool = True

    trust_policy_grants: bool = False
    role_adds_to_user: bool = False
    pass_role_assumes: bool = False

    root_arn_means_account: bool = True
    account_principal_delegates: bool = True
    groups_are_principals: bool = False
    service_principal_covers_roles: bool = False
    principal_wildcards: bool = False
    not_principal_needs_chain: bool = True

    action_case_counts: bool = False
    not_action_denies: bool = False
    deny_not_action_grants: bool = False
    object_arn_covers_bucket: bool = False
    bucket_arn_covers_objects: bool = False
    wildcard_stops_at_slash: bool = False
    resource_case_counts: bool = True
    arn_covers_unscoped_actions: bool = False
    variables_need_version: bool = True

    every_condition_counts: bool = True
    negated_list_is_or: bool = False
    string_equals_wildcards: bool = False
    string_equals_case_counts: bool = True
    absent_key_meets_negated: bool = True
    absent_key_is_ignored: bool = False
    absent_bool_is_false: bool = False
    if_exists_needs_key: bool = False
    for_all_values_needs_value: bool = False
    for_all_values_wants_all_listed: bool = False

    username_for_roles: bool = False
    principal_arn_names_role: bool = True

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """Return the names of the switches, in the order of the table above."""
        return tuple(field.name for field in fields(cls))


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
