"""One sentence for a verdict and one for each layer."""

from __future__ import annotations

from iamlab.engine.evaluation.plan import Plan
from iamlab.engine.evaluation.trace import Decision, LayerTrace, MatchedStatement
from iamlab.engine.evaluation.words import Layer, Reason, Verdict
from iamlab.engine.matching import CallerKind, MatchKind

_KIND_OF_POLICY = {
    Layer.RCP: "the resource control policy ",
    Layer.SCP: "the service control policy ",
    Layer.ENDPOINT: "the VPC endpoint policy ",
    Layer.RESOURCE: "",
    Layer.IDENTITY: "the policy ",
    Layer.BOUNDARY: "the permissions boundary ",
    Layer.SESSION: "the session policy ",
}


def summarize(plan: Plan, decision: Decision) -> str:
    """Say in one sentence who may or may not do it, and because of what."""
    if decision.verdict is Verdict.EXPLICIT_DENY:
        return _explicit(plan, decision)
    if decision.verdict is Verdict.ALLOWED:
        return _allowed(plan, decision)
    return _implicit(plan, decision)


def layer_sentence(layer: LayerTrace, plan: Plan) -> str:
    """Say in one sentence what a layer that applies does with the request."""
    matched = [
        (policy.policy.name, statement)
        for level in layer.levels
        for policy in level.policies
        for statement in policy.statements
        if statement.matched
    ]
    wanted = {"deny": "Deny", "allow": "Allow"}.get(layer.says)
    names = [f"`{_label(name, item.label)}`" for name, item in matched if item.effect == wanted]
    if layer.says == "deny":
        return f"{_joined(names)} {'denies' if len(set(names)) == 1 else 'deny'} it"
    if layer.says == "allow":
        return _allow_sentence(layer, names, plan)
    silent = [level.name for level in layer.levels if level.says == "silent"]
    count = sum(len(policy.statements) for level in layer.levels for policy in level.policies)
    if layer.layer is Layer.SCP:
        needed = "every" if plan.rules.scp_every_level else "one"
        return f"No statement at {_joined(silent)} allows it; {needed} level must"
    if count == 0 and layer.layer is Layer.IDENTITY:
        return f"Nothing is attached to {plan.case.caller.noun}"
    if count == 0:
        return "It holds no statement, so it allows nothing"
    plural = "s" if count > 1 else ""
    return f"{count} statement{plural}, none of which allows this"


def _allow_sentence(layer: LayerTrace, names: list[str], plan: Plan) -> str:
    levels = len(layer.levels)
    if layer.layer is Layer.SCP and not plan.rules.scp_must_allow:
        return "No SCP denies it, and none needs to allow it"
    if layer.layer is Layer.SCP and levels > 1 and plan.rules.scp_every_level:
        return f"Each of the {levels} levels holds a matching Allow"
    if layer.layer is Layer.RCP:
        return "RCPFullAWSAccess allows it at every level, and no other RCP denies it"
    return f"{_joined(names)} {'allows' if len(set(names)) == 1 else 'allow'} it"


def _explicit(plan: Plan, decision: Decision) -> str:
    first, rules = decision.deciding[0], plan.rules
    counted = [item for item in decision.matched if item not in decision.overruled]
    others = sum(1 for item in counted if item.effect == "Deny") - 1
    more = f", and {others} more {'Deny' if others == 1 else 'Denies'} would too" if others else ""
    denied = f"{_statement(first, _KIND_OF_POLICY[first.layer])} denies it{more}."
    if not rules.deny_wins:
        return f"{denied} Nothing allows it."
    if rules.first_match_wins or rules.specific_allow_wins:
        return denied
    return f"{denied} One Deny is enough; no Allow can help."


def _allowed(plan: Plan, decision: Decision) -> str:
    if decision.reason is Reason.ALWAYS_ALLOWED and plan.always_allowed is not None:
        return plan.always_allowed.says
    if decision.reason is Reason.ROOT_ALLOW:
        return "The root user may do everything in its own account that no guardrail stops."
    deciding = decision.deciding
    if decision.reason is Reason.CROSS_ACCOUNT_ALLOW:
        owner = next(item for item in deciding if item.layer is Layer.RESOURCE)
        caller = next((item for item in deciding if item.layer is Layer.IDENTITY), None)
        if caller is None and not plan.case.acts_as_root:
            return f"{_statement(owner)} on the owner's side allows it."
        side = f"{_statement(caller)} on the caller's side" if caller else "the caller is root"
        return f"Both accounts agree: {_statement(owner)} on the owner's side, and {side}."
    if decision.reason is Reason.RESOURCE_ALLOW:
        return _allowed_by_resource(deciding)
    allows = [item for item in deciding or decision.matched if item.effect == "Allow"]
    if any(item.effect == "Deny" for item in decision.overruled):
        return f"{_statement(allows[0])} allows it, and the Deny beside it does not count."
    return f"{_statement(allows[0])} allows it, and nothing denies it."


def _allowed_by_resource(deciding: tuple[MatchedStatement, ...]) -> str:
    strongest = max(deciding, key=lambda item: item.kind)
    how = (
        "names the role behind the session"
        if strongest.kind is MatchKind.PARENT
        else "names the caller directly"
    )
    return f"{_statement(strongest)} {how}, so no identity-based policy is needed."


def _implicit(plan: Plan, decision: Decision) -> str:
    case = plan.case
    noun, action = f"`{case.caller.noun}`", f"`{case.action}`"
    if decision.layer is Layer.SERVICE and plan.refused is not None:
        return plan.refused.says
    reason = decision.reason
    if reason is Reason.NO_SCP_ALLOW and not plan.rules.scp_every_level:
        return f"No service control policy allows {action} at any level above the account."
    if reason is Reason.NO_SCP_ALLOW:
        return f"No service control policy allows {action} at one of the levels above the account."
    if reason is Reason.NO_ENDPOINT_ALLOW:
        return f"The VPC endpoint's policy does not allow {action}."
    if reason is Reason.NO_TRUST_ALLOW:
        return f"The role's trust policy does not let {noun} assume it."
    if reason is Reason.NO_RESOURCE_ALLOW:
        return _no_resource_allow(plan)
    if reason is Reason.NO_BOUNDARY_ALLOW:
        return f"The permissions boundary of {noun} does not allow {action}, so nothing else can."
    if reason is Reason.NO_SESSION_ALLOW:
        return f"The session policy does not allow {action}; it can only take away."
    also = ""
    if case.same_account and not plan.rules.either_side_in_account:
        also = "; both sides must"
    elif case.resource_policy is not None and case.same_account:
        also = ", and the resource's own policy does not either"
    if not case.same_account:
        also = "; across accounts both sides must"
    return f"No identity-based policy of {noun} allows {action} on this resource{also}."


def _no_resource_allow(plan: Plan) -> str:
    case = plan.case
    if case.is_key:
        return "The key policy does not allow it, and without it nothing else counts."
    if case.caller.kind is CallerKind.SERVICE:
        return "An AWS service needs the resource's own policy to let it in, and it does not."
    if case.caller.kind is CallerKind.ANONYMOUS:
        return "Nobody signed the request, and the resource's own policy is not open to everybody."
    if case.caller.kind is CallerKind.WEB_IDENTITY:
        return "An identity provider's caller can only assume a role whose trust policy lets it."
    if case.same_account:
        return "The resource's own policy does not allow it."
    return (
        f"The resource belongs to account {case.owner}, whose side does not allow it: "
        "across accounts both sides must."
    )


def _statement(item: MatchedStatement, kind: str = "") -> str:
    """Name a statement with its policy, and that with its `kind` where the name does not tell."""
    if item.sid == item.policy:
        return f"`{item.sid}`, {kind.rstrip()}," if kind else f"`{item.sid}`"
    name = f"`{item.sid}`" if item.sid else f"Statement {item.index + 1}"
    return f"{name} in {kind}`{item.policy}`"


def _label(policy: str, statement: str) -> str:
    return policy if policy == statement else f"{policy}: {statement}"


def _joined(names: list[str]) -> str:
    unique = list(dict.fromkeys(names))
    if len(unique) > 3:
        return f"{', '.join(unique[:2])} and {len(unique) - 2} more"
    return " and ".join(unique)
