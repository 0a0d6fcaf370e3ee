"""Short names: `production/user/ana` for an ARN, and back.

A short name is the account's name, a slash, and one of `user/NAME`, `role/NAME`,
`session/ROLE/SESSION`, `federated-user/NAME`, `oidc-provider/URL`, `policy/NAME`, `group/NAME` or
`root`. Without the account it means the only account that has it.
"""

from __future__ import annotations

from collections.abc import Iterator

from iamlab.engine.documents import split_arn
from iamlab.engine.errors import RequestError
from iamlab.engine.evaluation.snapshot import Account, Snapshot
from iamlab.engine.matching import ACCOUNT_ID

_PATHLESS = ("oidc-provider", "saml-provider", "federated-user", "group", "policy")


def resolve_principal(snapshot: Snapshot, text: str) -> str:
    """Return the principal that a question means: an ARN, a service or `anonymous`.

    Raises RequestError when a short name means nobody, or more than one.
    """
    if text == "anonymous" or text.startswith("arn:") or text.endswith(".amazonaws.com"):
        return text
    return _resolve(snapshot, text, "principal")


def resolve_resource(snapshot: Snapshot, text: str) -> str:
    """Return the resource that a question means: `*`, or an ARN, for which a role may be short.

    Raises RequestError when a short name means nothing, or more than one.
    """
    return text if text == "*" or text.startswith("arn:") else _resolve(snapshot, text, "resource")


def short_name(snapshot: Snapshot, arn: str) -> str:
    """Return the short name of a principal, or the text itself when it has none."""
    fields = split_arn(arn)
    account = snapshot.accounts.get(fields[4]) if fields else None
    if fields is None or account is None or fields[2] not in ("iam", "sts"):
        return arn
    kind, _, rest = fields[5].partition("/")
    home = account.name or account.id
    if kind in ("user", "role"):
        return f"{home}/{kind}/{rest.rsplit('/', 1)[-1]}"
    if kind == "assumed-role":
        return f"{home}/session/{rest}"
    return f"{home}/{fields[5]}"


def _resolve(snapshot: Snapshot, text: str, field: str) -> str:
    first, _, rest = text.partition("/")
    account = next(
        (item for item in snapshot.accounts.values() if first in (item.name, item.id)), None
    )
    if account is not None:
        homes, name = [account], rest
    elif ACCOUNT_ID.fullmatch(first):
        raise RequestError(field, f"there is no account `{first}` in this organization")
    else:
        homes, name = list(snapshot.accounts.values()), text
    found = [arn for home in homes for arn in _candidates(snapshot, home, name)]
    if len(found) == 1:
        return found[0]
    if found:
        raise RequestError(field, f"`{text}` is in {len(found)} accounts; put the account before")
    raise RequestError(
        field, f"there is no `{text}` here; write `account/user/name`, an ARN or a service"
    )


def _candidates(snapshot: Snapshot, account: Account, name: str) -> Iterator[str]:
    kind, _, rest = name.partition("/")
    if name == "root":
        yield f"arn:aws:iam::{account.id}:root"
    elif kind in ("user", "role"):
        yield from _identities(snapshot, account, kind, rest)
    elif kind == "session":
        role, slash, session = rest.partition("/")
        if slash and session and "/" not in session:
            for _ in _identities(snapshot, account, "role", role):
                yield f"arn:aws:sts::{account.id}:assumed-role/{role}/{session}"
    elif kind in _PATHLESS and rest:
        service = "sts" if kind == "federated-user" else "iam"
        yield f"arn:aws:{service}::{account.id}:{kind}/{rest}"


def _identities(snapshot: Snapshot, account: Account, kind: str, name: str) -> Iterator[str]:
    for arn in snapshot.identities:
        fields = split_arn(arn)
        if fields is None or fields[4] != account.id or not fields[5].startswith(f"{kind}/"):
            continue
        if fields[5].rsplit("/", 1)[-1] == name:
            yield arn
