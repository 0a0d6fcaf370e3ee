"""The resources to ask about: those of the organization, and samples of what policies mention."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from iamlab.engine.catalog import Action, find_action
from iamlab.engine.documents import split_arn
from iamlab.engine.evaluation import Snapshot
from iamlab.engine.evaluation.compiled import CompiledStatement, compile_policy

_EXAMPLE = "example"
_SAMPLES_PER_BUCKET = 8
_MOST_SHARED = 64
HOME_REGION = "eu-west-1"


def known_targets(snapshot: Snapshot) -> tuple[str, ...]:
    """Return the ARNs of resources, users and roles; of a bucket, also objects in it.

    An object stands below each prefix that some policy mentions, and one outside of them all.
    """
    found: dict[str, None] = {}
    patterns = _mentioned(snapshot)
    for arn in snapshot.resources:
        found[arn] = None
        if _is_bucket(arn):
            inside = [sample(text) for text in patterns if text.startswith(f"{arn}/")]
            found.update(dict.fromkeys(inside[:_SAMPLES_PER_BUCKET]))
            found[f"{arn}/{_EXAMPLE}.txt"] = None
    found.update(dict.fromkeys(snapshot.identities))
    return tuple(found)


def mentioned_targets(
    before: Iterable[CompiledStatement], after: Iterable[CompiledStatement]
) -> tuple[str, ...]:
    """Return one ARN for each Resource or NotResource entry, with its wildcards filled.

    All that stand on one side only, and of the others the first.
    """
    one, other = (
        dict.fromkeys(pattern.source for item in side for pattern in item.patterns)
        for side in (before, after)
    )
    differing = [text for text in (*one, *other) if (text in one) != (text in other)]
    shared = [text for text in one if text in other]
    texts = (*differing, *shared[:_MOST_SHARED])
    return tuple(dict.fromkeys(sample(text) for text in texts if _can_fill(text)))


def neighbor(arn: str) -> str | None:
    """Return something that stands beside a resource: of an object, another in its folder.

    Of a bucket there is none, for its name says nothing about whose the next one is.
    """
    fields = split_arn(arn)
    if fields is None:
        return None
    if fields[2] == "s3" and not fields[3]:
        return f"{arn.rpartition('/')[0]}/{_EXAMPLE}.txt" if "/" in fields[5] else None
    cut = max(fields[5].rfind("/"), fields[5].rfind(":")) + 1
    return f"{arn[: len(arn) - len(fields[5]) + cut]}{_EXAMPLE}"


@lru_cache(maxsize=4096)
def template_target(action_name: str, account: str, region: str = HOME_REGION) -> str | None:
    """Return an invented ARN of the kind that an action works on, in an account and Region."""
    action = find_action(action_name)
    if action is None or not action.resource_types:
        return None
    return _filled(action, account, region)


def sample(pattern: str) -> str:
    """Return an ARN that an entry covers: a word in the place of each wildcard."""
    return pattern.replace("*", _EXAMPLE).replace("?", "x")


def holds(container: str, target: str) -> bool:
    """Tell whether a target is a resource itself or stands in it, as an object in a bucket."""
    return target == container or target.startswith((f"{container}/", f"{container}:"))


def _filled(action: Action, account: str, region: str) -> str:
    kinds = action.required_resource_types or action.resource_types
    text = kinds[0].arn_template.split(", ")[0]
    pieces = text.split("${")
    filled = [pieces[0]]
    for piece in pieces[1:]:
        name, _, rest = piece.partition("}")
        word = {"Partition": "aws", "Region": region, "Account": account}.get(name, _EXAMPLE)
        filled.append(word + rest)
    return sample("".join(filled))


def _can_fill(text: str) -> bool:
    fields = split_arn(text)
    return fields is not None and "${" not in text and not set("*?") & set("".join(fields[:3]))


def _mentioned(snapshot: Snapshot) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_patterns(snapshot)))


def _patterns(snapshot: Snapshot) -> Iterator[str]:
    for policy in snapshot.policies().values():
        for statement in compile_policy(policy.text, policy.type).statements:
            for pattern in statement.patterns:
                if _can_fill(pattern.source):
                    yield pattern.source


def _is_bucket(arn: str) -> bool:
    fields = split_arn(arn)
    return fields is not None and fields[2] == "s3" and not fields[3] and "/" not in fields[5]
