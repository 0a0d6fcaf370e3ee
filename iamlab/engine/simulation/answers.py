"""Answers lines of the `simulate` format."""

from __future__ import annotations

from typing import Any

from iamlab.engine.catalog import action_exists, suggest_actions
from iamlab.engine.errors import DocumentError, EngineError, RequestError
from iamlab.engine.evaluation import (
    Authorizer,
    Decision,
    NearestMiss,
    Policy,
    PolicyType,
    Request,
    Trace,
    Verdict,
)
from iamlab.engine.evaluation.compiled import compile_policy
from iamlab.engine.simulation.layers import build_snapshot, request_policies
from iamlab.engine.simulation.reading import Line, read_line
from iamlab.engine.simulation.traces import trace_as_data

_KEPT_AUTHORIZERS = 512
