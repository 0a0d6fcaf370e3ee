"""The names of the engine's comparison, until that package is there: everything is undecided."""

from __future__ import annotations

try:
    from iamlab.engine.comparison import (
        Comparison,
        Ignored,
        Outcome,
        Witness,
        compare_access,
        compare_policies,
        compare_resource,
        public_access,
    )
except ImportError:
    from dataclasses import dataclass
    from enum import StrEnum
    from typing import Any

    class Outcome(StrEnum):
        NO_WIDER = "no_wider"
        WIDER = "wider"
        UNKNOWN = "unknown"

    @dataclass(frozen=True)
    class Witness:
        request: Any
        candidate: Any
        reference: Any

    @dataclass(frozen=True)
    class Ignored:
        actions: tuple[str, ...] = ()

    @dataclass(frozen=True)
    class Comparison:
        outcome: Outcome
        witness: Any = None
        reason: str = ""

    def compare_access(*args: Any, **options: Any) -> Comparison:
        return Comparison(Outcome.UNKNOWN)

    compare_policies = compare_resource = public_access = compare_access
