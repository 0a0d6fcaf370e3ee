"""Resource entries: section 3 of the rules, R1 to R9."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iamlab.engine.matching import Context, compile_resource

OBJECT = "arn:aws:s3:::acme-receipts/2026/05/a.pdf"
FUNCTION = "arn:aws:lambda:eu-west-1:111122223333:function:resize:live"


def covers(entry: str, resource: str, context: Context | None = None, *, on: bool = True) -> bool:
    return compile_resource(entry, variables=on).matches(resource, context or Context())


@pytest.mark.parametrize("resource", ["*", OBJECT, FUNCTION])
def test_a_lone_star_covers_everything(resource: str) -> None:
    """R3, R4."""
    assert covers("*", resource)


@pytest.mark.parametrize(
    "entry",
    ["arn:aws:s3:::*", "arn:*:*:*:*:*", "arn:aws:ec2:*:*:*", "arn:aws:s3:::acme-receipts/*", "**"],
)
def test_no_particular_resource_is_covered_only_by_a_lone_star(entry: str) -> None:
    """R4, W12."""
    assert not covers(entry, "*")


@pytest.mark.parametrize(
    ("entry", "resource"),
    [
        (OBJECT, OBJECT),
        ("arn:aws:s3:::acme-receipts/*", OBJECT),
        ("arn:aws:s3:::acme-receipts/*.pdf", OBJECT),
        ("arn:aws:s3:::acme*", OBJECT),
        ("arn:aws:s3:::acme-receipts/????/05/?.pdf", OBJECT),
        ("arn:*:s3:::acme-receipts/*", OBJECT),
        ("arn:aws:lambda:*:111122223333:function:resize:live", FUNCTION),
        ("arn:aws:lambda:eu-*-?:*:function:*", FUNCTION),
        ("arn:aws:lambda:eu-west-1:1111????3333:function:resize*", FUNCTION),
    ],
)
def test_each_field_is_a_glob(entry: str, resource: str) -> None:
    """R1: in field six `*` crosses both `:` and `/`."""
    assert covers(entry, resource)


@pytest.mark.parametrize(
    ("entry", "resource"),
    [
        ("arn:aws:lambda:*:function:resize:live", FUNCTION),
        ("arn:aws:*:resize:live", FUNCTION),
        ("arn:aws:lambda:eu-west-1*", FUNCTION),
        ("arn:aws:lambda:*", FUNCTION),
        ("arn:*", FUNCTION),
    ],
)
def test_a_star_never_crosses_the_first_five_colons(entry: str, resource: str) -> None:
    """R1, R7, W11: fewer than six fields cover nothing."""
    assert not covers(entry, resource)


@pytest.mark.parametrize(
    "entry",
    [
        "arn:aws:s3:::Acme-receipts/*",
        "arn:aws:s3:::acme-receipts/2026/05/A.pdf",
        "arn:AWS:s3:::acme-receipts/*",
        "arn:aws:S3:::acme-receipts/*",
        "ARN:aws:s3:::acme-receipts/*",
    ],
)
def test_case_counts_in_every_field(entry: str) -> None:
    """R2, W10."""
    assert not covers(entry, OBJECT)


def test_the_objects_of_a_bucket_are_not_the_bucket() -> None:
    """R5, Q17."""
    assert not covers("arn:aws:s3:::acme/*", "arn:aws:s3:::acme")
    assert not covers("arn:aws:s3:::acme", "arn:aws:s3:::acme/key")


def test_a_star_after_the_bucket_covers_other_buckets_too() -> None:
    """R5."""
    for name in ("acme", "acme/key", "acme-payroll"):
        assert covers("arn:aws:s3:::acme*", f"arn:aws:s3:::{name}")


@pytest.mark.parametrize(
    "entry", ["arn:aws:iam::111122223333:u*", "arn:aws:i*::111122223333:user/*"]
)
def test_a_wildcard_in_the_type_or_service_word_still_covers(entry: str) -> None:
    """R7: linted, but it matches as R1 says."""
    assert covers(entry, "arn:aws:iam::111122223333:user/ana")


@pytest.mark.parametrize("entry", ["", "acme-receipts", "s3:::b", "arn:aws:s3::b", "arn"])
def test_an_entry_that_is_no_arn_covers_nothing(entry: str) -> None:
    """R7."""
    assert not covers(entry, OBJECT)
    assert not covers(entry, entry)


def test_a_variable_in_field_six_takes_the_value_of_the_request() -> None:
    """R6."""
    entry = "arn:aws:s3:::acme/${aws:username}/*"
    context = Context({"aws:username": "ana"})
    assert covers(entry, "arn:aws:s3:::acme/ana/a.txt", context)
    assert not covers(entry, "arn:aws:s3:::acme/ben/a.txt", context)


def test_a_variable_without_value_covers_nothing() -> None:
    """R6."""
    entry = compile_resource("arn:aws:s3:::acme/${aws:username}*", variables=True)
    assert not entry.matches("arn:aws:s3:::acme/", Context())
    assert not entry.matches("arn:aws:s3:::acme/${aws:username}", Context())
    assert entry.unresolved(Context()) == ("aws:username",)
    assert entry.absent(Context()) == ("aws:username",)


def test_a_default_stands_in_for_an_absent_variable() -> None:
    """R6, C12."""
    entry = "arn:aws:s3:::acme/${aws:PrincipalTag/team, 'shared'}/*"
    assert covers(entry, "arn:aws:s3:::acme/shared/a", Context())
    assert covers(entry, "arn:aws:s3:::acme/web/a", Context({"aws:PrincipalTag/team": "web"}))
    assert not covers(
        entry, "arn:aws:s3:::acme/shared/a", Context({"aws:principaltag/TEAM": "web"})
    )


@pytest.mark.parametrize("place", ["account", "service", "Region"])
def test_a_variable_outside_field_six_is_plain_text(place: str) -> None:
    """R6, W18."""
    fields = {"service": "sqs", "Region": "eu-west-1", "account": "111122223333"}
    value = fields[place]
    fields[place] = "${aws:username}"
    entry = "arn:aws:{service}:{Region}:{account}:queue".format(**fields)
    assert not covers(
        entry, "arn:aws:sqs:eu-west-1:111122223333:queue", Context({"aws:username": value})
    )


def test_a_substituted_star_is_no_wildcard() -> None:
    """C12, W19."""
    entry = "arn:aws:s3:::acme/${aws:username}/*"
    context = Context({"aws:username": "*"})
    assert not covers(entry, "arn:aws:s3:::acme/ana/a.txt", context)
    assert covers(entry, "arn:aws:s3:::acme/*/a.txt", context)


def test_without_the_new_version_a_variable_is_plain_text() -> None:
    """G2, W18."""
    entry = "arn:aws:s3:::acme/${aws:username}"
    context = Context({"aws:username": "ana"})
    assert not covers(entry, "arn:aws:s3:::acme/ana", context, on=False)
    assert covers(entry, "arn:aws:s3:::acme/${aws:username}", context, on=False)


def test_an_escaped_star_means_a_star() -> None:
    """C12."""
    assert covers("arn:aws:s3:::acme/${*}", "arn:aws:s3:::acme/*")
    assert not covers("arn:aws:s3:::acme/${*}", "arn:aws:s3:::acme/x")


FIELD = st.text("ab*?/", max_size=4)
PLAIN = st.text("ab/", max_size=4)


@given(st.tuples(FIELD, FIELD, FIELD, FIELD, FIELD), st.tuples(PLAIN, PLAIN, PLAIN, PLAIN, PLAIN))
def test_an_arn_is_covered_when_every_field_is(
    patterns: tuple[str, ...], texts: tuple[str, ...]
) -> None:
    """R1: field by field, with field six alone able to hold more colons."""
    each = [
        covers(f"arn:aws:s3:::{pattern}", f"arn:aws:s3:::{text}")
        for pattern, text in zip(patterns, texts, strict=True)
    ]
    whole = covers(":".join(("arn", *patterns)), ":".join(("arn", *texts)))
    assert whole is all(each)
