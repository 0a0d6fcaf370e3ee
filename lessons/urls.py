"""The addresses of courses: reading, exercises, quizzes and progress."""

from django.urls import include, path

app_name = "lessons"

urlpatterns = [
    path("", include("lessons.views.lessons_urls")),
    path("", include("lessons.views.exercises_urls")),
    path("", include("lessons.views.quizzes_urls")),
    path("", include("lessons.views.progress_urls")),
]
