"""Explains an action, or a pattern that covers several."""

from __future__ import annotations

from collections import Counter

from iamlab.engine.catalog import (
    Action,
    condition_keys_for_action,
    find_action,
    service_name,
    suggest_actions,
)
from iamlab.engine.completion.facts import Facts
from iamlab.engine.completion.links import service_link
from iamlab.engine.completion.words import plain
from iamlab.engine.matching import EVERY_ACTION, expand_action

_MOST = 5
_MOST_KEYS = 12


def action_facts(text: str) -> Facts:
    """Say what an entry of Action or NotAction covers."""
    action = find_action(text)
    if action is not None:
        return _action(action)
    if "*" in text or "?" in text:
        return _pattern(text)
    prefix, colon, _ = text.partition(":")
    name = service_name(prefix)
    if not colon:
        return Facts(text, "Action", ("An action is written `service:Name`, as `s3:GetObject`.",))
    if name is None:
        return Facts(text, "Action", (f"AWS has no service with the prefix `{prefix}`.",))
    near = suggest_actions(text)
    hint = f" Did you mean `{near[0]}`?" if near else ""
    sentence = f"{name} lists no such action, so this matches nothing.{hint}"
    return Facts(text, "Action", (sentence,), service_link(name))


def _action(action: Action) -> Facts:
    sentences = [plain(action.description), f"Access level: {action.access_level}."]
    kinds = sorted(action.resource_types, key=lambda kind: len(kind.arn_template))
    if kinds:
        known = [kind for kind in kinds if kind in action.required_resource_types] or kinds
        names = list(dict.fromkeys(kind.name for kind in (*known, *kinds)))
        sentences.append(f"Works on: {listed(names)}, as in `{known[0].arn_template}`.")
    else:
        sentences.append("Takes no resource: only `*` as `Resource` covers it.")
    keys = [key.name for key in condition_keys_for_action(action.name)]
    if keys:
        shown = [f"`{key}`" for key in keys]
        sentences.append(f"Its own condition keys: {listed(shown, _MOST_KEYS)}.")
    display = service_name(action.service) or action.service
    return Facts(action.name, f"Action of {display}", tuple(sentences), service_link(display))


def _pattern(text: str) -> Facts:
    covered = sorted(expand_action(text), key=lambda item: (len(item), item))
    if not covered:
        return Facts(text, "Pattern", ("No action fits this pattern, so it matches nothing.",))
    if text in EVERY_ACTION:
        sentence = f"Every action of every service: {len(covered):,} in the catalog."
        return Facts(text, "Pattern", (sentence,))
    display = service_name(text.partition(":")[0]) or ""
    examples = [f"`{name}`" for name in covered]
    noun = "action" if len(covered) == 1 else "actions"
    sentences = [f"Covers {len(covered):,} {noun}: {listed(examples)}."]
    found = (find_action(name) for name in covered)
    levels = Counter(action.access_level for action in found if action is not None)
    counts = (f"{number:,} {level}" for level, number in levels.most_common())
    sentences.append(f"By access level: {', '.join(counts)}.")
    sentences.append("Actions that AWS adds later and that fit are covered too.")
    return Facts(text, f"Pattern over {display}", tuple(sentences), service_link(display))


def listed(words: list[str], most: int = _MOST) -> str:
    """Return the first few words of a list, with the number of the others."""
    shown = ", ".join(words[:most])
    return shown if len(words) <= most else f"{shown} and {len(words) - most:,} more"
