"""The graph of skills: what is taught where, what needs what, and what is drawn too early."""

from __future__ import annotations

from lessons.proofs import check_course

from .conftest import Change, said

COURSE = "course.yaml"
QUIZ = "00-first-steps/quiz.yaml"
BANK = "banks/answers.yaml"


def faults(files: dict[str, str]) -> list[str]:
    return [said(problem) for problem in check_course("course", files).problems]


def test_a_circle_of_three_is_said_in_the_order_of_needing(change: Change) -> None:
    files = change(
        COURSE,
        "{id: reading-answers, title: Reading an answer}",
        "{id: reading-answers, title: Reading an answer, needs: [credentials]}",
    )
    files[COURSE] = files[COURSE].replace("needs: [reading-answers]}", "needs: [object-arns]}")
    found = [text for text in faults(files) if "circle" in text]
    assert len(found) == 1
    one, two, three = "`reading-answers`", "`credentials`", "`object-arns`"
    circles = [(one, two, three, one), (two, three, one, two), (three, one, two, three)]
    words = [f"{a} needs {b}, which needs {c}, which needs {d}" for a, b, c, d in circles]
    assert any(word in found[0] for word in words)


def test_a_skill_that_needs_itself_is_a_circle(change: Change) -> None:
    files = change(COURSE, "Credentials over time, needs: [", "Over time, needs: [credentials, ")
    assert faults(files) == [
        "course.yaml:15: skills[2].needs: `credentials` needs `credentials`: a circle"
    ]


def test_a_need_that_the_course_does_not_have_is_said(change: Change) -> None:
    files = change(COURSE, "    needs: [reading-answers]\n", "    needs: [reading-anwsers]\n")
    assert faults(files) == [
        "course.yaml:14: skills[1].needs[0]: the course has no skill `reading-anwsers`"
    ]


def test_skills_that_one_lesson_teaches_may_need_one_another(sound: dict[str, str]) -> None:
    assert faults(sound) == []  # object-arns needs reading-answers, of the same lesson


def test_a_skill_that_nothing_practices_is_said(change: Change) -> None:
    files = change("01-next-steps/quiz.yaml", "skills: [credentials]", "skills: [object-arns]")
    assert faults(files) == [
        "course.yaml:15: skills[2].id: no exercise and no question practices `credentials`"
    ]


def test_a_skill_that_only_a_lesson_knows_is_said(change: Change) -> None:
    files = change("01-next-steps/lesson.md", "skills: [credentials]", "skills: [credentials, x]")
    assert faults(files) == [
        "01-next-steps/lesson.md:6: skills[1]: the course has no skill `x`",
    ]


def test_a_quiz_does_not_draw_what_is_taught_later(change: Change) -> None:
    old = "  - id: which-statement\n"
    late = (
        "  - {id: late, kind: order, title: Put in order, skills: [credentials, reading-answers],"
        " steps: [a, b, c], why: So it is.}\n"
    )
    files = change(BANK, old, late + old)
    assert faults(files) == [
        "00-first-steps/quiz.yaml:22: questions[2]: it may draw `late`, which asks for "
        "`credentials` of 01-next-steps"
    ]


def test_a_bank_may_ask_for_skills_of_any_lesson(change: Change) -> None:
    old = "  - id: which-statement\n"
    late = (
        "  - {id: late, kind: order, title: Put in order, skills: [credentials],"
        " steps: [a, b, c], why: So it is.}\n"
    )
    assert faults(change(BANK, old, late + old)) == []


def test_a_draw_of_an_unknown_skill_is_said(change: Change) -> None:
    files = change(QUIZ, "bank: answers, skills: [reading-answers]", "bank: answers, skills: [x]")
    assert sorted(faults(files)) == [
        "00-first-steps/quiz.yaml:22: questions[2].draw: 1 questions are wanted, but the bank "
        "`answers` has 0 that fit",
        "00-first-steps/quiz.yaml:22: questions[2].skills[0]: the course has no skill `x`",
    ]


def test_draws_of_one_bank_are_counted_together(change: Change) -> None:
    one = "  - {draw: 1, bank: answers, skills: [reading-answers]}\n"
    assert faults(change(QUIZ, one, one + one)) == []
    assert faults(change(QUIZ, one, one * 3)) == [
        "00-first-steps/quiz.yaml:24: questions[4].draw: 3 questions are wanted, but for these "
        "draws there are 2 that fit"
    ]


def test_a_lesson_does_not_ask_in_passing_what_is_taught_later(change: Change) -> None:
    file = "00-first-steps/lesson.md"
    files = change(file, "question: ana-deletes-a-note", "question: keys-and-sessions")
    assert faults(files) == [f"{file}:71: question: it asks for `credentials` of 01-next-steps"]
