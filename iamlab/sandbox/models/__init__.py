"""The rows of practice organizations; reach them through `iamlab.sandbox.services` only."""

from iamlab.sandbox.models.identities import (
    GroupMembership,
    IamGroup,
    IamRole,
    IamUser,
    InstanceProfile,
    OidcProvider,
)
from iamlab.sandbox.models.organization import Account, Organization, OrganizationalUnit
from iamlab.sandbox.models.policies import (
    GuardrailTarget,
    Policy,
    PolicyAttachment,
    PolicyKind,
    PolicyVersion,
)
from iamlab.sandbox.models.resources import Resource
from iamlab.sandbox.models.sandbox import Sandbox, SandboxRow, SharedQuestion

__all__ = [
    "Account",
    "GroupMembership",
    "GuardrailTarget",
    "IamGroup",
    "IamRole",
    "IamUser",
    "InstanceProfile",
    "OidcProvider",
    "Organization",
    "OrganizationalUnit",
    "Policy",
    "PolicyAttachment",
    "PolicyKind",
    "PolicyVersion",
    "Resource",
    "Sandbox",
    "SandboxRow",
    "SharedQuestion",
]
