"""The shapes of a scenario: a starting organization as an author writes it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

from iamlab.engine.documents import split_arn
from iamlab.engine.scenarios.documents import Document, DocumentField


def _arn(text: str) -> str:
    if split_arn(text) is None:
        raise ValueError(f"`{text}` is not an ARN; one has six fields, with a colon between each")
    return text


AccountId = Annotated[str, StringConstraints(pattern=r"^[0-9]{12}$")]
RootId = Annotated[str, StringConstraints(pattern=r"^r-[0-9a-z]{4,32}$")]
UnitId = Annotated[str, StringConstraints(pattern=r"^ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}$")]
OrganizationId = Annotated[str, StringConstraints(pattern=r"^o-[0-9a-z]{10,32}$")]
EntityName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_+=,.@-]{1,128}$")]
EntityPath = Annotated[str, StringConstraints(pattern=r"^/([!-.0-~]+/)*$", max_length=512)]
UserId = Annotated[str, StringConstraints(pattern=r"^AIDA[A-Z0-9]+$")]
RoleId = Annotated[str, StringConstraints(pattern=r"^AROA[A-Z0-9]+$")]
CanonicalId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Text = Annotated[str, StringConstraints(min_length=1)]
ArnText = Annotated[str, AfterValidator(_arn)]
Tags = dict[str, str]
Single = str | int | float | bool


class Shape(BaseModel):
    """What all shapes share: no unknown keys, no guessing of types, no changes afterwards."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, allow_inf_nan=False)


class Organization(Shape):
    """The organization; the management account may be one that the scenario does not show."""

    id: OrganizationId
    root: RootId
    management_account: AccountId


class Unit(Shape):
    """An organizational unit; `parent` is the root or an earlier unit."""

    id: UnitId
    name: Text
    parent: str


class Guardrail(Shape):
    """An SCP or RCP and the root, units and accounts that it is attached to."""

    name: EntityName
    type: Literal["scp", "rcp"]
    document: DocumentField
    targets: list[str] = []
    description: str = ""
    aws_managed: bool = False


class ManagedPolicy(Shape):
    """A managed policy: one document, or the versions from 1 on and which is the default."""

    name: EntityName
    path: EntityPath = "/"
    description: str = ""
    document: DocumentField | None = None
    versions: list[DocumentField] = Field(default=[], max_length=5)
    default_version: int = Field(default=1, ge=1)
    aws_managed: bool = False

    @model_validator(mode="after")
    def _has_a_default(self) -> ManagedPolicy:
        if (self.document is None) == (not self.versions):
            raise ValueError("give either `document` or `versions`")
        if self.default_version > len(self.all_versions):
            raise ValueError(f"there is no version {self.default_version}")
        return self

    @property
    def all_versions(self) -> tuple[Document, ...]:
        """The texts of all versions, version 1 first."""
        return (self.document,) if self.document is not None else tuple(self.versions)

    @property
    def default(self) -> Document:
        """The version that is in force."""
        return self.all_versions[self.default_version - 1]


class Group(Shape):
    """A group of users; `attached` names managed policies."""

    name: EntityName
    path: EntityPath = "/"
    attached: list[str] = []
    inline: dict[EntityName, DocumentField] = {}


class User(Shape):
    """An IAM user."""

    name: EntityName
    path: EntityPath = "/"
    id: UserId | None = None
    tags: Tags = {}
    groups: list[str] = []
    attached: list[str] = []
    inline: dict[EntityName, DocumentField] = {}
    boundary: str | None = None


class Role(Shape):
    """An IAM role; `max_session_duration` is in seconds, one to twelve hours (S5)."""

    name: EntityName
    path: EntityPath = "/"
    id: RoleId | None = None
    description: str = ""
    tags: Tags = {}
    trust: DocumentField
    attached: list[str] = []
    inline: dict[EntityName, DocumentField] = {}
    boundary: str | None = None
    max_session_duration: int = Field(default=3600, ge=3600, le=43200)


class InstanceProfile(Shape):
    """An instance profile and the one role that it holds (S12)."""

    name: EntityName
    path: EntityPath = "/"
    role: str


class OidcProvider(Shape):
    """An OpenID Connect provider; `url` without `https://`, as in its ARN."""

    url: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9.-]+(/[A-Za-z0-9._~/-]*)?$")]
    client_ids: list[str] = []


class ResourceShape(Shape):
    """A resource, its owner being the account that lists it."""

    arn: ArnText
    name: str = ""
    tags: Tags = {}
    policy: DocumentField | None = None
    restrict_public_buckets: bool = False
    aws_managed: bool = False


class AccountShape(Shape):
    """An account and what is in it; without `parent` it is outside the organization."""

    id: AccountId
    name: EntityName
    parent: str | None = None
    canonical_id: CanonicalId | None = None
    policies: list[ManagedPolicy] = []
    groups: list[Group] = []
    users: list[User] = []
    roles: list[Role] = []
    instance_profiles: list[InstanceProfile] = []
    oidc_providers: list[OidcProvider] = []
    resources: list[ResourceShape] = []


class PassedPolicy(Shape):
    """A session or endpoint policy that comes with a question."""

    name: EntityName
    document: DocumentField


class Question(Shape):
    """A preset question; it never says what the answer is.

    `principal` and `resource` may be short names (`names.py`). `kind` is the topic that it shows,
    such as `cross-account`. `parent` is the user behind a federated user (P9).
    """

    id: Slug
    title: Text
    kind: Slug
    principal: Text
    action: Text
    resource: Text
    context: dict[str, Single | list[Single]] = {}
    parent: str | None = None
    session_policies: list[PassedPolicy] = []
    endpoint_policies: list[PassedPolicy] = []


class Start(Shape):
    """What the laboratory shows first: a policy by its key, a question by its ID."""

    policy: Text
    question: Slug


class Scenario(Shape):
    """A whole starting organization, with the texts of its policies already read."""

    title: Text
    summary: str = ""
    organization: Organization | None = None
    units: list[Unit] = []
    guardrails: list[Guardrail] = []
    accounts: list[AccountShape] = []
    questions: list[Question] = []
    start: Start | None = None
