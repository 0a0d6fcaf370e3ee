"""The addresses of the exercises."""

from django.urls import path

from lessons.views import exercise_attempts, exercise_checks, exercise_steps, exercises

_ONE = "exercises/<slug:exercise>/"
_ATTEMPT = f"{_ONE}attempts/<int:attempt>/"

urlpatterns = [
    path("exercises/", exercises.list_exercises, name="exercises"),
    path(_ONE, exercises.show_exercise, name="exercise"),
    # ---------- Working on one ----------
    path(f"{_ONE}check/", exercise_checks.check_exercise, name="exercise_check"),
    path(f"{_ONE}live/", exercise_checks.check_live, name="exercise_live"),
    path(f"{_ONE}hint/", exercise_steps.show_hint, name="exercise_hint"),
    path(f"{_ONE}give-up/", exercise_steps.give_up_exercise, name="exercise_give_up"),
    path(f"{_ONE}variant/", exercise_steps.next_variant, name="exercise_variant"),
    path(f"{_ONE}start-over/", exercise_steps.restart_exercise, name="exercise_start_over"),
    path(f"{_ONE}draft/", exercise_steps.keep_draft, name="exercise_draft"),
    # ---------- Looking back ----------
    path(f"{_ONE}compare/", exercise_attempts.compare_draft, name="exercise_compare"),
    path(f"{_ONE}trace/", exercise_attempts.trace_draft, name="exercise_trace_draft"),
    path(f"{_ONE}solution/", exercise_attempts.show_solution, name="exercise_solution"),
    path(_ATTEMPT, exercise_attempts.show_attempt, name="exercise_attempt"),
    path(f"{_ATTEMPT}restore/", exercise_attempts.restore, name="exercise_restore"),
    path(
        f"{_ATTEMPT}trace/<slug:check>/",
        exercise_attempts.show_trace,
        name="exercise_trace",
    ),
]
