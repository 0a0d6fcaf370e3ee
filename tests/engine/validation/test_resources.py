"""Do the actions and the resources of a statement go together? (R4, R5)"""

from __future__ import annotations

from typing import Any

import pytest

from iamlab.engine import PolicyType
from iamlab.engine.validation.fitting import in_words, kinds_named
from tests.engine.validation.looking import allow, deny, errors, findings, mended, message, spots

MISMATCH = "RESOURCE_MISMATCH"
PARTLY = "RESOURCE_PARTLY_MISMATCHED"
BUCKET, OBJECTS = "arn:aws:s3:::acme", "arn:aws:s3:::acme/*"
TABLE = "arn:aws:dynamodb:eu-west-1:111122223333:table/Orders"
GROUP = "arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/send"


@pytest.mark.parametrize(
    ("action", "resource"),
    [
        ("s3:GetObject", OBJECTS),
        ("s3:GetObject", [BUCKET, OBJECTS]),
        ("s3:GetObject", "*"),
        ("s3:GetObject", "arn:aws:s3:::acme*"),
        ("s3:GetObject", "arn:aws:s3:::acme/home/${aws:username}/*"),
        ("s3:GetObject", "arn:aws:s3:eu-west-1:111122223333:accesspoint/reports/object/*"),
        ("s3:ListBucket", BUCKET),
        ("s3:ListBucket", "arn:aws:s3:::*"),
        ("s3:ListAllMyBuckets", "*"),
        (["s3:ListBucket", "s3:GetObject"], [BUCKET, OBJECTS]),
        # A wildcard fits as soon as one of its actions does.
        ("s3:Get*", BUCKET),
        ("s3:*", OBJECTS),
        ("*", BUCKET),
        # Several resource types, one of which is enough.
        ("dynamodb:Query", f"{TABLE}/index/by-date"),
        ("dynamodb:Query", TABLE),
        ("ec2:RunInstances", "arn:aws:ec2:*:*:subnet/*"),
        ("ec2:RunInstances", "arn:aws:ec2:*::image/ami-1"),
        ("ssm:SendCommand", "arn:aws:ssm:eu-west-1::document/AWS-RunShellScript"),
        ("ssm:SendCommand", "arn:aws:ec2:*:*:instance/*"),
        ("lambda:InvokeFunction", "arn:aws:lambda:eu-west-1:111122223333:function:send:live"),
        ("logs:PutLogEvents", f"{GROUP}:*"),
        ("logs:PutLogEvents", "arn:aws:logs:*:*:*"),
        ("logs:CreateLogStream", f"{GROUP}:*"),
        ("iam:PassRole", "arn:aws:iam::111122223333:role/service-role/x"),
        ("backup:DeleteRecoveryPoint", "arn:aws:ec2:*::snapshot/*"),
        ("execute-api:Invoke", "arn:aws:execute-api:eu-west-1:111122223333:a1/live/GET/pets"),
        # Faults with codes of their own, and what nobody knows, are not reported again.
        ("s3:GetObject", "acme"),
        ("s3:GetObject", "arn:aws:nosuch:::acme"),
        ("s3:GetObject", "arn:aws:s*:::acme"),
        ("s3:GetObject", "arn:aws:s3:eu-west-1::acme/*"),
        ("iam:GetRole", "arn:aws:iam::111122223333:Deployer"),
        ("s3:GetObjects", BUCKET),
        ("nosuch:GetObject", BUCKET),
        ([], BUCKET),
        ("s3:GetObject", []),
    ],
)
def test_what_fits_is_left_alone(action: Any, resource: Any) -> None:
    assert spots(MISMATCH, allow(action, resource)) == []


@pytest.mark.parametrize(
    ("action", "resource", "place"),
    [
        ("s3:GetObject", BUCKET, "s3:GetObject"),
        ("s3:getobject", [BUCKET, "arn:aws:s3:::other"], "s3:getobject"),
        ("s3:GetObject", "arn:aws:s3:::home-${aws:username}", "s3:GetObject"),
        ("s3:GetObject*", BUCKET, "s3:GetObject*"),
        (["s3:ListBucket", "s3:GetObject", "s3:PutObject"], BUCKET, "s3:GetObject"),
        ("s3:ListBucket", OBJECTS, "s3:ListBucket"),
        ("s3:ListAllMyBuckets", BUCKET, "s3:ListAllMyBuckets"),
        # No ARN stands for "no resource in particular" (R4).
        ("s3:ListAllMyBuckets", "arn:aws:s3:::*", "s3:ListAllMyBuckets"),
        ("dynamodb:GetItem", "arn:aws:dynamodb:*:*:global-table/Orders", "dynamodb:GetItem"),
        ("dynamodb:GetItem", BUCKET, "dynamodb:GetItem"),
        ("logs:PutLogEvents", GROUP, "logs:PutLogEvents"),
        ("iam:PassRole", "arn:aws:iam::111122223333:user/alice", "iam:PassRole"),
        ("sqs:SendMessage", "arn:aws:sns:eu-west-1:111122223333:jobs", "sqs:SendMessage"),
    ],
)
def test_what_fits_nothing_is_found(action: Any, resource: Any, place: str) -> None:
    assert spots(MISMATCH, allow(action, resource)) == [place]
    assert errors(allow(action, resource)) == set()


@pytest.mark.parametrize(
    "policy_type", [PolicyType.IDENTITY, PolicyType.SCP, PolicyType.RCP, PolicyType.BOUNDARY]
)
def test_denying_what_fits_nothing_is_found_too(policy_type: PolicyType) -> None:
    statement = deny("s3:DeleteObject", BUCKET)
    assert "does not deny it" in message(MISMATCH, statement, type=policy_type)


def test_bucket_policy_is_looked_at_too() -> None:
    statement = allow("s3:GetObject", BUCKET, Principal="*")
    assert spots(MISMATCH, statement, type=PolicyType.RESOURCE) == ["s3:GetObject"]


def test_not_action_and_not_resource_are_left_alone() -> None:
    exempt = {"Effect": "Deny", "Action": "s3:GetObject", "NotResource": BUCKET}
    other = {"Effect": "Deny", "NotAction": "s3:GetObject", "Resource": BUCKET}
    assert spots(MISMATCH, exempt, other) == []


def test_only_actions_that_nothing_fits_are_named() -> None:
    text = message(MISMATCH, allow(["s3:ListBucket", "s3:GetObject", "s3:PutObject"], BUCKET))
    assert "`s3:GetObject` and `s3:PutObject`" in text
    assert "ListBucket" not in text
    assert "`arn:aws:s3:::acme/*`" in text


def test_what_another_statement_makes_good_is_left_alone() -> None:
    mixed = allow(["s3:ListBucket", "s3:ListAllMyBuckets"], BUCKET)
    assert spots(MISMATCH, mixed, allow("s3:ListAll*", "*")) == []
    assert spots(MISMATCH, mixed, deny("s3:ListAll*", "*")) == ["s3:ListAllMyBuckets"]


def test_actions_with_different_reasons_have_findings_of_their_own() -> None:
    mixed = allow(["s3:GetObject", "s3:ListAllMyBuckets", "dynamodb:GetItem"], BUCKET)
    assert spots(MISMATCH, mixed) == ["s3:GetObject", "s3:ListAllMyBuckets", "dynamodb:GetItem"]


@pytest.mark.parametrize(
    ("action", "resource", "expected"),
    [
        # Nothing else needs the bucket: its ARN becomes that of the objects.
        ("s3:GetObject", BUCKET, OBJECTS),
        (["s3:GetObject", "s3:PutObject"], [BUCKET], [OBJECTS]),
        ("s3:GetObject", [BUCKET, "arn:aws:s3:::b"], [OBJECTS, "arn:aws:s3:::b/*"]),
        (
            "s3:GetObject",
            "arn:aws:s3:::home-${aws:username}",
            "arn:aws:s3:::home-${aws:username}/*",
        ),
        # The bucket is needed as well: the objects are put beside it.
        (["s3:ListBucket", "s3:GetObject"], BUCKET, [BUCKET, OBJECTS]),
        (
            ["s3:ListBucket", "s3:GetObject"],
            [BUCKET, "arn:aws:s3:::b"],
            [BUCKET, "arn:aws:s3:::b", OBJECTS, "arn:aws:s3:::b/*"],
        ),
        ("s3:ListBucket", OBJECTS, BUCKET),
        ("s3:ListBucket", "arn:aws:s3:::acme/home/${aws:username}/*", BUCKET),
        (["s3:ListBucket", "s3:GetObject"], OBJECTS, [OBJECTS, BUCKET]),
        ("logs:PutLogEvents", GROUP, f"{GROUP}:*"),
        ("s3:ListAllMyBuckets", BUCKET, "*"),
        (["s3:ListAllMyBuckets", "sts:GetCallerIdentity"], [BUCKET], "*"),
    ],
)
def test_repair_writes_what_was_meant(action: Any, resource: Any, expected: Any) -> None:
    after = mended(MISMATCH, allow(action, resource))
    assert after == [allow(action, expected)]
    assert spots(MISMATCH, *after) == []


@pytest.mark.parametrize(
    ("action", "resource"),
    [
        ("dynamodb:GetItem", BUCKET),
        ("iam:PassRole", "arn:aws:iam::111122223333:user/alice"),
        # Putting `/*` behind a bare type word would name every table.
        ("dynamodb:GetItem", "arn:aws:dynamodb:*:*:table"),
    ],
)
def test_what_needs_judgment_has_no_repair(action: Any, resource: Any) -> None:
    assert mended(MISMATCH, allow(action, resource)) is None


def test_action_that_needs_a_star_moves_to_a_statement_of_its_own() -> None:
    condition = {"StringEquals": {"aws:RequestedRegion": "eu-west-1"}}
    mixed = allow(
        ["s3:ListAllMyBuckets", "s3:ListBucket"], [BUCKET], Sid="Read", Condition=condition
    )
    after = mended(MISMATCH, mixed)
    assert after == [
        allow(["s3:ListBucket"], [BUCKET], Sid="Read", Condition=condition),
        allow("s3:ListAllMyBuckets", "*", Condition=condition),
    ]
    assert spots(MISMATCH, *after) == []


def test_resource_policies_are_not_given_a_star() -> None:
    statement = allow(["s3:ListAllMyBuckets", "s3:ListBucket"], BUCKET, Principal="*")
    assert findings(MISMATCH, statement, type=PolicyType.RESOURCE)
    assert mended(MISMATCH, statement, type=PolicyType.RESOURCE) is None


@pytest.mark.parametrize(
    ("action", "resource", "lost"),
    [
        ("s3:*", OBJECTS, "`s3:ListBucket`"),
        ("s3:List*", OBJECTS, "`s3:ListBucket`"),
        ("s3:*", BUCKET, "`s3:GetObject`, `s3:PutObject` and `s3:DeleteObject`"),
        ("s3:Get*", BUCKET, "`s3:GetObject`"),
    ],
)
def test_one_sided_wildcards_are_found(action: str, resource: str, lost: str) -> None:
    for statement in (allow(action, resource), deny(action, resource)):
        assert lost in message(PARTLY, statement)
        (after,) = mended(PARTLY, statement)
        assert set(after["Resource"]) == {BUCKET, OBJECTS}


@pytest.mark.parametrize(
    ("action", "resource"),
    [
        ("s3:*", [BUCKET, OBJECTS]),
        ("s3:*", "*"),
        ("s3:*", "arn:aws:s3:::acme*"),
        # Nobody misses listing with `Get*`, nor objects with `List*`.
        ("s3:Get*", OBJECTS),
        ("s3:List*", BUCKET),
        ("s3:*Object", OBJECTS),
        ("s3:GetObject", BUCKET),
        ("s3:*", "acme"),
        ("dynamodb:*", TABLE),
    ],
)
def test_wildcards_with_a_purpose_are_left_alone(action: str, resource: Any) -> None:
    assert spots(PARTLY, allow(action, resource)) == []


def test_sides_may_stand_in_two_statements() -> None:
    assert spots(PARTLY, allow("s3:*", OBJECTS), allow("s3:ListBucket", BUCKET)) == []


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ("*", None),
        ("acme", None),
        ("arn:aws:s*:::acme", None),
        ("arn:aws:nosuch:::acme", None),
        (BUCKET, {("s3", "bucket"), ("ssm", "bucket")}),
    ],
)
def test_kinds_named(entry: str, expected: set[tuple[str, str]] | None) -> None:
    assert kinds_named(entry) == expected


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ([], ""),
        (["a"], "`a`"),
        (["a", "b"], "`a` and `b`"),
        (["a", "b", "c", "d"], "`a`, `b`, `c` and `d`"),
        (["a", "b", "c", "d", "e"], "`a`, `b`, `c` and 2 more"),
    ],
)
def test_in_words(names: list[str], expected: str) -> None:
    assert in_words(names) == expected
