"""Resource and NotResource in words.

Rules R1 to R9; AWS, "IAM JSON policy elements: Resource" and "... NotResource".
"""

from __future__ import annotations

from dataclasses import dataclass

from iamlab.engine.description.arns import ArnWords, arn_words
from iamlab.engine.description.phrases import Phrase, code, long_list, say, series, void_entries
from iamlab.engine.documents import Entry, PolicyType, Statement, split_arn

_MOST_SAID = 4


@dataclass(frozen=True, slots=True)
class ResourceWords:
    """The end of "reading objects ...": ` on the queue ...`, or empty when it goes without saying.

    `nothing` tells that no resource is covered. `roles` says roles without the ` on `, if all are.
    """

    phrase: Phrase
    nothing: bool = False
    roles: Phrase | None = None


def resource_words(
    statement: Statement, policy_type: PolicyType, *, about_objects: bool, about_role: bool
) -> ResourceWords:
    """Say which resources a statement is about.

    After words that are `about_objects`, `in the bucket` may follow; words that are `about_role`
    have named the role of a trust policy already.
    """
    if statement.not_resources is not None:
        return _all_but(_texts(statement.not_resources), policy_type)
    if statement.resources is None:
        return _none_given(policy_type, about_role)
    entries = _texts(statement.resources)
    if "*" in entries:
        return _everything(policy_type)
    if not entries:
        return ResourceWords(say(" on no resource at all"), nothing=True)
    words = [arn_words(entry) for entry in entries]
    nothing = all(item.nothing for item in words)
    if len(entries) > _MOST_SAID:
        return ResourceWords(say(" on ", _list(entries)), nothing)
    insides = [item.inside for item in words if item.inside is not None]
    if about_objects and len(insides) == len(words):
        return ResourceWords(say(" in ", series(insides, "and")), nothing)
    said = _several(words)
    return ResourceWords(say(" on ", said), nothing, said if all(map(_is_role, words)) else None)


def _everything(policy_type: PolicyType) -> ResourceWords:
    """Say `*`, which in a resource-based policy means what the policy hangs on (R9)."""
    if policy_type is PolicyType.RESOURCE:
        return ResourceWords(say(" on whatever this policy is attached to"))
    return ResourceWords(say(" on every resource"))


def _is_role(words: ArnWords) -> bool:
    start = words.phrase[0].text if words.phrase else ""
    return start.startswith(("the role ", "every role "))


def _all_but(entries: list[str], policy_type: PolicyType) -> ResourceWords:
    if "*" in entries:
        return ResourceWords(say(" on no resource at all"), nothing=True)
    if not entries:
        return _everything(policy_type)
    if len(entries) > _MOST_SAID:
        return ResourceWords(say(" on every resource except ", _list(entries)))
    words = [arn_words(entry) for entry in entries]
    return ResourceWords(say(" on every resource except ", _several(words)))


def _none_given(policy_type: PolicyType, about_role: bool) -> ResourceWords:
    if policy_type is PolicyType.TRUST:
        return ResourceWords(() if about_role else say(" on this role"))
    if policy_type is PolicyType.RESOURCE:
        return ResourceWords(say(" on the resource that holds this policy"))
    return ResourceWords(say(" on no resource at all"), nothing=True)


def _list(entries: list[str]) -> Phrase:
    wild = any("*" in entry or "?" in entry for entry in entries)
    listed = long_list("resource patterns" if wild else "resources", entries)
    void = [entry for entry in entries if split_arn(entry) is None]
    alone, several = "is no ARN and covers nothing", "are no ARNs and cover nothing"
    return say(listed, void_entries(void, alone, several))


def _several(words: list[ArnWords]) -> Phrase:
    """Join resources; a bucket and all its objects, the commonest pair, are said in one."""
    phrases: list[Phrase] = []
    patterns: list[str] = []
    whole = {item.bucket for item in words if item.whole_bucket}
    both = {item.bucket for item in words if item.just_bucket} & whole
    for item in words:
        if item.phrase is None:
            patterns.append(item.pattern)
        elif item.bucket in both and item.just_bucket:
            phrases.append(say(item.phrase, " with every object in it"))
        elif not (item.bucket in both and item.whole_bucket):
            phrases.append(item.phrase)
    if patterns:
        fits = [say(code(pattern)) for pattern in patterns]
        phrases.append(say("every resource that fits ", series(fits, "or")))
    return series(phrases, "and")


def _texts(entries: tuple[Entry, ...]) -> list[str]:
    return list(dict.fromkeys(entry.text for entry in entries))
