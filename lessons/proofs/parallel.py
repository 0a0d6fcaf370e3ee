"""The parts of a course proven one after the other, or by several processes at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_all_start_methods, get_context

from iamlab.engine.scenarios import Problem

Part = tuple[str, str]
"""What to prove, such as `("exercise", "lambda-reads-bucket")`."""

Proven = tuple[list[Problem], int]
"""The faults of a part, and how many variants of it were tried."""

Prove = Callable[[Part], Proven]

_inherited: list[Prove] = []


def run_parts(prove: Prove, parts: Sequence[Part], jobs: int) -> Iterator[Proven]:
    """Yield what is found in each part, in their order.

    Processes are forked, so that they have the course already; where the system cannot fork, the
    parts are proven here.
    """
    if jobs < 2 or len(parts) < 2 or "fork" not in get_all_start_methods():
        yield from map(prove, parts)
        return
    _inherited.append(prove)
    try:
        with ProcessPoolExecutor(min(jobs, len(parts)), get_context("fork")) as pool:
            yield from pool.map(_run, parts)
    finally:
        _inherited.pop()


def _run(part: Part) -> Proven:
    return _inherited[-1](part)
