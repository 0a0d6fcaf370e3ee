"""The `simulate` format: questions as JSON Lines, each with all the policies that it needs."""

from iamlab.engine.simulation.answers import Simulator
from iamlab.engine.simulation.layers import (
    HandedIn,
    NamedText,
    TargetTexts,
    build_snapshot,
    request_policies,
)
from iamlab.engine.simulation.reading import read_line
from iamlab.engine.simulation.shapes import FORMAT_VERSION

__all__ = [
    "FORMAT_VERSION",
    "HandedIn",
    "NamedText",
    "Simulator",
    "TargetTexts",
    "build_snapshot",
    "read_line",
    "request_policies",
]
