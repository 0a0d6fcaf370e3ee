"""No clock decides a test: comparisons get as long as they need on any machine."""

from collections.abc import Iterator

import pytest

from lessons.judging.questions import widths


@pytest.fixture(autouse=True)
def all_the_time_it_takes() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(widths, "LIMIT", 120.0)
        yield
