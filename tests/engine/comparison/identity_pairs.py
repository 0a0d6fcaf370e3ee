"""Pairs of identity-based policies, with what AWS's rules say of them, written before the run."""

from __future__ import annotations

from tests.engine.comparison.organizations import FULL, allow, deny

OBJECTS = "arn:aws:s3:::acme-data/*"
IN = "arn:aws:s3:::acme-data/in/*"
GET = "s3:GetObject"
OWN = "arn:aws:s3:::acme-data/${aws:username}/*"

# (name, candidate, reference, is the candidate wider?, is the reference?)
PATTERN_PAIRS = [
    ("the same", [allow(GET, IN)], [allow(GET, IN)], False, False),
    ("another layout", [allow([GET], [IN])], [allow(GET, IN)], False, False),
    (
        "split in two",
        [allow(GET, IN), allow("s3:PutObject", IN)],
        [allow([GET, "s3:PutObject"], IN)],
        False,
        False,
    ),
    ("letter case of an action", [allow("S3:getobject", IN)], [allow(GET, IN)], False, False),
    (
        "letter case of a key",
        [allow(GET, "arn:aws:s3:::acme-data/IN/*")],
        [allow(GET, IN)],
        True,
        True,
    ),
    ("one more action", [allow([GET, "s3:PutObject"], IN)], [allow(GET, IN)], True, False),
    ("a pattern of actions", [allow("s3:GetObject*", IN)], [allow(GET, IN)], True, False),
    ("the whole bucket", [allow(GET, OBJECTS)], [allow(GET, IN)], True, False),
    (
        "a prefix without its slash",
        [allow(GET, "arn:aws:s3:::acme-data/in*")],
        [allow(GET, IN)],
        True,
        False,
    ),
    ("a question mark", [allow(GET, "arn:aws:s3:::acme-data/?n/*")], [allow(GET, IN)], True, False),
    (
        "two stars in a row",
        [allow(GET, "arn:aws:s3:::acme-data/in/**")],
        [allow(GET, IN)],
        False,
        False,
    ),
    (
        "a star that crosses slashes",
        [allow(GET, "arn:aws:s3:::acme-data/in/*/x")],
        [allow(GET, IN)],
        False,
        True,
    ),
    (
        "two halves of one pattern",
        [allow(GET, ["arn:aws:s3:::acme-data/in/a*", "arn:aws:s3:::acme-data/in/*"])],
        [allow(GET, IN)],
        False,
        False,
    ),
    (
        "overlapping patterns",
        [allow(GET, "arn:aws:s3:::acme-data/*/x")],
        [allow(GET, IN)],
        True,
        True,
    ),
    (
        "the bucket is not its objects",
        [allow(GET, "arn:aws:s3:::acme-data")],
        [allow(GET, IN)],
        False,
        True,
    ),
    (
        "listing is asked of the bucket",
        [allow("s3:ListBucket", OBJECTS)],
        [allow("s3:ListBucket", "arn:aws:s3:::acme-data")],
        False,
        True,
    ),
    (
        "bucket and objects together or apart",
        [allow(["s3:ListBucket", GET], ["arn:aws:s3:::acme-data", OBJECTS])],
        [allow("s3:ListBucket", "arn:aws:s3:::acme-data"), allow(GET, OBJECTS)],
        False,
        False,
    ),
    (
        "an action without resources takes a star only",
        [allow("s3:ListAllMyBuckets", "arn:aws:s3:::*")],
        [],
        False,
        False,
    ),
    ("and with the star it is allowed", [allow("s3:ListAllMyBuckets", "*")], [], True, False),
    ("a deny takes away", [allow(GET, OBJECTS), deny(GET, IN)], [allow(GET, OBJECTS)], False, True),
    (
        "a deny of what was not granted",
        [allow(GET, IN), deny("s3:PutObject", "*")],
        [allow(GET, IN)],
        False,
        False,
    ),
    (
        "allow with a hole is a narrower allow",
        [allow(GET, OBJECTS), deny(GET, "arn:aws:s3:::acme-data/in/*")],
        [{"Effect": "Allow", "Action": GET, "NotResource": IN}, deny(GET, "arn:aws:s3:::other/*")],
        False,
        True,
    ),
    (
        "NotAction grants the rest",
        [{"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}],
        [allow("s3:*", "*")],
        True,
        False,
    ),
    (
        "NotAction is a subset of everything",
        [{"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}],
        [FULL],
        False,
        True,
    ),
    (
        "NotAction with a deny of it",
        [FULL, deny("iam:*", "*")],
        [{"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}],
        False,
        False,
    ),
    (
        "NotResource",
        [{"Effect": "Allow", "Action": GET, "NotResource": IN}],
        [allow(GET, OBJECTS)],
        True,
        True,
    ),
    (
        "a variable of the caller's",
        [allow(GET, OWN)],
        [allow(GET, "arn:aws:s3:::acme-data/ana/*")],
        False,
        False,
    ),
    (
        "a variable under the old version is a text",
        [allow(GET, "arn:aws:s3:::acme-data/ana/*")],
        [allow(GET, IN)],
        True,
        True,
    ),
]
