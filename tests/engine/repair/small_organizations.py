"""A small organization as data, every layer of which a case can fill."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from iamlab.engine import (
    Account,
    Attachment,
    Identity,
    Level,
    Policy,
    PolicyType,
    Request,
    Resource,
    Snapshot,
)

HOME, OTHER = "111122223333", "444455556666"
ANA, BEN = f"arn:aws:iam::{HOME}:user/ana", f"arn:aws:iam::{HOME}:user/ben"
NADIA, OMAR = f"arn:aws:iam::{OTHER}:user/nadia", f"arn:aws:iam::{OTHER}:user/omar"
READER = f"arn:aws:iam::{HOME}:role/Reader"
READING = f"arn:aws:sts::{HOME}:assumed-role/Reader/s1"
GUEST = f"arn:aws:sts::{HOME}:federated-user/guest"
ROOT = f"arn:aws:iam::{HOME}:root"
GITHUB = f"arn:aws:iam::{HOME}:oidc-provider/token.actions.githubusercontent.com"

BUCKET = "arn:aws:s3:::acme"
OBJECT = f"{BUCKET}/incoming/a.pdf"
SAMPLE = f"{BUCKET}/samples/cafe.jpg"
ELSEWHERE = "arn:aws:s3:::payroll/march.csv"
QUEUE = f"arn:aws:sqs:eu-west-1:{HOME}:uploads"
TABLE = f"arn:aws:dynamodb:eu-west-1:{HOME}:table/receipts"
KEY = f"arn:aws:kms:eu-west-1:{HOME}:key/1234abcd-12ab-34cd-56ef-1234567890ab"
INSTANCE = f"arn:aws:ec2:us-east-1:{HOME}:instance/i-0abcd1234ef567890"

Statement = dict[str, Any]
Texts = str | list[str]


def allow(action: Texts, resource: Texts | None = None, **more: Any) -> Statement:
    """Return an Allow; `more` are further elements, such as Principal."""
    return _statement("Allow", action, resource, more)


def deny(action: Texts, resource: Texts | None = None, **more: Any) -> Statement:
    """Return a Deny; `more` are further elements, such as Condition."""
    return _statement("Deny", action, resource, more)


def _statement(
    effect: str, action: Texts, resource: Texts | None, more: dict[str, Any]
) -> Statement:
    made: Statement = {"Effect": effect, "Action": action}
    if resource is not None:
        made["Resource"] = resource
    return made | more


def text_of(statements: list[Statement], version: str | None = "2012-10-17") -> str:
    """Write a policy as people do, over several lines."""
    head = {} if version is None else {"Version": version}
    return json.dumps({**head, "Statement": statements}, indent=2)


@dataclass(frozen=True)
class Layers:
    """The statements of each layer; None is a layer that is not there.

    Ana's own policy is `identity`; a text instead of statements is taken as it is. `managed` is an
    AWS managed policy of hers. Reader has `role`, `trust` and no boundary. Nadia, of another
    account, has `outside`; Omar beside her may do everything there. SCPs are given level by
    level: root, then account.
    """

    identity: list[Statement] | str | None = None
    managed: list[Statement] | None = None
    boundary: list[Statement] | None = None
    role: list[Statement] | None = None
    trust: list[Statement] | None = None
    outside: list[Statement] | None = None
    bucket: list[Statement] | None = None
    queue: list[Statement] | None = None
    key: list[Statement] | None = None
    scps: list[list[Statement] | None] = field(default_factory=list)
    rcps: list[list[Statement]] = field(default_factory=list)
    session: list[Statement] | None = None
    endpoint: list[Statement] | None = None

    def snapshot(self) -> Snapshot:
        """Return the organization."""
        home = Account(
            HOME,
            "home",
            organization_id="o-a1b2c3d4e5",
            scp_levels=tuple(
                _level("scp", PolicyType.SCP, number, item) for number, item in enumerate(self.scps)
            ),
            rcp_levels=tuple(
                _level("rcp", PolicyType.RCP, number, item) for number, item in enumerate(self.rcps)
            ),
        )
        identities = [
            self._identity(ANA, self.identity, "ana", boundary=self.boundary, managed=self.managed),
            self._identity(BEN, [], "ben"),
            self._identity(NADIA, self.outside, "nadia"),
            self._identity(OMAR, self.outside and [allow("*", "*")], "omar"),
            self._identity(READER, self.role, "Reader", trust=self.trust),
        ]
        resources = [
            _resource(BUCKET, "acme", self.bucket),
            _resource("arn:aws:s3:::payroll", "payroll", None),
            _resource(QUEUE, "uploads", self.queue),
            _resource(TABLE, "receipts", None),
            _resource(KEY, "alias/receipts", self.key),
        ]
        return Snapshot(
            {HOME: home, OTHER: Account(OTHER, "other")},
            {identity.arn: identity for identity in identities},
            {resource.arn: resource for resource in resources},
        )

    def request(
        self, principal: str, action: str, resource: str, context: Mapping[str, Any] | None = None
    ) -> Request:
        """Return a question with the session and endpoint policies of the case."""
        session = _policy("session", PolicyType.SESSION, self.session)
        endpoint = _policy("endpoint", PolicyType.ENDPOINT, self.endpoint)
        in_session = session is not None and principal in (READING, GUEST)
        return Request(
            principal,
            action,
            resource,
            context=context or {},
            parent=ANA if principal == GUEST else None,
            session_policies=(session,) if session is not None and in_session else (),
            endpoint_policies=(endpoint,) if endpoint is not None else (),
        )

    def _identity(
        self,
        arn: str,
        statements: list[Statement] | str | None,
        name: str,
        *,
        trust: list[Statement] | None = None,
        boundary: list[Statement] | None = None,
        managed: list[Statement] | None = None,
    ) -> Identity:
        own = _policy(f"{name}/work", PolicyType.IDENTITY, statements)
        aws = _policy("aws/policy/Managed", PolicyType.IDENTITY, managed, "AWS managed")
        return Identity(
            arn,
            policies=tuple(Attachment(policy) for policy in (own, aws) if policy is not None),
            boundary=_policy("boundary", PolicyType.BOUNDARY, boundary),
            trust=_policy(f"{name}/trust", PolicyType.TRUST, trust),
        )


def _policy(
    key: str, kind: PolicyType, statements: list[Statement] | str | None, origin: str = ""
) -> Policy | None:
    if statements is None:
        return None
    text = statements if isinstance(statements, str) else text_of(statements)
    return Policy(key, key, kind, text, origin=origin)


def _resource(arn: str, name: str, statements: list[Statement] | None) -> Resource:
    policy = _policy(f"resource/{arn}", PolicyType.RESOURCE, statements)
    return Resource(arn, HOME, name, policy)


def _level(prefix: str, kind: PolicyType, number: int, item: list[Statement] | None) -> Level:
    policy = _policy(f"{prefix}/{number}", kind, item)
    return Level(f"{prefix}-{number}", f"Level {number}", (policy,) if policy is not None else ())
