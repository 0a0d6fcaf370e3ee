"""What the tests of courses have in common."""

from __future__ import annotations

import pytest


@pytest.fixture(scope="session", autouse=True)
def _patience(patience: None) -> None:
    """No answer may depend on how busy the machine is."""
