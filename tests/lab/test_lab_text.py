"""The engine's words as HTML: code, ARNs that break well, marked differences, all escaped."""

from __future__ import annotations

import re

import pytest

from iamlab.lab.templatetags.lab_text import arn, breakable, marked, with_arns, with_code


def plain(html: str) -> str:
    return re.sub("<[^>]+>", "", html)


def test_backticks_become_code() -> None:
    assert with_code("`s3:Get*` covers `a`.") == "<code>s3:Get*</code> covers <code>a</code>."


@pytest.mark.parametrize("text", ["<b>&", "`<b>`", "arn:aws:s3:::<b>/x", "`arn:aws:s3:::<b>`"])
def test_everything_is_escaped(text: str) -> None:
    for html in (with_code(text), with_arns(text), arn(text), marked(text, "x")):
        assert "<b>" not in html


def test_a_long_key_breaks_between_its_parts() -> None:
    assert breakable("aws:PrincipalTag/team") == "aws:<wbr>PrincipalTag/<wbr>team"
    assert breakable("a:<b>") == "a:<wbr>&lt;b&gt;"


def test_an_odd_backtick_stays_as_it_is() -> None:
    assert with_code("one ` alone") == "one ` alone"


def test_an_arn_breaks_before_its_path_segments() -> None:
    html = arn("arn:aws:s3:::bucket/incoming/a.pdf")
    assert re.findall("<span>([^<]*)</span>", html) == [
        "arn:aws:s3:::",
        "bucket",
        "/incoming",
        "/a.pdf",
    ]


@pytest.mark.parametrize("text", ["*", "s3:GetObject", "arn:aws:s3", ""])
def test_what_is_no_arn_stays_as_it_is(text: str) -> None:
    assert arn(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "User: arn:aws:iam::1:user/a is not authorized on arn:aws:s3:::b/c because",
        "arn:aws:s3:::a, arn:aws:s3:::a/*",
        '"arn:aws:s3:::a/"',
    ],
)
def test_no_letter_of_a_text_is_lost(text: str) -> None:
    assert plain(with_arns(text)).replace("&quot;", '"') == text


def test_difference_is_marked_by_whole_names() -> None:
    assert marked("s3:GetObject", "s3:ListBucket") == "s3:<mark>GetObject</mark>"
    wanted, got = "arn:aws:s3:::a/payouts/*", "arn:aws:s3:::a/incoming/1.pdf"
    assert marked(wanted, got) == "arn:aws:s3:::a/<mark>payouts/*</mark>"
    assert marked(got, wanted) == "arn:aws:s3:::a/<mark>incoming/1.pdf</mark>"


def test_what_one_side_lacks_is_marked_on_the_other() -> None:
    assert marked("arn:aws:s3:::a", "arn:aws:s3:::a/b") == "arn:aws:s3:::a"
    assert marked("arn:aws:s3:::a/b", "arn:aws:s3:::a") == "arn:aws:s3:::a<mark>/b</mark>"


def test_of_a_list_the_most_alike_entry_is_marked() -> None:
    html = marked("sqs:SendMessage, s3:GetObjectTagging", "s3:GetObject")
    assert html == "sqs:SendMessage, s3:<mark>GetObjectTagging</mark>"


def test_texts_that_share_nothing_are_not_marked() -> None:
    assert "<mark>" not in marked("lambda.amazonaws.com", "arn:aws:iam::1:user/a")


def test_very_long_texts_are_not_compared() -> None:
    assert marked("a:" * 2000, "a:b") == "a:" * 2000
