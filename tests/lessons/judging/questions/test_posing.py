"""How questions are posed: the same each time, and with nothing that gives the key away."""

from dataclasses import fields

import pytest

from lessons.content.loading import read_course
from lessons.judging.questions import QuestionUnfit, answers_for_tests, mark, pose
from lessons.services.course_files import read_course_files
from tests.lessons.judging.questions.courses import FOLDER, changed, every_kind
from tests.lessons.judging.questions.test_keys import posed

QUESTIONS = sorted(every_kind().questions)


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("seed", [0, 7])
def test_the_same_course_read_again_poses_the_same_question(question: str, seed: int) -> None:
    again = read_course("every-kind", read_course_files(FOLDER))
    one, two = posed(question, seed), pose(again.questions[question], again, seed)
    compared = {field.name for field in fields(one)} - {"judge", "story"}
    assert {name: getattr(one, name) for name in compared} == {
        name: getattr(two, name) for name in compared
    }
    assert answers_for_tests(one) == answers_for_tests(two)


@pytest.mark.parametrize("question", QUESTIONS)
def test_option_ids_are_unique(question: str) -> None:
    ids = [option.id for option in posed(question).options]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("question", ["choice-group", "multi-elements", "order-rotation"])
def test_the_order_of_options_depends_on_the_seed(question: str) -> None:
    orders = {tuple(item.label for item in posed(question, seed).options) for seed in range(20)}
    assert len(orders) > 3


def test_the_right_option_stands_in_every_place_at_some_seed() -> None:
    places = set()
    for seed in range(20):
        asked = posed("choice-group", seed)
        places.add([option.label for option in asked.options].index("No"))
    assert places == {0, 1, 2}


@pytest.mark.parametrize("seed", range(20))
def test_steps_never_stand_in_the_right_order(seed: int) -> None:
    labels = [option.label for option in posed("order-three", seed).options]
    assert labels != ["First `a`", "Then `b`", "Then `c`"]


def test_a_question_shows_the_policies_that_it_replaces() -> None:
    (shown,) = posed("break-prefix").shown
    assert (shown.kind, shown.title, shown.owner) == ("Inline policy", "upload", "user ben")
    assert "acme-data/in*" in shown.text


@pytest.mark.parametrize(
    ("reference", "kind", "owner"),
    [
        ("resource/arn:aws:s3:::acme-own", "Bucket policy", ""),
        ("scp/KeepTrail", "Service control policy", ""),
        ("role/app:trust", "Trust policy", "role app"),
        ("user/cleo:inline/all", "Inline policy", "user cleo"),
        ("main/policy/Ceiling", "Permissions boundary", ""),
    ],
)
def test_a_policy_is_shown_by_what_it_is(reference: str, kind: str, owner: str) -> None:
    course = changed("verdict-deny", show=[reference])
    (shown,) = pose(course.questions["changed"], course, 0).shown
    assert (shown.kind, shown.owner) == (kind, owner)


def test_a_session_policy_that_comes_with_a_request_is_shown_and_can_decide() -> None:
    ask = {
        "principal": "session/app/fn",
        "action": "s3:GetObject",
        "resource": "arn:aws:s3:::acme-data/1",
        "session_policies": [
            {
                "name": "ticket",
                "document": {
                    "Version": "2012-10-17",
                    "Statement": {"Sid": "NoReading", "Effect": "Deny", "Action": "s3:GetObject",
                                  "Resource": "*"},
                },
            }
        ],
    }  # fmt: skip
    course = changed("deciding-deny", ask=ask, show=["role/app:inline/read"])
    asked = pose(course.questions["changed"], course, 0)
    assert [item.kind for item in asked.shown] == ["Inline policy", "Session policy"]
    right = next(option.id for option in asked.options if option.label == "NoReading")
    assert mark(asked, {"choice": right}).is_right is True


def test_a_part_that_varies_is_said_in_each_option_and_not_in_the_request() -> None:
    asked = posed("matches-actions")
    assert asked.asked is not None
    assert asked.asked.who == "main/user/ana"
    assert (asked.asked.action, asked.asked.resource) == ("", "")
    assert "`s3:PutObject` on `arn:aws:s3:::acme-data/1`" in [item.label for item in asked.options]


def test_keys_stay_out_of_what_is_posed() -> None:
    """What a template can show of an open question: everything but the judge."""
    asked = posed("break-address")
    assert "198.51.7.1" not in repr(asked)
    assert "198.51.100.0/24" not in repr(asked)
    assert "acme-data/in/*" not in repr(posed("fix-upload"))


def test_the_story_of_a_credential_does_not_say_when_it_ends() -> None:
    story = posed("number-minutes").story
    assert story is not None
    told = " ".join(story.told())
    assert "issued at 09:30 for 1 hour" in told
    assert "10:30" not in told


def test_a_question_about_nothing_known_cannot_be_posed() -> None:
    course = changed("verdict-deny", scenario="nowhere")
    with pytest.raises(QuestionUnfit, match="no scenario `nowhere`"):
        pose(course.questions["changed"], course, 0)
