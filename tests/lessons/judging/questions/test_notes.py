"""What is said of each option, and what is told of beliefs, once a question is answered."""

from lessons.judging.questions import mark, pose
from tests.lessons.judging.questions.courses import changed
from tests.lessons.judging.questions.test_keys import GET, LIST, picked, posed


def test_every_verdict_gets_its_note() -> None:
    marked = mark(posed("verdict-across"), {"choice": "allowed"})
    notes = marked.notes
    assert [name for name, note in notes.items() if note.is_right] == ["implicitDeny"]
    assert [name for name, note in notes.items() if note.chosen] == ["allowed"]
    assert notes["allowed"].beliefs == ("one-side-suffices",)
    assert notes["explicitDeny"].beliefs == ()


def test_a_belief_comes_with_its_texts_and_the_lesson_that_cures_it() -> None:
    (held,) = mark(posed("verdict-across"), {"choice": "allowed"}).held
    assert held.belief == "One side is enough across accounts."
    assert (held.remedy, held.remedy_title) == ("first", "First")
    assert held.says == "allowed"


def test_statements_say_why_they_do_not_decide() -> None:
    asked = posed("deciding-deny")
    notes = mark(asked, {"choice": "none"}).notes
    says = {option.label: notes[option.id].say for option in asked.options}
    assert says["Everything"] == "It matches, but a Deny that matches settles the question."
    assert says["NoDeleting"] == "It matches, and its Deny decides."
    assert says["KeepTheTrail"].startswith("It does not match: ")


def test_each_request_has_its_trace_and_the_beliefs_that_turn_it_around() -> None:
    asked = posed("matches-actions")
    marked = mark(asked, picked(asked, GET, LIST))
    ids = {option.label: option.id for option in asked.options}
    assert {shown.option for shown in marked.traces} == set(ids.values())
    assert marked.notes[ids[LIST]].beliefs == ("objects-cover-bucket",)
    assert marked.notes[ids[GET]].beliefs == ()
    assert marked.beliefs == ()  # both errors at once follow from no single belief


def test_an_authors_option_says_its_word_and_names_its_belief() -> None:
    asked = posed("choice-group")
    wrong = next(option.id for option in asked.options if option.label == "Yes, by its ARN")
    marked = mark(asked, {"choice": wrong})
    assert marked.notes[wrong].say == "A policy that names it matches nobody."
    assert marked.beliefs == ("groups-call",)


def test_a_right_option_left_out_names_no_belief() -> None:
    asked = posed("multi-elements")
    ids = {option.label: option.id for option in asked.options}
    marked = mark(asked, {"choices": [ids["`Effect`"], ids["`Principal`"]]})
    assert marked.is_right is False
    assert marked.beliefs == ("groups-call",)
    assert mark(asked, {"choices": [ids["`Effect`"]]}).beliefs == ()


def test_steps_are_judged_by_what_they_come_after() -> None:
    asked = posed("order-rotation")
    right = mark(asked, {}).right.answer["places"]
    first, second, third, fourth = sorted(right, key=lambda name: right[name])
    given = {second: 1, third: 2, fourth: 3, first: 4}
    marked = mark(asked, {"places": given})
    assert marked.is_right is False
    assert [marked.notes[name].is_right for name in (first, second, third, fourth)] == [
        False,
        False,
        True,
        True,
    ]
    assert marked.remarks == ("2 of 4 steps come right after the one before it.",)


def test_a_questions_own_beliefs_come_before_others() -> None:
    """Both beliefs allow it; the question is about one of them."""
    document = {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-data/*",
             "Condition": {"StringEquals": {"aws:UserAgent": "aws-cli/*"}}},
        ],
    }  # fmt: skip
    ask = {
        "principal": "user/ben",
        "action": "s3:GetObject",
        "resource": "arn:aws:s3:::acme-data/1",
    }
    for own, beliefs in (([], ("like-everywhere",)), (["like-everywhere"], ("like-everywhere",))):
        course = changed(
            "verdict-direct",
            ask=ask,
            show=None,
            policies={"user/ben:inline/read": document},
            misconceptions=own,
        )
        asked = pose(course.questions["changed"], course, 0)
        assert mark(asked, {"choice": "allowed"}).beliefs == beliefs


def test_a_wrong_break_shows_the_example_and_a_right_one_only_itself() -> None:
    asked = posed("break-prefix")
    wrong = {"action": "s3:PutObject", "resource": "arn:aws:s3:::acme-data/in/1", "context": []}
    marked = mark(asked, wrong)
    assert [shown.trace.decision.verdict.value for shown in marked.traces] == [
        "allowed",
        "allowed",
        "allowed",
        "implicitDeny",
    ]
    assert marked.remarks == (
        "The policy allows it, but so does the right one: it is meant to be allowed.",
    )
    right = {**wrong, "resource": "arn:aws:s3:::acme-data/inbox"}
    assert len(mark(asked, right).traces) == 2
