"""The guide for authors names everything that course files can hold, and its examples are read."""

from __future__ import annotations

import re

import pytest

from iamlab.engine.scenarios import load_yaml
from lessons.content.parameters import Parameter, draw_values
from lessons.content.shapes.exercises import When
from lessons.content.shapes.lessons import BLOCKS
from lessons.content.shapes.questions import KINDS
from lessons.services.courses import SHIPPED

GUIDE = (SHIPPED / "README.md").read_text(encoding="utf-8")
CHECKS = ("no_wider_than", "no_narrower_than", "findings", "not_public", "at_most", "intent")


@pytest.mark.parametrize("name", [*BLOCKS, *KINDS, *CHECKS, *When.model_fields])
def test_the_guide_names_every_block_question_check_and_condition(name: str) -> None:
    assert re.search(rf"`{re.escape(name)}[`:]", GUIDE)


@pytest.mark.parametrize("kind", BLOCKS)
def test_the_guide_names_every_field_of_a_block(kind: str) -> None:
    fields = set(BLOCKS[kind].model_fields) - {"id", "title", "text"}
    [row] = re.findall(rf"^\| `{kind}` \| (.*) \|$", GUIDE, re.MULTILINE)
    told = set(re.findall(r"`([a-z]+)`", row))
    # What is asked at each instant of a timeline, and intents, stand in sentences.
    assert fields - told <= {"intent", "asks"}
    assert told <= fields


def test_the_guides_parameters_are_what_it_says() -> None:
    [block] = re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)
    data = load_yaml("guide", block)
    assert isinstance(data, dict)
    parameters = {name: Parameter.model_validate(value) for name, value in data["params"].items()}
    assert set(draw_values(parameters, 0)) == set(re.findall(r"\{([a-z.]+)\}", block))
