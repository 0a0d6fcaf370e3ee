"""Which questions a run asks, and in which variants."""

from __future__ import annotations

import pytest

from iamlab.sandbox.services.errors import VisitorUnknown
from iamlab.sandbox.services.visitors import Visitor
from lessons.models import QuestionAnswer, QuizAttempt
from lessons.proofs import SEEDS
from lessons.services.quiz_draws import (
    History,
    count_questions,
    draw_for_skill,
    draw_quiz,
    draw_review,
    questions_by_skill,
    read_history,
)
from tests.lessons.services.quiz_course import ALICE, BOB, quiz_course, quiz_lesson

COURSE = quiz_course()
FRESH = History("alice", {})


def ids(history: History) -> list[str]:
    quiz = quiz_lesson().quiz
    assert quiz is not None
    return [drawn.source.id for drawn in draw_quiz(COURSE, quiz, history)]


def test_a_quiz_asks_its_own_questions_and_draws_the_rest_each_once() -> None:
    drawn = ids(FRESH)
    assert drawn[0] == "own-choice"
    assert len(drawn) == len(set(drawn)) == 5
    assert drawn[4] in ("pool-both", "pool-rare")
    quiz = quiz_lesson().quiz
    assert quiz is not None
    assert count_questions(quiz) == 5


def test_neighbors_are_asked_something_else() -> None:
    runs = [ids(History(f"learner {number}", {})) for number in range(10)]
    assert len({tuple(run) for run in runs}) > 1
    source = COURSE.questions["own-choice"]
    assert len({History(f"learner {number}", {}).next_seed(source) for number in range(10)}) > 5


def test_only_variants_are_asked_that_the_course_check_has_proven() -> None:
    source = COURSE.questions["own-choice"]
    seeds = {History(f"learner {number}", {}).next_seed(source) for number in range(200)}
    assert seeds <= set(range(SEEDS))


def test_each_variant_comes_once_before_one_comes_again() -> None:
    source = COURSE.questions["own-choice"]
    asked: dict[tuple[str, int], int] = {}
    seeds = []
    for number in range(1, SEEDS + 2):
        seed = History("alice", asked).next_seed(source)
        asked[source.id, seed] = number
        seeds.append(seed)
    assert sorted(seeds[:SEEDS]) == list(range(SEEDS))
    assert seeds[SEEDS] == seeds[0]


def test_a_bank_gives_what_was_never_asked_before_what_was() -> None:
    first = ids(FRESH)[1:4]
    second = ids(History("alice", {}, dict.fromkeys(first, 7)))[1:4]
    assert set(first).isdisjoint(second)


def test_practice_asks_what_was_unseen_longest() -> None:
    last = {"pool-both": 2, "pool-rare": 1}
    drawn = draw_for_skill(COURSE, "rare", History("alice", {}, last))
    assert drawn is not None
    assert drawn.source.id == "pool-rare"


def test_a_skill_that_nothing_asks_for_cannot_be_practiced() -> None:
    assert draw_for_skill(COURSE, "unasked", FRESH) is None
    assert set(questions_by_skill(COURSE)) == {"basics", "extras", "rare"}


def test_a_question_about_two_due_skills_stands_for_both() -> None:
    last = {"pool-rare": 1, "own-choice": 1}
    drawn = draw_review(COURSE, ["extras", "rare"], History("alice", {}, last))
    assert [item.source.id for item in drawn] == ["pool-both"]


def test_a_review_asks_for_each_skill_and_nothing_twice() -> None:
    drawn = draw_review(COURSE, ["rare", "unasked", "basics", "extras"], FRESH)
    asked = [item.source.id for item in drawn]
    covered = {skill for item in drawn for skill in item.source.shape.skills}
    assert len(asked) == len(set(asked))
    assert covered == {"rare", "basics", "extras"}


@pytest.mark.django_db
def test_history_is_a_learners_own() -> None:
    run = QuizAttempt.objects.create(visitor_key="alice", course="quizzes", mode="test")
    row = QuestionAnswer.objects.create(attempt=run, position=1, question="pool-rare", seed=3)
    mine = read_history(ALICE, COURSE)
    assert mine.asked == {("pool-rare", 3): row.pk}
    assert mine.last == {"pool-rare": row.pk}
    assert read_history(BOB, COURSE).asked == {}


@pytest.mark.django_db
def test_nobody_has_no_history() -> None:
    with pytest.raises(VisitorUnknown):
        read_history(Visitor(), COURSE)
