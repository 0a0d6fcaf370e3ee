"""The addresses of quizzes, practice and reviews."""

from __future__ import annotations

from django.urls import path

from lessons.views import quiz_runs, quizzes

_RUN = "quizzes/run/<int:run>/"
_QUESTION = f"{_RUN}<int:position>/"

urlpatterns = [
    path("quizzes/", quizzes.list_all, name="quizzes"),
    path("practice/", quizzes.show_practice, name="practice"),
    path("practice/start/", quizzes.begin_practice, name="practice_start"),
    path("review/", quizzes.show_review, name="review"),
    path("review/start/", quizzes.begin_review, name="review_start"),
    # ---------- One run ----------
    path(_RUN, quiz_runs.show_run, name="quiz_run"),
    path(f"{_RUN}go-on/", quiz_runs.resume, name="quiz_go_on"),
    path(f"{_RUN}finish/", quiz_runs.finish, name="quiz_finish"),
    path(f"{_RUN}next/", quiz_runs.go_on, name="quiz_next"),
    path(_QUESTION, quiz_runs.show_question, name="question"),
    path(f"{_QUESTION}draft/", quiz_runs.keep_draft, name="question_draft"),
    # ---------- One quiz ----------
    path("quizzes/<slug:lesson>/", quizzes.show_quiz, name="quiz"),
    path("quizzes/<slug:lesson>/start/", quizzes.begin_quiz, name="quiz_start"),
]
