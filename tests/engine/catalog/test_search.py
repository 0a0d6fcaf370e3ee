"""The picker's search: what is found, in which order, and how fast."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iamlab.engine.catalog import fits, search_actions

OBJECT = "arn:aws:s3:::acme-receipts/may.pdf"


def found(query: str, limit: int = 30) -> list[str]:
    return [action.name for action in search_actions(query, limit=limit)]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("s3:GetObject", "s3:GetObject"),
        ("S3:getobject", "s3:GetObject"),
        ("getobject", "s3:GetObject"),
        ("get object", "s3:GetObject"),
        ("object get", "s3:GetObject"),
        ("pass role", "iam:PassRole"),
        ("assumerole", "sts:AssumeRole"),
        ("lambda invokefunction", "lambda:InvokeFunction"),
        ("secret value get", "secretsmanager:GetSecretValue"),
        ("apigateway put", "apigateway:PUT"),
    ],
)
def test_the_action_meant_comes_first(query: str, first: str) -> None:
    assert found(query)[0] == first


def test_an_exact_name_precedes_names_that_begin_with_it() -> None:
    names = found("GetObject")

    assert names.index("s3:GetObject") < names.index("s3:GetObjectAcl")


def test_a_beginning_precedes_a_word_and_a_word_precedes_a_part() -> None:
    names = found("s3 tag", limit=100)

    assert names.index("s3:TagResource") < names.index("s3:PutBucketTagging")
    assert names.index("s3:PutBucketTagging") < names.index("s3:UntagResource")


def test_words_of_the_service_name_and_description_are_found() -> None:
    """`Security Token Service` is the name, "caller" stands in both name and description."""
    assert "sts:GetCallerIdentity" in found("security token caller")
    assert "s3:ListAllMyBuckets" in found("s3 list buckets owned by")


def test_every_word_must_be_found() -> None:
    assert found("getobject zzzz") == []


def test_a_star_is_ignored() -> None:
    assert all(name.startswith("iam:Create") for name in found("iam:Create*"))
    assert "iam:CreateRole" in found("iam:Create*")


def test_actions_that_fit_the_resource_precede_the_others() -> None:
    actions = search_actions("s3 list", resource_arn=OBJECT, limit=50)
    fitting = [fits(action, OBJECT) for action in actions]

    assert "s3:ListMultipartUploadParts" in [a.name for a in actions[: sum(fitting)]]
    assert "s3:ListBucket" in [a.name for a in actions[sum(fitting) :]]
    assert fitting == sorted(fitting, reverse=True)


def test_without_words_the_actions_of_the_resource_are_listed() -> None:
    actions = search_actions("", resource_arn=OBJECT)

    assert "s3:GetObject" in [action.name for action in actions]
    assert all(fits(action, OBJECT) for action in actions)


def test_for_everything_the_actions_without_resources_come_first() -> None:
    assert search_actions("list buckets", resource_arn="*")[0].name == "s3:ListAllMyBuckets"


def test_no_more_than_the_limit_is_returned() -> None:
    assert len(found("a", limit=7)) == 7
    assert found("a", limit=0) == []


def test_a_broad_query_still_puts_an_exact_name_first() -> None:
    assert found("get")[:2] == ["apigateway:GET", "managedblockchain:GET"]


@pytest.mark.parametrize(
    "query", ["a", "e", "get", "s3", "permission", "a e i o u", "i e a s t n r", "zz", "e " * 5000]
)
def test_broad_and_long_queries_are_answered_within_the_limit(query: str) -> None:
    assert len(search_actions(query, resource_arn=OBJECT)) <= 30
    assert len(search_actions(query, limit=5)) <= 5


@given(st.text(max_size=40), st.none() | st.text(max_size=20))
def test_no_text_makes_a_search_fail(query: str, arn: str | None) -> None:
    names = [action.name for action in search_actions(query, resource_arn=arn, limit=5)]

    assert len(names) == len(set(names)) <= 5
