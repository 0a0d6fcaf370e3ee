"""The address of a row in the organization's tree."""

from __future__ import annotations

from urllib.parse import urlencode

from django import template

from iamlab.lab.branches import Branch

register = template.Library()


@register.filter
def branch_query(branch: Branch) -> str:
    """Return which policy a row opens, and in whose tabs, as a query string."""
    pairs = {"policy": branch.key} | ({"holder": branch.holder} if branch.holder else {})
    return urlencode(pairs)
