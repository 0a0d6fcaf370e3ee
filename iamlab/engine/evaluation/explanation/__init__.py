"""Decisions put into words: elements, layers, near misses, summaries and AWS's own message."""

from iamlab.engine.evaluation.explanation.explain import explain_plan
from iamlab.engine.evaluation.explanation.messages import access_denied_message
from iamlab.engine.evaluation.explanation.misses import nearest_misses
from iamlab.engine.evaluation.explanation.skeletons import Skeleton

__all__ = ["Skeleton", "access_denied_message", "explain_plan", "nearest_misses"]
