"""Action patterns unfolded over the catalog (A1, A3, A4)."""

import pytest

from iamlab.engine.catalog import action_exists, all_actions
from iamlab.engine.matching import expand_action, expand_actions


def test_exact_name_is_itself_in_aws_spelling() -> None:
    assert expand_action("S3:getobject") == {"s3:GetObject"}


def test_star_is_every_action() -> None:
    assert expand_action("*") == all_actions()
    assert expand_action("*:*") == all_actions()
    assert len(all_actions()) > 20_000


def test_pattern_covers_what_begins_so_and_nothing_else() -> None:
    found = expand_action("sqs:Send*")
    assert found == {"sqs:SendMessage"}
    assert all(name.startswith("iam:Get") for name in expand_action("iam:Get*"))
    assert "iam:GetUser" in expand_action("iam:Get*")


def test_question_mark_is_exactly_one_character() -> None:
    assert "ec2:RunInstances" in expand_action("ec2:RunInstance?")
    assert expand_action("ec2:RunInstances?") == frozenset()


@pytest.mark.parametrize(
    "pattern", ["", "s3", "s3:", ":GetObject", "*:GetObject", "s3:Get Object", "nosuch:*"]
)
def test_what_is_no_action_covers_nothing(pattern: str) -> None:
    assert expand_action(pattern) == frozenset()


def test_several_patterns_are_united() -> None:
    assert expand_actions(("sqs:SendMessage", "sns:Publish")) == {"sqs:SendMessage", "sns:Publish"}
    assert expand_actions(()) == frozenset()


def test_everything_among_several_patterns_is_everything() -> None:
    assert expand_actions(("sqs:SendMessage", "*")) is all_actions()


def test_exact_names_are_found_in_any_letter_case() -> None:
    """A3; the Kelvin sign is no K, although its small letter is one."""
    assert expand_action("KMS:decrypt") == {"kms:Decrypt"}
    assert expand_action("\u212ams:Decrypt") == frozenset()


def test_a_long_pattern_covers_what_it_says() -> None:
    assert expand_action(f"sqs:Send{'*' * 300}") == {"sqs:SendMessage"}
    assert expand_action(f"sqs:SendMessage{'?' * 300}") == frozenset()


def test_every_name_exists() -> None:
    assert all(action_exists(name) for name in expand_action("kms:*"))


def test_every_action_of_the_catalog_is_covered_by_its_own_name() -> None:
    for name in all_actions():
        assert expand_action(name) == {name}
