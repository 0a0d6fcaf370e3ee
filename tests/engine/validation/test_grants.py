"""What a policy grants on everything: held against the evaluator, for any mix of statements."""

from __future__ import annotations

import json
import re
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iamlab.engine import PolicyType, find_action
from iamlab.engine.documents import parse_json, read_tree
from iamlab.engine.simulation import Simulator
from iamlab.engine.validation import validate
from iamlab.engine.validation.grants import Grants
from iamlab.engine.validation.openness import covered_kinds
from iamlab.engine.validation.subject import NOWHERE, Subject

ACCOUNT = "111122223333"
ACTIONS = (
    "iam:PutUserPolicy",
    "iam:CreateAccessKey",
    "iam:PassRole",
    "s3:GetObject",
    "s3:PutBucketPolicy",
    "s3:ListAllMyBuckets",
    "ssm:GetParameter",
    "lambda:UpdateFunctionCode",
)
_PATTERNS = ("*", "iam:*", "iam:P*", "s3:*", "s3:Get*", "*:*", "iam:putuserpolicy", *ACTIONS)
_RESOURCES = (
    "*",
    f"arn:aws:iam::{ACCOUNT}:user/*",
    "arn:aws:iam::*:*",
    f"arn:aws:iam::{ACCOUNT}:role/deploy-*",
    "arn:aws:iam::aws:policy/*",
    "arn:aws:s3:::*",
    "arn:aws:s3:::*/*",
    "arn:aws:s3:::acme-receipts/*",
    "arn:aws:*:*:*:*",
    "arn:aws:ssm:*:*:parameter/*",
    f"arn:aws:lambda:eu-west-1:{ACCOUNT}:function:*",
    "arn:*:lambda:*:*:function:report-?",
)
_HOLE = re.compile(r"\$\{(\w*)[^}]*\}")
_HELD = {"Partition": "aws", "Region": "eu-west-1", "Account": ACCOUNT}


def some(values: tuple[str, ...]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(values), min_size=1, max_size=3, unique=True)


@st.composite
def statements(draw: st.DrawFn) -> dict[str, Any]:
    return {
        "Effect": draw(st.sampled_from(["Allow", "Allow", "Deny"])),
        draw(st.sampled_from(["Action", "Action", "NotAction"])): draw(some(_PATTERNS)),
        draw(st.sampled_from(["Resource", "Resource", "NotResource"])): draw(some(_RESOURCES)),
    }


def granted(document: dict[str, Any]) -> set[str]:
    """The actions of the list above that the document grants on everything."""
    tree = parse_json(json.dumps(document))
    subject = Subject(tree, read_tree(tree, PolicyType.IDENTITY), NOWHERE)
    return {name for _, names in Grants(subject).open(frozenset(ACTIONS)) for name in names}


def allowed(document: dict[str, Any], action: str) -> bool:
    """Ask the evaluator about resources of which no policy knows, one of each kind."""
    known = find_action(action)
    assert known is not None
    templates = [kind.arn_template for kind in known.resource_types]
    resources = [_HOLE.sub(lambda hole: _HELD.get(hole[1], "unheard-of"), t) for t in templates]
    return any(_decide(document, action, resource) for resource in resources or ["*"])


def _decide(document: dict[str, Any], action: str, resource: str) -> bool:
    question = {
        "request": {
            "principal": f"arn:aws:iam::{ACCOUNT}:user/alice",
            "action": action,
            "resource": resource,
            "resource_account": ACCOUNT,
        },
        "identity_policies": [{"name": "policy", "document": document}],
    }
    answer, answered = Simulator().answer(json.dumps(question), 1, 1_800_000_000.0)
    assert answered, answer
    return bool(answer["decision"] == "allowed")


@given(st.lists(statements(), min_size=1, max_size=4))
def test_granted_on_everything_is_what_the_evaluator_allows_on_anything(
    written: list[dict[str, Any]],
) -> None:
    document = {"Version": "2012-10-17", "Statement": written}
    # Two statements may open two kinds between them, of which a Deny takes one each.
    assert granted(document) == {action for action in ACTIONS if allowed(document, action)}


@pytest.mark.parametrize(
    ("entry", "kinds"),
    [
        ("arn:aws:iam::*:user/*", {"arn:${Partition}:iam::${Account}:user/${UserNameWithPath}"}),
        ("arn:aws:iam:eu-west-1:*:user/*", set()),  # IAM's ARNs have no Region
        ("arn:aws:iam:::user/*", set()),  # and they have an account
        ("arn:aws:iam::12345:user/*", set()),
        ("arn:aws:iam::aws:*", set()),
        ("arn:aws:iam::*:user/a*", set()),
        ("arn:aws:iam::*:user/????????*", {"arn:${Partition}:iam::${Account}:user/"
                                          "${UserNameWithPath}"}),
        ("arn:aws:s3:::*/*", {"arn:${Partition}:s3:::${BucketName}/${ObjectName}"}),
        ("arn:aws:s3:::acme/*", set()),
        ("arn:mars:s3:::*/*", set()),
        ("arn:aws:S3:::*/*", set()),
        ("s3:*", set()),
        ("", set()),
        ("arn:aws:iam::*:user/" + "*a" * 2000, set()),
    ],
)  # fmt: skip
def test_kinds_that_an_entry_covers(entry: str, kinds: set[str]) -> None:
    assert covered_kinds(entry) == kinds


_WIDE = ["iam:*", "ec2:*", "s3:*"]  # of what allows everything only FULL_ADMIN speaks


@pytest.mark.parametrize(
    "written",
    [
        [{"Effect": "Allow", "Action": _WIDE, "Resource": "*"}] * 1000,
        [
            {"Effect": effect, "Action": _WIDE, "Resource": resource}
            for number in range(450)
            for effect, resource in (("Allow", "*"), ("Deny", f"arn:aws:s3:::b{number}*"))
        ],
        [{"Effect": "Allow", "Action": "*",
          "Resource": [f"arn:aws:*:*:{number}:*{number}*" for number in range(2000)]}],
        [{"Effect": "Deny", "NotAction": f"s3:Get{number}*", "Resource": "arn:aws:iam::*:role/*"}
         for number in range(600)] + [{"Effect": "Allow", "Action": _WIDE, "Resource": "*"}],
        [{"Effect": "Allow", "Action": "*",
          "Resource": [f"arn:aws:s3:::*a*{number}*b*c?" for number in range(6000)]}],
        [{"Effect": "Allow", "Action": "ec2:*",
          "Resource": [f"arn:aws:ec2:*:*:*{number}*/*" for number in range(6000)]}],
        [{"Effect": "Allow", "Action": "s3:" + "*a" * 50_000, "Resource": "*"}],
    ],
    ids=["allows", "denies", "entries", "not-actions", "buckets", "instances", "one pattern"],
)  # fmt: skip
def test_work_grows_with_the_text_and_no_faster(written: list[dict[str, Any]]) -> None:
    """Pairwise work took minutes for these; a second or so is usual, and machines differ."""
    text = json.dumps({"Version": "2012-10-17", "Statement": written})
    before = time.process_time()
    validate(text, PolicyType.IDENTITY)
    assert time.process_time() - before < 10
