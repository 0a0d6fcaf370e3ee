"""The organization that the live blocks of a lesson work in: the learner's copy, or its start."""

from __future__ import annotations

from dataclasses import dataclass, field

from iamlab.engine import Snapshot
from iamlab.engine.scenarios import Scenario
from iamlab.sandbox.models import Sandbox
from iamlab.sandbox.services.access import find_own
from iamlab.sandbox.services.snapshots import snapshot_of
from iamlab.sandbox.services.visitors import Visitor
from lessons.content.course import Course, Lesson
from lessons.content.references import Place, find_place
from lessons.judging import worlds
from lessons.services.courses import scenario_slug


@dataclass(frozen=True, slots=True)
class LessonWorld:
    """A lesson's organization. `start` is what its files say, `snapshot` what the learner sees.

    They are the same until the learner's first write makes the copy, `sandbox`.
    """

    visitor: Visitor
    course: Course
    lesson: Lesson
    slug: str
    scenario: Scenario = field(repr=False)
    start: Snapshot = field(repr=False)
    snapshot: Snapshot = field(repr=False)
    sandbox: Sandbox | None = None

    def place(self, reference: str) -> Place:
        """Return the place of a policy that the lesson's file names. Raises UnknownPolicy."""
        return find_place(self.scenario, reference)

    def text(self, key: str) -> str:
        """Return the text of a policy as the learner has it, empty for one that is not there."""
        policy = self.snapshot.policies().get(key)
        return "" if policy is None else policy.text

    def is_edited(self, key: str) -> bool:
        """Tell whether the learner's text of a policy differs from the one at the start."""
        first = self.start.policies().get(key)
        return first is not None and self.text(key) != first.text


def open_world(visitor: Visitor, course: Course, lesson: Lesson) -> LessonWorld:
    """Return a lesson's organization as the visitor sees it: one query, and none for a stranger.

    Without a copy it comes from the course's files, so a lesson can be read before any template
    was loaded.
    """
    scenario = course.scenarios[lesson.text.head.scenario]
    slug = scenario_slug(course, lesson)
    start = worlds.snapshot_of(scenario)
    own = find_own(visitor, slug)
    return LessonWorld(
        visitor=visitor,
        course=course,
        lesson=lesson,
        slug=slug,
        scenario=scenario,
        start=start,
        snapshot=start if own is None else snapshot_of(own),
        sandbox=own,
    )
