"""Users, groups, roles, and what lets machines and outsiders become a role.

Names are unique within an account whatever the path, as in AWS:
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from iamlab.sandbox.models.organization import Account
from iamlab.sandbox.models.sandbox import SandboxRow

_MAX_PATH = 512
_HOUR, _TWELVE_HOURS = 3600, 43200  # seconds; AWS's limits of a role's session


class AccountRow(SandboxRow):
    """What all of IAM has in common: a name and a path within an account."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=128)
    path = models.CharField(max_length=_MAX_PATH, default="/")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


class IamGroup(AccountRow):
    """A group of users; a group is no principal (P5)."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "name"], name="group_name_in_account"),
        ]


class IamUser(AccountRow):
    """An IAM user; `unique_id` is its AIDA... ID, empty when the scenario gives none."""

    unique_id = models.CharField(max_length=128, blank=True, default="")
    tags = models.JSONField(default=dict, blank=True)
    boundary = models.ForeignKey(
        "sandbox.Policy", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    groups = models.ManyToManyField(IamGroup, through="GroupMembership", related_name="users")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "name"], name="user_name_in_account"),
        ]


class GroupMembership(SandboxRow):
    """A user in a group; the order of the rows is the order in which a user lists its groups."""

    user = models.ForeignKey(IamUser, on_delete=models.CASCADE, related_name="memberships")
    group = models.ForeignKey(IamGroup, on_delete=models.CASCADE, related_name="memberships")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "group"], name="membership_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.group_id}"


class IamRole(AccountRow):
    """An IAM role; its trust policy is a Policy row. `max_session_duration` is in seconds."""

    unique_id = models.CharField(max_length=128, blank=True, default="")
    description = models.CharField(max_length=1000, blank=True, default="")
    tags = models.JSONField(default=dict, blank=True)
    max_session_duration = models.PositiveIntegerField(default=_HOUR)
    boundary = models.ForeignKey(
        "sandbox.Policy", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "name"], name="role_name_in_account"),
            models.CheckConstraint(
                condition=models.Q(max_session_duration__range=(_HOUR, _TWELVE_HOURS)),
                name="role_session_one_to_twelve_hours",
            ),
        ]


class InstanceProfile(AccountRow):
    """What hands a role to an EC2 instance; it holds one role at most."""

    role = models.ForeignKey(
        IamRole,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="instance_profiles",
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "name"], name="profile_name_in_account"),
        ]


class OidcProvider(SandboxRow):
    """An OpenID Connect identity provider; `url` without the scheme, `client_ids` its audiences."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    url = models.CharField(max_length=255)
    client_ids = models.JSONField(default=list, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "url"], name="provider_url_in_account"),
        ]

    def __str__(self) -> str:
        return self.url
