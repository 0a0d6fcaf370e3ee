"""Courses, exercises and quizzes, built on the laboratory."""
