"""Whether the parts of a scenario that name one another exist, and no name is given twice."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator

from iamlab.engine.documents import split_arn
from iamlab.engine.scenarios.shapes import AccountShape, Role, Scenario, User
from iamlab.engine.scenarios.yaml_text import Location

Fault = tuple[Location, str]


def find_faults(scenario: Scenario) -> list[Fault]:
    """Return every dangling or repeated name with the place where it stands."""
    faults = [*_tree(scenario), *_guardrails(scenario), *_repeated_in_scenario(scenario)]
    aws_managed = {
        policy.name
        for account in scenario.accounts
        for policy in account.policies
        if policy.aws_managed
    }
    for index, account in enumerate(scenario.accounts):
        faults += (
            (("accounts", index, *loc), message) for loc, message in _account(account, aws_managed)
        )
    faults += _questions(scenario)
    return faults


def _tree(scenario: Scenario) -> Iterator[Fault]:
    organization = scenario.organization
    if organization is None:
        for part in ("units", "guardrails"):
            if getattr(scenario, part):
                yield (part,), "there is no `organization` for them to belong to"
    known = {organization.root} if organization else set()
    for index, unit in enumerate(scenario.units):
        if organization and unit.parent not in known:
            yield (
                ("units", index, "parent"),
                f"there is no root or earlier unit `{unit.parent}`",
            )
        known.add(unit.id)
    for index, account in enumerate(scenario.accounts):
        if account.parent is not None and account.parent not in known:
            yield ("accounts", index, "parent"), f"there is no root or unit `{account.parent}`"
        if organization and account.id == organization.management_account and not account.parent:
            yield ("accounts", index), "the management account needs the root as its `parent`"


def _guardrails(scenario: Scenario) -> Iterator[Fault]:
    targets = {account.id for account in scenario.accounts if account.parent is not None}
    targets |= {unit.id for unit in scenario.units}
    if scenario.organization is not None:
        targets.add(scenario.organization.root)
    for index, guardrail in enumerate(scenario.guardrails):
        loc: Location = ("guardrails", index, "targets")
        for place, target in enumerate(guardrail.targets):
            if target not in targets:
                yield (*loc, place), f"there is no root, unit or member account `{target}`"
        yield from _repeated(loc, guardrail.targets, "target")


def _repeated_in_scenario(scenario: Scenario) -> Iterator[Fault]:
    yield from _repeated(("units",), [unit.id for unit in scenario.units], "unit")
    yield from _repeated(
        ("guardrails",), [(item.type, item.name) for item in scenario.guardrails], "guardrail"
    )
    yield from _repeated(("accounts",), [item.id for item in scenario.accounts], "account ID")
    yield from _repeated(("accounts",), [item.name for item in scenario.accounts], "account name")
    yield from _repeated(("questions",), [item.id for item in scenario.questions], "question")
    seen: set[str] = set()
    managed: set[str] = set()
    for index, account in enumerate(scenario.accounts):
        for place, resource in enumerate(account.resources):
            if resource.arn in seen:
                yield (
                    ("accounts", index, "resources", place, "arn"),
                    f"`{resource.arn}` is there twice",
                )
            seen.add(resource.arn)
        for place, policy in enumerate(account.policies):
            if policy.aws_managed and policy.name in managed:
                yield (
                    ("accounts", index, "policies", place, "name"),
                    f"the AWS managed policy `{policy.name}` is there twice",
                )
            managed |= {policy.name} if policy.aws_managed else set()


def _account(account: AccountShape, aws_managed: set[str]) -> Iterator[Fault]:
    attachable = {policy.name for policy in account.policies} | aws_managed
    own = {policy.name for policy in account.policies if not policy.aws_managed}
    for index, policy in enumerate(account.policies):
        if not policy.aws_managed and policy.name in aws_managed:
            yield ("policies", index, "name"), f"an AWS managed policy is called `{policy.name}`"
    yield from _repeated(("policies",), [item.name for item in account.policies], "policy")
    for part in ("groups", "users", "roles"):
        owners = getattr(account, part)
        # IAM names are unique without regard to case.
        yield from _repeated((part,), [item.name.lower() for item in owners], part[:-1])
        for index, owner in enumerate(owners):
            for loc, message in _attached(owner.attached, attachable, account.name):
                yield (part, index, *loc), message
    groups = {group.name for group in account.groups}
    for index, user in enumerate(account.users):
        for place, group in enumerate(user.groups):
            if group not in groups:
                yield (
                    ("users", index, "groups", place),
                    f"there is no group `{group}` in account {account.name}",
                )
        yield from _repeated(("users", index, "groups"), user.groups, "group")
        yield from _boundary(("users", index, "boundary"), user, own | aws_managed, account.name)
    for index, role in enumerate(account.roles):
        yield from _boundary(("roles", index, "boundary"), role, own | aws_managed, account.name)
    yield from _rest(account)


def _rest(account: AccountShape) -> Iterator[Fault]:
    roles = {role.name for role in account.roles}
    for index, profile in enumerate(account.instance_profiles):
        if profile.role not in roles:
            yield (
                ("instance_profiles", index, "role"),
                f"there is no role `{profile.role}` in account {account.name}",
            )
    for index, resource in enumerate(account.resources):
        fields = split_arn(resource.arn)
        if fields is not None and fields[4] not in ("", account.id):
            yield (
                ("resources", index, "arn"),
                f"the ARN says account {fields[4]}, but it stands in account {account.id}",
            )


def _attached(attached: list[str], attachable: set[str], account: str) -> Iterator[Fault]:
    for place, name in enumerate(attached):
        if name not in attachable:
            yield (
                ("attached", place),
                f"there is no policy `{name}` in account {account}, nor from AWS",
            )
    yield from _repeated(("attached",), attached, "policy")


def _boundary(
    loc: Location, identity: User | Role, attachable: set[str], account: str
) -> Iterator[Fault]:
    name = identity.boundary
    if name is not None and name not in attachable:
        yield loc, f"there is no policy `{name}` in account {account}, nor from AWS"


def _questions(scenario: Scenario) -> Iterator[Fault]:
    ids = {question.id for question in scenario.questions}
    if scenario.start is not None and scenario.start.question not in ids:
        yield ("start", "question"), f"there is no question `{scenario.start.question}`"


def _repeated(loc: Location, names: Iterable[Hashable], noun: str) -> Iterator[Fault]:
    seen: set[Hashable] = set()
    for index, name in enumerate(names):
        if name in seen:
            yield (*loc, index), f"this {noun} is there twice"
        seen.add(name)
