"""The shapes of a timeline as an author writes it, inside a course file or alone.

start: 2026-03-02T09:00Z            # a date in UTC
end: "+6:00"                        # instants: see `instants.py`
keys:
  - {id: AKIALAPTOP, name: Ana's laptop, owner: user/ana, created: -90d}
sessions:
  - {id: ASIADEPLOY, name: Deployment, kind: AssumeRole, principal: session/deployer/ana,
     by: AKIALAPTOP, issued: +0:30, duration: "1:00"}
events:
  - {at: +1:00, kind: leaked, credential: AKIALAPTOP, note: pushed to a public repository}
  - {at: +2:00, kind: deactivated, credential: AKIALAPTOP}
  - {at: +2:10, kind: revoked, principal: role/deployer}
  - {at: +2:20, kind: changed, policy: production/role/deployer/inline/deploy, document: {…}}
ask:
  - {action: "s3:GetObject", resource: "arn:aws:s3:::acme-receipts/1.pdf"}
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    StringConstraints,
    ValidationInfo,
    model_validator,
)

from iamlab.engine.credentials.instants import (
    parse_date,
    read_duration,
    read_instant,
    written_instant,
)
from iamlab.engine.credentials.timelines import EventKind

_ANY_START = 1_700_000_000
MAX_CREDENTIALS = 12
MAX_EVENTS = 40
MAX_QUESTIONS = 4


def _instant(text: str) -> str:
    read_instant(text, _ANY_START)
    return text


def _date(text: str) -> str:
    if parse_date(text) is None:
        raise ValueError(f"`{text}` is no date in UTC such as `2026-03-02T09:00Z`")
    return text


def _duration(value: int | str) -> int | str:
    read_duration(value)
    return value


def _document(value: object, info: ValidationInfo) -> str:
    """Return a policy's text: of a mapping, of a file in the validation context, or itself."""
    files: Mapping[str, str] = info.context if isinstance(info.context, Mapping) else {}
    if isinstance(value, str):
        if value in files:
            return files[value]
        if not value.lstrip().startswith("{"):
            raise ValueError(f"there is no file `{value}`")
        return value
    if not isinstance(value, Mapping):
        raise ValueError("give the document itself, or the path of a JSON file")
    try:
        return json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False)
    except (TypeError, ValueError, RecursionError) as error:
        raise ValueError(f"the document cannot be written as JSON: {error}") from error


Text = Annotated[str, StringConstraints(min_length=1, max_length=400)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=40)]
KeyId = Annotated[str, StringConstraints(pattern=r"^AKIA[A-Z0-9]{2,16}$")]
SessionId = Annotated[str, StringConstraints(pattern=r"^ASIA[A-Z0-9]{2,16}$")]
CredentialId = Annotated[str, StringConstraints(pattern=r"^A[KS]IA[A-Z0-9]{2,16}$")]
SourceIdentity = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_+=,.@-]{2,64}$")]
Instant = Annotated[str, AfterValidator(_instant), BeforeValidator(written_instant)]
Date = Annotated[str, AfterValidator(_date), BeforeValidator(written_instant)]
Duration = Annotated[int | str, AfterValidator(_duration)]
PolicyText = Annotated[str, PlainValidator(_document)]
Single = str | int | float | bool
Context = dict[str, Single | list[Single]]


class Shape(BaseModel):
    """What all shapes share: no unknown keys, no guessing of types, no changes afterwards."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, allow_inf_nan=False)


class KeyShape(Shape):
    """An access key; `owner` is a user or root. `created` may lie long before the start."""

    id: KeyId
    name: Name = ""
    owner: Text
    created: Instant = "+0:00"


class PassedPolicyShape(Shape):
    """A session policy, or the task policy of AssumeRoot."""

    name: Name
    document: PolicyText


class SessionShape(Shape):
    """Temporary credentials.

    Exactly one of `by` (the credential that signs the call), `service` (delivers a role's
    credentials to what runs there) and `provider` (whose token is exchanged) says where they come
    from. `principal` may be left out for GetSessionToken: it is the key's owner. Without `duration`
    the session has STS's default. `context` is what else the call carries, such as
    `sts:ExternalId` or the claims of a token.
    """

    id: SessionId
    name: Name = ""
    kind: Literal[
        "AssumeRole",
        "AssumeRoleWithWebIdentity",
        "AssumeRoleWithSAML",
        "GetSessionToken",
        "GetFederationToken",
        "AssumeRoot",
    ]
    principal: Text | None = None
    by: CredentialId | None = None
    service: Annotated[str, StringConstraints(pattern=r"^[a-z0-9.-]+\.amazonaws\.com$")] | None = (
        None
    )
    provider: Text | None = None
    issued: Instant = "+0:00"
    duration: Duration | None = None
    mfa: bool = False
    stolen: bool = False
    tags: dict[str, str] = {}
    transitive: list[str] = []
    source_identity: SourceIdentity | None = None
    session_policies: list[PassedPolicyShape] = Field(default=[], max_length=10)
    context: Context = {}

    @model_validator(mode="after")
    def _comes_from_one_place(self) -> SessionShape:
        if sum(source is not None for source in (self.by, self.service, self.provider)) != 1:
            raise ValueError("give exactly one of `by`, `service` and `provider`")
        return self


_PARTS = {
    EventKind.ROTATED: {"credential", "to"},
    EventKind.REVOKED: {"principal"},
    EventKind.CHANGED: {"policy", "document"},
}


class EventShape(Shape):
    """Something that happens.

    `revoked` names a role (or user) as its `principal`; `changed` a policy by its key, with the new
    `document`; `rotated` the key that an application used and the one that it uses from now on, as
    `credential` and `to`; the others a `credential`.
    """

    at: Instant
    kind: Literal[
        "used", "leaked", "deactivated", "activated", "deleted", "rotated", "revoked", "changed"
    ]
    credential: CredentialId | None = None
    to: KeyId | None = None
    principal: Text | None = None
    policy: Text | None = None
    document: PolicyText | None = None
    note: Annotated[str, StringConstraints(max_length=400)] = ""

    @model_validator(mode="after")
    def _has_the_parts_of_its_kind(self) -> EventShape:
        wanted = _PARTS.get(EventKind(self.kind), {"credential"})
        for part in ("credential", "to", "principal", "policy", "document"):
            if (getattr(self, part) is not None) != (part in wanted):
                verb = "needs" if part in wanted else "takes no"
                raise ValueError(f"`{self.kind}` {verb} `{part}`")
        return self


class AskShape(Shape):
    """What can be asked with each credential at any instant; it never says what the answer is."""

    action: Text
    resource: Text = "*"
    title: Annotated[str, StringConstraints(max_length=80)] = ""
    context: Context = {}


class TimelineShape(Shape):
    """A whole timeline; credentials are drawn in the order given, keys first."""

    start: Date
    end: Instant
    keys: list[KeyShape] = Field(default=[], max_length=MAX_CREDENTIALS)
    sessions: list[SessionShape] = Field(default=[], max_length=MAX_CREDENTIALS)
    events: list[EventShape] = Field(default=[], max_length=MAX_EVENTS)
    ask: list[AskShape] = Field(default=[], max_length=MAX_QUESTIONS)
