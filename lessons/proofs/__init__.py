"""What a course promises, proven: `check_course` stands on this. Pure Python.

>>> from lessons.proofs import check_course
>>> report = check_course("empty", {})
>>> [str(problem) for problem in report.problems]
['course.yaml: there is no such file', 'misconceptions.yaml: there is no such file']
"""

from lessons.proofs.check import SEEDS, CourseReport, check_course

__all__ = ["SEEDS", "CourseReport", "check_course"]
