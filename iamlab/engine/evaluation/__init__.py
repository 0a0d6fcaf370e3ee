"""Requests, snapshots and the evaluator that decides and explains."""

from iamlab.engine.evaluation.authorizer import Authorizer
from iamlab.engine.evaluation.practice import practice_context
from iamlab.engine.evaluation.request import CredentialState, Request
from iamlab.engine.evaluation.rules import AWS_RULES, EvaluationRules, WhatIf
from iamlab.engine.evaluation.snapshot import (
    Account,
    Attachment,
    Identity,
    Level,
    Policy,
    Resource,
    Snapshot,
    replace_policy,
)
from iamlab.engine.evaluation.trace import (
    Decision,
    ElementTrace,
    LayerTrace,
    LevelTrace,
    MatchedStatement,
    NearestMiss,
    Note,
    PolicyTrace,
    Report,
    StatementTrace,
    Trace,
)
from iamlab.engine.evaluation.words import LAYER_TITLES, POLICY_LAYERS, Layer, Reason, Verdict

__all__ = [
    "AWS_RULES",
    "LAYER_TITLES",
    "POLICY_LAYERS",
    "Account",
    "Attachment",
    "Authorizer",
    "CredentialState",
    "Decision",
    "ElementTrace",
    "EvaluationRules",
    "Identity",
    "Layer",
    "LayerTrace",
    "Level",
    "LevelTrace",
    "MatchedStatement",
    "NearestMiss",
    "Note",
    "Policy",
    "PolicyTrace",
    "Reason",
    "Report",
    "Request",
    "Resource",
    "Snapshot",
    "StatementTrace",
    "Trace",
    "Verdict",
    "WhatIf",
    "practice_context",
    "replace_policy",
]
