"""Repairs: the smallest edits that would let one denied request through, and what they open."""

from iamlab.engine.repair.finding import find_repairs
from iamlab.engine.repair.shapes import Blockage, Draft, Kind, Opened, Proposal, Repairs, Size

__all__ = [
    "Blockage",
    "Draft",
    "Kind",
    "Opened",
    "Proposal",
    "Repairs",
    "Size",
    "find_repairs",
]
