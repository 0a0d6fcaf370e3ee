"""Service control policies and resource control policies: an organization's guardrails (E5, E6).

Source: AWS, "Service control policies", "Resource control policies".
"""

from __future__ import annotations

from iamlab.engine.catalog import rcp_supports
from iamlab.engine.evaluation.case import Case
from iamlab.engine.evaluation.layers.holdings import Holding, Holdings
from iamlab.engine.evaluation.rules import EvaluationRules
from iamlab.engine.evaluation.snapshot import Account, Attachment, Level
from iamlab.engine.matching import CallerKind


def gather_scps(case: Case, rules: EvaluationRules) -> Holdings:
    """Gather the SCPs above the principal's account, root first."""
    if rules.scp_binds_outsiders and not case.same_account:
        return _scps_of_both(case, rules)
    return _scps_of(case, case.account, rules)


def _scps_of(case: Case, account: Account | None, rules: EvaluationRules) -> Holdings:
    if account is None or not account.scp_levels:
        return Holdings(absent="The caller's account is in no organization that we know")
    if account.management and rules.scp_spares_management:
        return Holdings(absent="SCPs never bind the management account")
    if case.caller.kind is CallerKind.ROOT and not rules.scp_binds_root:
        return Holdings(absent="The root user stands above SCPs")
    return Holdings(_levels(account.scp_levels, implicit_allow=not rules.scp_must_allow))


def _scps_of_both(case: Case, rules: EvaluationRules) -> Holdings:
    """Gather the SCPs above caller and owner, those above both once; AWS has no such rule (W5)."""
    own = _scps_of(case, case.account, rules)
    others = _scps_of(case, case.owner_account, rules)
    if not others.applies:
        return own
    targets = {level.target for level in own.levels}
    return Holdings(
        own.levels + tuple(level for level in others.levels if level.target not in targets)
    )


def gather_rcps(case: Case, rules: EvaluationRules) -> Holdings:
    """Gather the RCPs above the resource's account, root first; RCPFullAWSAccess is implied."""
    account = case.owner_account
    if account is None or not account.rcp_levels:
        return Holdings(absent="The resource's account has no RCPs that we know")
    if not rules.rcp_binds_outsiders and _is_outsider(case.account, account):
        return Holdings(absent="RCPs bind only callers of the organization")
    if account.management:
        return Holdings(absent="RCPs never bind resources of the management account")
    if not rcp_supports(case.service):
        return Holdings(absent=f"RCPs do not cover the service `{case.service}`")
    if case.action_lower == "kms:retiregrant":
        return Holdings(absent="RCPs do not cover `kms:RetireGrant`")
    if case.holder is not None and case.holder.aws_managed:
        return Holdings(absent="RCPs do not cover keys that AWS manages")
    return Holdings(_levels(account.rcp_levels, implicit_allow=True))


def _is_outsider(caller: Account | None, owner: Account) -> bool:
    return caller is None or caller.organization_id != owner.organization_id


def _levels(levels: tuple[Level, ...], *, implicit_allow: bool) -> tuple[Holding, ...]:
    return tuple(
        Holding(
            level.target,
            level.name or level.target,
            tuple(Attachment(policy) for policy in level.policies),
            implicit_allow,
        )
        for level in levels
    )
