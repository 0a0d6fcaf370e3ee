"""Addresses of the lab page with the open question kept, for people without scripts."""

from __future__ import annotations

from django.http import QueryDict
from django.urls import reverse

_LEFT_OUT = ("version", "light", "back", "holder")  # they belong to the policy that was open


def lab_address(question: str, scenario: str, policy: str = "", holder: str = "") -> str:
    """Return the lab's address: `question` is a query string, `policy` the key of the open one."""
    query = QueryDict(question, mutable=True)
    for name in _LEFT_OUT:
        query.pop(name, None)
    query["scenario"] = scenario
    if policy:
        query["policy"] = policy
    if holder:
        query["holder"] = holder
    return f"{reverse('lab:lab')}?{query.urlencode()}"
