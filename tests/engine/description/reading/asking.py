"""Asks the engine which statements match: one policy, put where its type belongs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from iamlab.engine import (
    Account,
    Attachment,
    Authorizer,
    Identity,
    Level,
    Policy,
    PolicyType,
    Request,
    Resource,
    Snapshot,
    Trace,
    takes_resource,
)
from iamlab.engine.matching import ContextValue
from tests.engine.description.reading.requests import Caller, Question

ACCOUNT, PARTNER = "222233334444", "999988887777"
CANONICAL = "0123456789abcdef" * 4
ANA = f"arn:aws:iam::{ACCOUNT}:user/ana"
BEN = f"arn:aws:iam::{ACCOUNT}:user/team/ben"
ANA_ID, APP_ID = "AIDAANAANAANA", "AROAAPPAPPAPP"
APP = f"arn:aws:iam::{ACCOUNT}:role/service/app"
TARGET = f"arn:aws:iam::{ACCOUNT}:role/target"
SESSION = f"arn:aws:sts::{ACCOUNT}:assumed-role/app/s1"
GUEST = f"arn:aws:sts::{ACCOUNT}:federated-user/guest"
ROOT = f"arn:aws:iam::{ACCOUNT}:root"
STRANGER = f"arn:aws:iam::{PARTNER}:user/ana"
GOOGLE = "accounts.google.com"
OIDC = f"arn:aws:iam::{ACCOUNT}:oidc-provider/token.example.com"

CALLERS = (
    Caller(ANA, unique_id=ANA_ID, canonical_id=CANONICAL),
    Caller(BEN, canonical_id=CANONICAL, bounded=True),
    Caller(SESSION, role=APP, unique_id=APP_ID, canonical_id=CANONICAL),
    Caller(GUEST, parent=ANA, unique_id=ANA_ID, canonical_id=CANONICAL),
    Caller(ROOT, canonical_id=CANONICAL),
    Caller(STRANGER),
    Caller("anonymous"),
    Caller("sns.amazonaws.com"),
)
VOUCHED = (Caller(GOOGLE, provider=GOOGLE), Caller(OIDC, provider=OIDC))

_EVERYTHING = '{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}'


@dataclass(frozen=True, slots=True)
class Answer:
    """What the engine says of each statement by index, and the question as it understood it."""

    question: Question
    matched: Mapping[int, bool]


@dataclass(slots=True)
class Asker:
    """Asks about one policy, told from the others by its key; built once for many requests."""

    text: str
    type: PolicyType
    resources: tuple[str, ...]
    _authorizer: Authorizer = field(init=False)

    def __post_init__(self) -> None:
        self._authorizer = Authorizer(self._snapshot())

    def ask(
        self, caller: Caller, action: str, resource: str, context: Mapping[str, ContextValue]
    ) -> Answer | None:
        """Return the answer, or None where the policy has no say about such a request."""
        if caller.role:
            context = {**context, "aws:PrincipalArn": caller.role}
        request = Request(
            caller.principal,
            action,
            resource,
            context=context,
            resource_account=ACCOUNT,
            parent=caller.parent or None,
        )
        if self.type is PolicyType.SESSION:
            request = replace(request, session_policies=(self._policy(),))
        if self.type is PolicyType.ENDPOINT:
            request = replace(request, endpoint_policies=(self._policy(),))
        trace = self._authorizer.explain(request)
        matched = self._matched(trace)
        if matched is None:
            return None
        if action.lower().partition(":")[0] != "s3":  # Only S3 knows canonical IDs.
            caller = replace(caller, canonical_id="")
        target = resource if takes_resource(action.lower()) else "*"
        lowered = {key.lower(): values for key, values in trace.context.items()}
        return Answer(Question(caller, action, target, lowered), matched)

    def _matched(self, trace: Trace) -> dict[int, bool] | None:
        for layer in trace.layers:
            for level in layer.levels if layer.applies else ():
                for policy in level.policies:
                    if policy.policy.key == "asked":
                        return {item.index: item.matched for item in policy.statements}
        return None

    def _policy(self) -> Policy:
        return Policy("asked", "asked", self.type, self.text)

    def _snapshot(self) -> Snapshot:
        asked = self._policy()
        admin = Policy("admin", "admin", PolicyType.IDENTITY, _EVERYTHING)
        limit = Policy("limit", "limit", PolicyType.BOUNDARY, _EVERYTHING)
        mine = asked if self.type is PolicyType.IDENTITY else admin
        boundary = asked if self.type is PolicyType.BOUNDARY else None

        def identity(arn: str, unique_id: str | None, bounded: bool) -> Identity:
            return Identity(
                arn,
                unique_id,
                policies=(Attachment(mine),),
                boundary=boundary or (limit if bounded else None),
                trust=asked if self.type is PolicyType.TRUST and ":role/" in arn else None,
            )

        return Snapshot(
            accounts={
                ACCOUNT: Account(
                    ACCOUNT,
                    canonical_id=CANONICAL,
                    scp_levels=self._levels(PolicyType.SCP),
                    rcp_levels=self._levels(PolicyType.RCP),
                )
            },
            identities={
                ANA: identity(ANA, ANA_ID, bounded=False),
                BEN: identity(BEN, None, bounded=True),
                APP: identity(APP, APP_ID, bounded=False),
                TARGET: identity(TARGET, None, bounded=False),
            },
            resources=self._resources(),
        )

    def _levels(self, kind: PolicyType) -> tuple[Level, ...]:
        return (Level("root", "root", (self._policy(),)),) if self.type is kind else ()

    def _resources(self) -> dict[str, Resource]:
        if self.type is not PolicyType.RESOURCE:
            return {}
        arns = (arn for arn in self.resources if ":role/" not in arn and arn != "*")
        return {arn: Resource(arn, ACCOUNT, policy=self._policy()) for arn in arns}
