"""An exercise as its files say, and its variants: the same with the parameters filled in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from iamlab.engine.scenarios import Location, Problem, Scenario
from lessons.content.errors import CourseError
from lessons.content.lines import locate, split_front
from lessons.content.parameters import draw_values, fill, fill_data
from lessons.content.reading import make_shape, read_yaml
from lessons.content.references import Place, UnknownPolicy, find_place, policy_text
from lessons.content.shapes.exercises import Edited, ExerciseShape

EXERCISE_FILE = "exercise.md"
_SUFFIX = re.compile(r"-[0-9]+$")


@dataclass(frozen=True, slots=True)
class WrongSolution:
    """A solution that must fail: the texts that differ from the reference, by policy name.

    `feedback` is the rule that it must trigger, `name` the part of its file names before the dot.
    """

    name: str
    feedback: str
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ExerciseVariant:
    """An exercise with its parameters filled in; texts by the names of the edited policies."""

    exercise: Exercise
    seed: int
    shape: ExerciseShape
    task: str
    places: Mapping[str, Place]
    starter: Mapping[str, str]
    reference: Mapping[str, str]
    wrong: tuple[WrongSolution, ...]

    @property
    def scenario(self) -> Scenario:
        """The organization that the exercise begins with."""
        return self.exercise.scenario


@dataclass(frozen=True, eq=False)
class Exercise:
    """An exercise as its folder has it. `files` are its texts, `folder` its path in the course."""

    folder: str
    lesson: str
    shape: ExerciseShape
    task: str
    scenario: Scenario = field(repr=False)
    files: Mapping[str, str] = field(repr=False)
    data: Mapping[str, object] = field(repr=False)

    @property
    def id(self) -> str:
        """The permanent ID."""
        return self.shape.id

    def variant(self, seed: int) -> ExerciseVariant:
        """Return the exercise for a seed from 0 on. Raises CourseError when it does not fit."""
        return _variant(self, seed)


def read_exercise(
    folder: str, lesson: str, files: Mapping[str, str], scenarios: Mapping[str, Scenario | None]
) -> Exercise:
    """Read an exercise from its folder's files.

    A scenario that cannot be read is None. Raises CourseError; without a problem for what only
    follows from such a scenario.
    """
    file = f"{folder}/{EXERCISE_FILE}"
    text = files[EXERCISE_FILE]
    head, body, line = split_front(file, text)
    data = read_yaml(file, head, 2)
    shape = make_shape(ExerciseShape, data, file, head, files, 2)
    if shape.scenario not in scenarios:
        message = f"the course has no scenario `{shape.scenario}`"
        raise CourseError(locate([(("scenario",), message)], file, head, 2))
    scenario = scenarios[shape.scenario]
    if scenario is None:
        raise CourseError(())
    if not body.strip():
        message = "say what the task is, below the line `---`"
        raise CourseError((Problem("", message, file, line - 1),))
    return Exercise(folder, lesson, shape, body.strip(), scenario, files, data)


@lru_cache(maxsize=512)
def _variant(exercise: Exercise, seed: int) -> ExerciseVariant:
    values = draw_values(exercise.shape.params, seed)
    files = {name: fill(text, values) for name, text in exercise.files.items()}
    shape = exercise.shape
    file = f"{exercise.folder}/{EXERCISE_FILE}"
    head = split_front(file, exercise.files[EXERCISE_FILE])[0]
    if values:
        shape = make_shape(ExerciseShape, fill_data(exercise.data, values), file, head, files, 2)
    places = _places(exercise.scenario, shape, file, head)
    _check_names(places, files, exercise.folder)
    starter = _texts("starter", places, files)
    for name, place in places.items():
        if name not in starter:
            starter[name] = policy_text(exercise.scenario, place) or ""
    reference = {**starter, **_texts("reference", places, files)}
    return ExerciseVariant(
        exercise=exercise,
        seed=seed,
        shape=shape,
        task=fill(exercise.task, values),
        places=places,
        starter=starter,
        reference=reference,
        wrong=_wrong(shape, places, files),
    )


def _places(scenario: Scenario, shape: ExerciseShape, file: str, head: str) -> dict[str, Place]:
    """Return each edited policy by the name of its files: the policy's own, or as given."""
    places: dict[str, Place] = {}
    faults: list[tuple[Location, str]] = []
    for index, item in enumerate(shape.edit):
        reference = item.policy if isinstance(item, Edited) else item
        try:
            place = find_place(scenario, reference)
        except UnknownPolicy as error:
            faults.append((("edit", index), str(error)))
            continue
        name = item.name if isinstance(item, Edited) else place.name
        if name in places:
            message = f"two policies are called `{name}`; write `{{name: …, policy: …}}` for one"
            faults.append((("edit", index), message))
        elif place.key in {other.key for other in places.values()}:
            faults.append((("edit", index), "this policy is there twice"))
        places[name] = place
    if faults:
        raise CourseError(locate(faults, file, head, 2))
    return places


def _texts(part: str, places: Mapping[str, Place], files: Mapping[str, str]) -> dict[str, str]:
    return {name: files[f"{part}/{name}.json"] for name in places if f"{part}/{name}.json" in files}


def _check_names(places: Mapping[str, Place], files: Mapping[str, str], folder: str) -> None:
    """Refuse files that nothing would read, and those in `wrong/` that leave the policy open."""
    problems = []
    names = ", ".join(f"`{name}`" for name in places)
    for path in files:
        part, _, name = path.partition("/")
        name = name.removesuffix(".json")
        if part in ("starter", "reference") and name not in places:
            message = f"no edited policy is called `{name}`; there is {names}"
            problems.append(Problem("", message, f"{folder}/{path}", 1))
        elif part == "wrong" and _policy_of(name, places) not in places:
            solution = name.partition(".")[0]
            message = f"name the policy: `wrong/{solution}.POLICY.json` with one of {names}"
            problems.append(Problem("", message, f"{folder}/{path}", 1))
    if problems:
        raise CourseError(tuple(problems))


def _policy_of(name: str, places: Mapping[str, Place]) -> str:
    policy = name.partition(".")[2]
    return policy if policy or len(places) > 1 else next(iter(places))


def _wrong(
    shape: ExerciseShape, places: Mapping[str, Place], files: Mapping[str, str]
) -> tuple[WrongSolution, ...]:
    """Read `wrong/RULE.json`, or `wrong/RULE.POLICY.json`; a number may follow the rule's ID."""
    rules = {rule.id for rule in shape.feedback}
    found: dict[str, dict[str, str]] = {}
    for path, text in files.items():
        if path.startswith("wrong/"):
            name = path.removeprefix("wrong/").removesuffix(".json")
            found.setdefault(name.partition(".")[0], {})[_policy_of(name, places)] = text
    return tuple(
        WrongSolution(name, name if name in rules else _SUFFIX.sub("", name), texts)
        for name, texts in found.items()
    )
