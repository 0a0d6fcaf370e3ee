"""Wildcards, variables, actions, resources and principals: does an element cover a request?"""

from iamlab.engine.matching.actions import (
    EVERY_ACTION,
    ActionPattern,
    CasedActionPattern,
    compile_action,
    compile_cased_action,
    is_action_name,
)
from iamlab.engine.matching.arn_patterns import (
    LONGEST_ARN,
    covers,
    may_name,
    misfits,
    split_arn_pattern,
    starts_alike,
    widens,
)
from iamlab.engine.matching.callers import (
    ACCOUNT_ID,
    WEB_IDENTITY_ACTIONS,
    Caller,
    CallerKind,
    KnownIdentity,
    describe_caller,
    token_call,
)
from iamlab.engine.matching.context import Context, ContextValue, Scalar
from iamlab.engine.matching.expansion import expand_action, expand_actions
from iamlab.engine.matching.principals import (
    MatchKind,
    match_entry,
    match_not_principals,
    match_principal_patterns,
    match_principals,
    missing_from_chain,
)
from iamlab.engine.matching.readings import ResourceReading, compile_misread
from iamlab.engine.matching.resources import ResourcePattern, compile_resource
from iamlab.engine.matching.variables import Template, Variable, parse_template
from iamlab.engine.matching.wildcards import Glob, Wild, compile_glob

__all__ = [
    "ACCOUNT_ID",
    "EVERY_ACTION",
    "LONGEST_ARN",
    "WEB_IDENTITY_ACTIONS",
    "ActionPattern",
    "Caller",
    "CallerKind",
    "CasedActionPattern",
    "Context",
    "ContextValue",
    "Glob",
    "KnownIdentity",
    "MatchKind",
    "ResourcePattern",
    "ResourceReading",
    "Scalar",
    "Template",
    "Variable",
    "Wild",
    "compile_action",
    "compile_cased_action",
    "compile_glob",
    "compile_misread",
    "compile_resource",
    "covers",
    "describe_caller",
    "expand_action",
    "expand_actions",
    "is_action_name",
    "match_entry",
    "match_not_principals",
    "match_principal_patterns",
    "match_principals",
    "may_name",
    "misfits",
    "missing_from_chain",
    "parse_template",
    "split_arn_pattern",
    "starts_alike",
    "token_call",
    "widens",
]
