"""Exercises judged and questions keyed by the engine, pure Python."""
