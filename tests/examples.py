"""How many examples a costly property is tried with."""

import os

from hypothesis import settings

FACTOR = int(os.environ.get("EXAMPLES", "1"))


def examples(count: int) -> settings:
    """Return settings for `count` examples; the environment variable EXAMPLES multiplies them."""
    return settings(max_examples=count * FACTOR)
