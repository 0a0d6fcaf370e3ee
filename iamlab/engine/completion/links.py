"""Addresses of AWS's pages about what a policy may hold."""

from __future__ import annotations

import re

from iamlab.engine.conditions import Family

_GUIDE = "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
_REFERENCE = "https://docs.aws.amazon.com/service-authorization/latest/reference/"
_PLAIN_NAME = re.compile(r"[A-Za-z0-9 ()]+")

VARIABLES = f"{_GUIDE}reference_policies_variables.html"
ARNS = f"{_GUIDE}reference-arns.html"
PRINCIPALS = f"{_GUIDE}reference_policies_elements_principal.html"

_FAMILIES = {
    Family.STRING: "Conditions_String",
    Family.NUMERIC: "Conditions_Numeric",
    Family.DATE: "Conditions_Date",
    Family.BOOLEAN: "Conditions_Boolean",
    Family.BINARY: "Conditions_BinaryEquals",
    Family.IP_ADDRESS: "Conditions_IPAddress",
    Family.ARN: "Conditions_ARN",
    Family.NULL: "Conditions_Null",
}


def element_link(name: str) -> str:
    """Return the page about a policy element such as `Effect`."""
    return f"{_GUIDE}reference_policies_elements_{name.lower()}.html"


def service_link(display_name: str) -> str:
    """Return the page that lists a service's actions; the list of all when its name is unusual."""
    if not _PLAIN_NAME.fullmatch(display_name):
        return f"{_REFERENCE}reference_policies_actions-resources-contextkeys.html"
    name = re.sub(r"[^a-z0-9]", "", display_name.lower())
    return f"{_REFERENCE}list_{name}.html"


def operator_link(family: Family) -> str:
    """Return the place in the guide about a family of condition operators."""
    return f"{_GUIDE}reference_policies_elements_condition_operators.html#{_FAMILIES[family]}"


def key_link(template: str) -> str:
    """Return the place in the guide about a global condition key; empty for other keys."""
    prefix, _, name = template.partition(":")
    if prefix != "aws":
        return ""
    anchor = name.partition("/")[0].lower()
    return f"{_GUIDE}reference_policies_condition-keys.html#condition-keys-{anchor}"
