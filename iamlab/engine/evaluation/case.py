"""The facts of one question once the organization has been consulted: who, what, whose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from iamlab.engine.catalog import find_action, takes_resource
from iamlab.engine.documents import ArnFields, split_arn
from iamlab.engine.errors import AuthenticationError, RequestError
from iamlab.engine.evaluation.misread_callers import misread_caller
from iamlab.engine.evaluation.request import CredentialState, Request
from iamlab.engine.evaluation.rules import AWS_RULES, EvaluationRules
from iamlab.engine.evaluation.snapshot import Account, Identity, Policy, Resource, Snapshot
from iamlab.engine.matching import (
    ACCOUNT_ID,
    WEB_IDENTITY_ACTIONS,
    Caller,
    CallerKind,
    KnownIdentity,
    describe_caller,
    is_action_name,
)

TRUST_ACTIONS = frozenset(
    {
        "sts:assumerole",
        "sts:assumerolewithsaml",
        "sts:assumerolewithwebidentity",
        "sts:tagsession",
        "sts:setsourceidentity",
    }
)
"""The actions that a role's trust policy decides about (E12)."""


_KEPT_CALLERS = 4_096


@dataclass(frozen=True, slots=True)
class Case:
    """A question with everything looked up.

    `resource` is what the request names; `target` is what statements are compared with: `*` for an
    action without resource-level support (R4). `holder` is the known resource whose policy and
    settings count: a bucket for its objects. `owner` is the account that owns the resource, None
    when nobody can tell. `namesake` is the user after whom a role session is named, for an
    evaluator that makes something of it.
    """

    caller: Caller
    identity: Identity | None
    account: Account | None
    action: str
    action_lower: str
    service: str
    resource: str
    target: str
    holder: Resource | None
    resource_policy: Policy | None
    owner: str | None
    owner_account: Account | None
    session_policies: tuple[Policy, ...] = ()
    endpoint_policies: tuple[Policy, ...] = ()
    namesake: Identity | None = None

    @property
    def same_account(self) -> bool:
        """Whether caller and owner are one account (E11)."""
        return self.caller.account is not None and self.caller.account == self.owner

    @property
    def acts_as_root(self) -> bool:
        """Whether the caller may do all that its account can: root, or a session of root."""
        parent = self.caller.parent_arn or ""
        return self.caller.kind is CallerKind.ROOT or parent.endswith(":root")

    @property
    def bounded(self) -> bool:
        """Whether a permissions boundary binds the caller: root and SLRs can't have one (E4)."""
        if self.acts_as_root or self.caller.service_linked:
            return False
        return self.identity is not None and self.identity.boundary is not None

    @property
    def crosses_partitions(self) -> bool:
        """Whether caller and resource live in different partitions, which share no trust (P7)."""
        fields = split_arn(self.resource)
        known = fields is not None and self.caller.account is not None
        return known and fields is not None and fields[1] != self.caller.partition

    @property
    def is_trust(self) -> bool:
        """Whether the resource policy in question is a role's trust policy."""
        return self.action_lower in TRUST_ACTIONS and is_role(self.resource)

    @property
    def is_key(self) -> bool:
        """Whether the resource is a KMS key, which its key policy alone opens (E12)."""
        fields = split_arn(self.target)
        return fields is not None and fields[2] == "kms" and fields[5].startswith("key/")


class Directory:
    """Finds the people and things of a snapshot by the names that a request uses.

    `rules` are AWS's unless callers are to be seen with a misconception.
    """

    def __init__(self, snapshot: Snapshot, rules: EvaluationRules = AWS_RULES) -> None:
        self.snapshot = snapshot
        self.rules = rules
        self._by_name: dict[tuple[str, str, str], Identity] = {}
        self._callers: dict[object, tuple[Caller, Identity | None]] = {}
        for arn, identity in snapshot.identities.items():
            fields = split_arn(arn)
            if fields is not None:
                kind, _, path = fields[5].partition("/")
                self._by_name[fields[4], kind, path.rsplit("/", 1)[-1]] = identity

    def case(self, request: Request) -> Case:
        """Look everything up. Raises RequestError or AuthenticationError (E1)."""
        _authenticate(request.credentials)
        action, action_lower = _action(request.action)
        caller, identity = self.caller(request, action_lower)
        resource = request.resource
        if resource != "*" and not _is_plain_arn(resource):
            raise RequestError("resource", _not_a_resource(resource))
        target = resource if takes_resource(action_lower) else "*"
        holder = self.holder(resource)
        owner = self._owner(request, holder, caller)
        role = self.snapshot.identities.get(resource)
        policy = holder.policy if holder is not None else None
        if action_lower in TRUST_ACTIONS and role is not None and role.trust is not None:
            policy = role.trust
        return Case(
            caller=caller,
            identity=identity,
            account=self.snapshot.accounts.get(caller.account or ""),
            action=action,
            action_lower=action_lower,
            service=action_lower.partition(":")[0],
            resource=resource,
            target=target,
            holder=holder,
            resource_policy=policy,
            owner=owner,
            owner_account=self.snapshot.accounts.get(owner or ""),
            session_policies=request.session_policies,
            endpoint_policies=request.endpoint_policies,
            namesake=self._namesake(caller) if self.rules.role_adds_to_user else None,
        )

    def caller(self, request: Request, action_lower: str) -> tuple[Caller, Identity | None]:
        """Work out the caller and what is attached to it; a caller met before is remembered."""
        role_arn = role_arn_in(request.context, request.principal)
        in_s3 = action_lower.startswith("s3:")
        unsigned = action_lower if action_lower in WEB_IDENTITY_ACTIONS else ""
        key = (request.principal, request.parent, role_arn, in_s3, unsigned)
        found = self._callers.get(key)
        if found is None:
            found = self._describe(request, role_arn, unsigned, in_s3)
            if len(self._callers) >= _KEPT_CALLERS:
                self._callers.clear()
            self._callers[key] = found
        return found

    def _describe(
        self, request: Request, role_arn: str | None, action_lower: str, in_s3: bool
    ) -> tuple[Caller, Identity | None]:
        identity = self._named(request.principal)
        parent = self.snapshot.identities.get(request.parent or "")
        source = parent or identity
        known = KnownIdentity(source.arn, source.unique_id) if source else None
        caller = describe_caller(
            request.principal,
            action_lower=action_lower,
            role_arn=role_arn,
            parent=request.parent,
            known=known,
        )
        account = self.snapshot.accounts.get(caller.account or "")
        if account is not None and in_s3:
            # Only S3 knows accounts by their canonical ID.
            caller = replace(caller, canonical_id=account.canonical_id)
        if caller.kind is CallerKind.FEDERATED_USER:
            identity = parent or identity
        elif identity is None and account is not None and caller.identity_arn is not None:
            raise RequestError("principal", _nobody(caller, account))
        if self.rules is not AWS_RULES:
            caller = misread_caller(caller, identity, self.rules)
        return caller, identity

    def _namesake(self, caller: Caller) -> Identity | None:
        if caller.kind is not CallerKind.ROLE:
            return None
        return self._by_name.get((caller.account or "", "user", caller.session_name or ""))

    def holder(self, resource: str) -> Resource | None:
        """Find the resource whose policy counts: itself, or the longest known beginning of it."""
        known = self.snapshot.resources
        found = known.get(resource)
        fields = split_arn(resource)
        if found is not None or fields is None:
            return found
        name = fields[5]
        head = resource[: len(resource) - len(name)]
        if fields[2] == "s3":
            return known.get(head + name.partition("/")[0])
        while found is None and (cut := max(name.rfind("/"), name.rfind(":"))) > 0:
            name = name[:cut]
            found = known.get(head + name)
        return found

    def _named(self, principal: str) -> Identity | None:
        """Find a user or role by ARN, or the role of a session by its name (P8)."""
        found = self.snapshot.identities.get(principal)
        fields = split_arn(principal)
        if found is not None or fields is None:
            return found
        kind, _, rest = fields[5].partition("/")
        if kind != "assumed-role":
            return None
        return self._by_name.get((fields[4], "role", rest.partition("/")[0]))

    def _owner(self, request: Request, holder: Resource | None, caller: Caller) -> str | None:
        if request.resource_account is not None:
            if not ACCOUNT_ID.fullmatch(request.resource_account):
                raise RequestError("resource_account", "must be the 12 digits of an account ID")
            return request.resource_account
        if holder is not None:
            return holder.account or None
        fields = split_arn(request.resource)
        if fields is not None and ACCOUNT_ID.fullmatch(fields[4]):
            return fields[4]
        return caller.account


def is_role(arn: str) -> bool:
    """Tell whether an ARN is that of an IAM role."""
    fields = split_arn(arn)
    return fields is not None and fields[2] == "iam" and fields[5].startswith("role/")


def role_arn_in(context: Mapping[str, object], principal: str) -> str | None:
    """Return the role behind a session, path included, that `aws:PrincipalArn` names (P8).

    A value that is not about the session's own role names nobody: it stays a mere context key.
    """
    if not context or ":assumed-role/" not in principal:
        return None
    session = split_arn(principal)
    for key, value in context.items():
        if key.lower() == "aws:principalarn" and isinstance(value, str) and is_role(value):
            role = split_arn(value)
            if session is not None and role is not None and _is_session_of(session, role):
                return value
    return None


def _is_session_of(session: ArnFields, role: ArnFields) -> bool:
    name = session[5].split("/")[1]
    return (role[1], role[4]) == (session[1], session[4]) and role[5].rsplit("/", 1)[-1] == name


def _authenticate(state: CredentialState) -> None:
    if state is CredentialState.EXPIRED:
        raise AuthenticationError("ExpiredToken", "The security token has expired.")
    if state is not CredentialState.ACTIVE:
        raise AuthenticationError(
            "InvalidClientTokenId", "The access key is inactive or does not exist."
        )


def _action(text: str) -> tuple[str, str]:
    if not is_action_name(text):
        raise RequestError(
            "action",
            f"`{text}` is not an action; an action is `service:Name`, such as `s3:GetObject`",
        )
    known = find_action(text)
    return (known.name if known is not None else text), text.lower()


def _is_plain_arn(text: str) -> bool:
    fields = split_arn(text)
    return fields is not None and fields[0] == "arn" and all(fields[1:3]) and bool(fields[5])


def _not_a_resource(resource: str) -> str:
    return (
        f"`{resource}` is not an ARN; an ARN has six fields, such as "
        "`arn:aws:s3:::bucket/key`, and `*` stands for no particular resource"
    )


def _nobody(caller: Caller, account: Account) -> str:
    kind = "user" if caller.kind is CallerKind.USER else "role"
    name = account.name or account.id
    return f"account {name} has no {kind} `{caller.name}`"
