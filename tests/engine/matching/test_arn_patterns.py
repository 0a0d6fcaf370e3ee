"""Does an ARN pattern meet an ARN template? (R1, R5, R7)"""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iamlab.engine.catalog import ResourceType, kinds_by_arn_service
from iamlab.engine.matching import covers, may_name, misfits, split_arn_pattern, widens

BUCKET = "arn:${Partition}:s3:::${BucketName}"
OBJECT = "arn:${Partition}:s3:::${BucketName}/${ObjectName}"
ROLE = "arn:${Partition}:iam::${Account}:role/${RoleNameWithPath}"
QUEUE = "arn:${Partition}:sqs:${Region}:${Account}:${QueueName}"
FUNCTION = "arn:${Partition}:lambda:${Region}:${Account}:function:${FunctionName}"
STREAM = (
    "arn:${Partition}:logs:${Region}:${Account}:log-group:${LogGroupName}"
    ":log-stream:${LogStreamName}"
)
AGREEMENT = "arn:${Partition}:artifact:::agreement/*"
DEVICE = "arn:${Partition}:braket:*:*:device/${DeviceType}/${Provider}/${DeviceId}"


@pytest.mark.parametrize(
    ("pattern", "template"),
    [
        ("arn:aws:s3:::acme", BUCKET),
        ("arn:aws:s3:::acme*", BUCKET),
        ("arn:aws:s3:::*", BUCKET),
        ("arn:aws:s3:*:*:acme", BUCKET),
        ("arn:*:s3:::acme", BUCKET),
        ("arn:aws:s?:::acme", BUCKET),
        ("arn:aws:s3:::ac?e", BUCKET),
        ("arn:aws:s3:::home-${aws:username}", BUCKET),
        ("arn:aws:s3:::${aws:PrincipalTag/Bucket}", BUCKET),
        ("arn:aws:s3:::${aws:PrincipalTag/Bucket, 'acme'}", BUCKET),
        # A star crosses the slash, so it names objects too (R1, R5).
        ("arn:aws:s3:::acme*", OBJECT),
        ("arn:aws:s3:::acme/*", OBJECT),
        ("arn:aws:s3:::acme/home/${aws:username}/*", OBJECT),
        ("arn:aws:s3:::*key", OBJECT),
        ("arn:aws:s3:::acme?key", OBJECT),
        # Names may hold slashes.
        ("arn:aws:iam::111122223333:role/service-role/Deployer", ROLE),
        ("arn:aws:iam::${aws:PrincipalAccount}:role/*", ROLE),
        ("arn:aws:iam::*:r*", ROLE),
        ("arn:aws:lambda:*:*:function:send:live", FUNCTION),
        ("arn:aws:logs:*:*:log-group:/aws/lambda/send:*", STREAM),
        ("arn:aws:logs:*:*:*", STREAM),
        ("arn:aws:logs:*:*:log-group:/aws/*:log-stream:2026/*", STREAM),
        ("arn:aws:artifact:::agreement/", AGREEMENT),
        ("arn:aws:artifact:::agreement/one", AGREEMENT),
        ("arn:aws:braket:::device/qpu/ionq/x", DEVICE),
    ],
)
def test_pattern_meets_template(pattern: str, template: str) -> None:
    assert misfits(pattern, template) == frozenset()


@pytest.mark.parametrize(
    ("pattern", "template", "fields"),
    [
        ("arn:aws:s3:::acme/*", BUCKET, {"resource"}),
        ("arn:aws:s3:::acme/", BUCKET, {"resource"}),
        ("arn:aws:s3:::", BUCKET, {"resource"}),
        ("arn:aws:s3:::acme", OBJECT, {"resource"}),
        ("arn:aws:s3:::acme/", OBJECT, {"resource"}),
        # A user's name holds no slash, so this names buckets alone.
        ("arn:aws:s3:::home-${aws:username}", OBJECT, {"resource"}),
        ("arn:aws:s3:eu-west-1::acme", BUCKET, {"region"}),
        ("arn:aws:s3:eu-west-1:111122223333:acme", BUCKET, {"region", "account"}),
        ("arn:aws:S3:::acme", BUCKET, {"service"}),
        ("arn::s3:::acme", BUCKET, {"partition"}),
        ("arn:aws:sqs:::jobs", QUEUE, {"region", "account"}),
        ("arn:aws:sqs:eu-west-1:111122223333:", QUEUE, {"resource"}),
        ("arn:aws:iam::111122223333:user/alice", ROLE, {"resource"}),
        ("arn:aws:iam::111122223333:role/", ROLE, {"resource"}),
        ("arn:aws:iam::111122223333:Role/x", ROLE, {"resource"}),
        ("arn:aws:lambda:*:*:function/send", FUNCTION, {"resource"}),
        ("arn:aws:logs:*:*:log-group:/aws/lambda/send", STREAM, {"resource"}),
        # `${*}` is a star, not a wildcard (C12).
        ("arn:aws:s3:::acme${*}", OBJECT, {"resource"}),
        ("acme", BUCKET, {"arn"}),
        ("arn:aws:s3", BUCKET, {"arn"}),
        ("*", BUCKET, {"arn"}),
        ("", BUCKET, {"arn"}),
    ],
)
def test_misfits_names_the_fields(pattern: str, template: str, fields: set[str]) -> None:
    assert misfits(pattern, template) == fields


def kind(service: str, name: str) -> ResourceType:
    return next(
        item
        for item in kinds_by_arn_service(service)
        if (item.service, item.name.lower()) == (service, name)
    )


@pytest.mark.parametrize(
    ("pattern", "service", "name", "expected"),
    [
        ("*", "s3", "bucket", True),
        ("arn:aws:s3:::acme", "s3", "bucket", True),
        ("arn:aws:s3:::acme", "s3", "object", False),
        ("arn:aws:s3:::acme/*", "s3", "bucket", False),
        ("arn:aws:s3:::acme/*", "s3", "object", True),
        ("acme", "s3", "bucket", False),
        # API Gateway has two templates for one type.
        ("arn:aws:apigateway:eu-west-1::/restapis/a1/stages/live", "apigateway", "stage", True),
        ("arn:aws:apigateway:eu-west-1::/apis/a1/stages/live", "apigateway", "stage", True),
        # AWS's own documents belong to no account.
        ("arn:aws:ssm:eu-west-1::document/AWS-RunShellScript", "ssm", "document", True),
    ],
)
def test_may_name_asks_every_spelling(
    pattern: str, service: str, name: str, expected: bool
) -> None:
    assert may_name(pattern, kind(service, name)) is expected


@pytest.mark.parametrize(
    ("text", "account", "resource"),
    [
        ("arn:aws:iam::${aws:PrincipalAccount}:role/x", "${aws:PrincipalAccount}", "role/x"),
        ("arn:aws:s3:::a/${aws:username}:b", "", "a/${aws:username}:b"),
        ("arn:aws:s3:::${unclosed:x", "", "${unclosed:x"),
    ],
)
def test_colons_in_variables_do_not_split(text: str, account: str, resource: str) -> None:
    fields = split_arn_pattern(text)
    assert fields is not None
    assert fields[4:] == (account, resource)


@pytest.mark.parametrize("text", ["", "*", "arn", "arn:", "arn:aws:s3::acme", "arn:aws:s3:::"[:-1]])
def test_short_texts_do_not_split(text: str) -> None:
    assert split_arn_pattern(text) is None


@pytest.mark.parametrize(
    ("pattern", "template", "expected"),
    [
        ("*", BUCKET, True),
        ("arn:aws:s3:::*", BUCKET, True),
        ("arn:aws:s3:::*", OBJECT, True),
        ("arn:aws:s3:::*/*", OBJECT, True),
        ("arn:aws:s3:::*/*", BUCKET, False),
        ("arn:aws:s3:::acme/*", OBJECT, False),
        ("arn:aws:s3:::a*", BUCKET, False),
        ("arn:aws:sqs:*:*:*", QUEUE, True),
        ("arn:aws:sqs:*:111122223333:*", QUEUE, True),
        ("arn:aws:sqs:eu-west-1:*:*", QUEUE, False),
        ("arn:aws:iam::*:role/*", ROLE, True),
        ("arn:aws:iam::*:user/*", ROLE, False),
        ("arn:aws:s3:::???????", BUCKET, False),
        ("acme", BUCKET, False),
    ],
)
def test_covers_everything_of_a_kind(pattern: str, template: str, expected: bool) -> None:
    assert covers(pattern, template) is expected


@pytest.mark.parametrize(
    ("wide", "narrow", "expected"),
    [
        ("*", "arn:aws:s3:::a", True),
        ("arn:aws:s3:::a*", "arn:aws:s3:::ab", True),
        ("arn:aws:s3:::a*", "arn:aws:s3:::a*/b*", True),
        ("arn:aws:s3:::a/*", "arn:aws:s3:::a/${aws:username}/*", True),
        ("arn:aws:s3:::a/*", "arn:aws:s3:::a", False),
        ("arn:aws:s3:::ab", "arn:aws:s3:::a*", False),
        ("arn:aws:s3:::a?", "arn:aws:s3:::a*", False),
        ("arn:aws:s3:::a?", "arn:aws:s3:::ab", True),
        # A star does not cross the five colons (R1).
        ("arn:aws:sqs:*:jobs", "arn:aws:sqs:eu-west-1:111122223333:jobs", False),
        ("arn:aws:s3:::a/${aws:username}*", "arn:aws:s3:::a/${aws:username}/b", False),
        ("arn:aws:s3:::a/${aws:username}", "arn:aws:s3:::a/${aws:username}", True),
    ],
)
def test_widens_is_sure(wide: str, narrow: str, expected: bool) -> None:
    assert widens(wide, narrow) is expected


PIECES = st.sampled_from(["a", "b", "/", ":", "*", "?", "ab"])
HOLES = st.sampled_from(["a", "b", "/", ":", "${X}", "*", "ab"])


def texts() -> list[str]:
    """All short texts over the letters of the patterns below, with one letter more."""
    letters = "ab/:c"
    level = [""]
    found = [""]
    for _ in range(4):
        level = [text + letter for text in level for letter in letters]
        found += level
    return found


TEXTS = texts()


@given(st.lists(PIECES, max_size=4), st.lists(HOLES, max_size=4))
def test_agrees_with_a_search_for_a_common_text(pattern: list[str], template: list[str]) -> None:
    """A text that fits both is found by trying all; where there is one, the answer is yes."""
    part, wanted = "".join(pattern), "".join(template)
    closed = template == ["${X}"]
    left = re.compile(part.replace("*", ".*").replace("?", "."))
    hole = "[^/]+" if closed else ".+"
    right = re.compile("".join({"${X}": hole, "*": ".*"}.get(item, item) for item in template))
    common = any(left.fullmatch(text) and right.fullmatch(text) for text in TEXTS)
    answer = "resource" not in misfits(f"arn:aws:s3:::{part}", f"arn:aws:s3:::{wanted}")
    if common:
        assert answer
    elif len(part) + len(wanted.replace("${X}", "c")) <= 4:
        assert not answer


@pytest.mark.parametrize("pattern", ["*a" * 1000, "?*" * 1000])
def test_hostile_patterns_are_answered_rightly(pattern: str) -> None:
    """A search that goes back and forth would not come to an end here."""
    assert misfits(f"arn:aws:s3:::{pattern}", OBJECT) == frozenset()
    assert misfits(f"arn:aws:sqs:*:*:{pattern}", OBJECT) == {"service"}
    assert misfits(f"arn:aws:logs:*:*:{pattern}", STREAM) == frozenset()
    assert misfits(f"arn:aws:s3:::{pattern.replace('*', '-').replace('?', '-')}", OBJECT) == {
        "resource"
    }


def test_text_far_longer_than_an_arn_is_taken_to_fit() -> None:
    assert misfits("arn:aws:sqs:*:*:" + "*/" * 50000, OBJECT) == frozenset()
