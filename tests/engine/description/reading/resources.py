"""Reads which resources a sentence is about."""

from __future__ import annotations

import re
from collections.abc import Callable

from tests.engine.description.reading.marks import CODE, LIST, Marked, UnknownWordsError
from tests.engine.description.reading.texts import (
    Context,
    Letters,
    Variables,
    arn_fits,
    plain,
)

ResourceTest = Callable[[str, Context], bool]
Fill = Callable[[Context], Letters | None]

# What AWS's documentation gives as the ARN of each kind of resource: service, start, Region or not,
# and what may follow a name and be meant as well.
_KINDS = {
    "table": ("dynamodb", "table/", True, "/", "indexes, streams and backups"),
    "instance": ("ec2", "instance/", True, "", ""),
    "security group": ("ec2", "security-group/", True, "", ""),
    "volume": ("ec2", "volume/", True, "", ""),
    "image repository": ("ecr", "repository/", True, "", ""),
    "group": ("iam", "group/", False, "", ""),
    "managed policy": ("iam", "policy/", False, "", ""),
    "role": ("iam", "role/", False, "", ""),
    "user": ("iam", "user/", False, "", ""),
    "key alias": ("kms", "alias/", True, "", ""),
    "key": ("kms", "key/", True, "", ""),
    "function": ("lambda", "function:", True, ":", "versions and aliases"),
    "log group": ("logs", "log-group:", True, ":", "log streams"),
    "secret": ("secretsmanager", "secret:", True, "", ""),
    "topic": ("sns", "", True, ":", "subscriptions"),
    "queue": ("sqs", "", True, "", ""),
    "parameter": ("ssm", "parameter/", True, "", ""),
    "state machine": ("states", "stateMachine:", True, ":", "versions and aliases"),
}
_NOUNS = "|".join(sorted(_KINDS, key=len, reverse=True))
_PLACE = (
    rf"(?: in (?P<region>every Region|{CODE}))?"
    rf"(?: of (?P<account>AWS|every account(?: and of AWS)?|account {CODE}))"
)
_EVERY_KIND = re.compile(
    rf"every (?P<noun>{_NOUNS}){_PLACE}"
    rf"(?: whose name (?P<how>begins with|fits) (?P<name>{CODE}))?"
    r"(?: \(with (?P<below>[^()‹]+)\))?"
)
_ONE_KIND = re.compile(rf"the (?P<noun>{_NOUNS}) (?P<name>{CODE}){_PLACE}")
_FITTING = re.compile(rf"every resource that fits ({CODE}(?:, {CODE})*(?: or {CODE})?)")
_OBJECTS = re.compile(rf"every object in the bucket ({CODE})(?: (under|whose key fits) ({CODE}))?")
_BUCKET = re.compile(rf"the bucket ({CODE})( with every object in it)?")
_OBJECT = re.compile(rf"the object ({CODE}) in the bucket ({CODE})")
_RESOURCE = re.compile(rf"the resource ({CODE})")
_NO_ARN = re.compile(rf"({CODE}) \(which is no ARN and covers nothing\)")
_LISTED = re.compile(
    rf"({LIST})(?: \(of which ([^()]+) (?:is no ARN and covers|are no ARNs and cover) nothing\))?"
)
_INSIDE = re.compile(rf"the bucket ({CODE})(?: under ({CODE}))?")
_EVERYTHING = (
    "",
    " on this role",
    " on the resource that holds this policy",
    " on every resource",
    " on whatever this policy is attached to",
)
_EXCEPT = " on every resource except "


class ResourceReader:
    """Reads the words about resources of one sentence, whose variables are known."""

    def __init__(self, marked: Marked, variables: Variables) -> None:
        self._marked = marked
        self._variables = variables

    def read(self, text: str) -> ResourceTest:
        """Return the test of a resource and its context."""
        if text in _EVERYTHING:
            return lambda resource, context: True
        if text == " on no resource at all":
            return lambda resource, context: False
        if text.startswith(_EXCEPT):
            excepted = self._series(text[len(_EXCEPT) :], self._item)
            return lambda resource, context: not excepted(resource, context)
        if text.startswith(" in "):
            return self._series(text[4:], self._inside)
        if text.startswith(" on "):
            return self._series(text[4:], self._item)
        raise UnknownWordsError(f"No resources are read from {text!r}")

    def _series(self, text: str, one: Callable[[str], tuple[ResourceTest, str]]) -> ResourceTest:
        tests: list[ResourceTest] = []
        while True:
            test, text = one(text)
            tests.append(test)
            if not text:
                return lambda resource, context: any(item(resource, context) for item in tests)
            joint = re.match(r", | and ", text)
            if not joint:
                raise UnknownWordsError(f"{text!r} follows a resource")
            text = text[joint.end() :]

    def _item(self, text: str) -> tuple[ResourceTest, str]:
        if found := _OBJECTS.match(text):
            return self._objects(found[1], found[2], found[3]), text[found.end() :]
        if found := _BUCKET.match(text):
            return self._bucket(found[1], whole=bool(found[2])), text[found.end() :]
        if found := _OBJECT.match(text):
            key = self._marked.quoted(found[1])
            return self._in_bucket(found[2], self._filled(key)), text[found.end() :]
        if found := _RESOURCE.match(text) or _FITTING.match(text):
            return self._any_of(self._marked.values(found[1])), text[found.end() :]
        if found := _NO_ARN.match(text):
            return self._any_of(()), text[found.end() :]
        if found := _LISTED.match(text):
            return self._listed(found[1], found[2]), text[found.end() :]
        if found := _EVERY_KIND.match(text) or _ONE_KIND.match(text):
            return self._kind(found), text[found.end() :]
        if text.startswith("every bucket and object"):
            return self._any_of(("arn:aws:s3:::*",)), text[len("every bucket and object") :]
        raise UnknownWordsError(f"No resource is read from {text!r}")

    def _inside(self, text: str) -> tuple[ResourceTest, str]:
        """Read what follows `reading objects in`: the objects, not the bucket."""
        found = _INSIDE.match(text)
        if not found:
            raise UnknownWordsError(f"No bucket is read from {text!r}")
        how = "under" if found[2] else None
        return self._objects(found[1], how, found[2]), text[found.end() :]

    def _objects(self, bucket: str, how: str | None, key: str | None) -> ResourceTest:
        if how is None or key is None:
            return self._in_bucket(bucket, lambda context: plain("*", wild=True))
        wanted = self._marked.quoted(key)
        if how == "under":
            return self._in_bucket(bucket, self._filled(wanted, then="*"))
        return self._in_bucket(bucket, self._filled(wanted, wild=True))

    def _in_bucket(self, bucket: str, key: Fill) -> ResourceTest:
        start = plain(f"arn:aws:s3:::{self._marked.quoted(bucket)}/", wild=False)
        return _test(start, key)

    def _bucket(self, mark: str, *, whole: bool) -> ResourceTest:
        arn = f"arn:aws:s3:::{self._marked.quoted(mark)}"
        return lambda resource, context: (
            resource == arn or (whole and resource.startswith(f"{arn}/"))
        )

    def _listed(self, mark: str, void: str | None) -> ResourceTest:
        if self._marked.noun(mark) not in ("resources", "resource patterns"):
            raise UnknownWordsError(f"{self._marked.noun(mark)!r} are no resources")
        dead = self._marked.values(void) if void else ()
        return self._any_of([item for item in self._marked.listed(mark) if item not in dead])

    def _any_of(self, patterns: tuple[str, ...] | list[str]) -> ResourceTest:
        """Read ARN patterns; variables work behind the fifth colon alone."""
        tests: list[ResourceTest] = []
        for pattern in patterns:
            cut = pattern.split(":", 5)
            start = plain(":".join(cut[:5]) + ":", wild=True)
            tests.append(_test(start, self._filled(cut[-1], wild=True)))
        return lambda resource, context: any(test(resource, context) for test in tests)

    def _kind(self, found: re.Match[str]) -> ResourceTest:
        service, start, regional, separator, below = _KINDS[found["noun"]]
        said = found.groupdict()
        region, account = said["region"], said["account"]
        if regional != (region is not None):
            raise UnknownWordsError(f"{found[0]!r} says too much or too little about Regions")
        name = said["name"] and self._marked.quoted(said["name"])
        head = plain(f"arn:aws:{service}:", wild=False)
        head += self._field(region) + plain(":", wild=False)
        whose = self._field(account)
        every, exact = found[0].startswith("every"), not found[0].startswith("every")
        if (said.get("below") or "") != (below if every else ""):
            raise UnknownWordsError(f"{found[0]!r} does not say what lies below")
        if exact:
            tail = self._filled(name or "")
        elif said.get("how") == "fits":
            if separator:
                raise UnknownWordsError(f"{found[0]!r} leaves open what lies below")
            tail = self._filled(name or "", wild=True)
        else:
            tail = self._filled(name or "", then="*")
        test = _test([*head, *whose, *plain(f":{start}", wild=False)], tail)
        of_aws = f"arn:aws:{service}::aws:"
        if account == "every account":
            return lambda resource, context: (
                not resource.startswith(of_aws) and test(resource, context)
            )
        return test

    def _field(self, words: str | None) -> Letters:
        if words is None:
            return []
        if words == "AWS":
            return plain("aws", wild=False)
        if words.startswith("every "):
            return plain("*", wild=True)
        return plain(self._marked.quoted(words.removeprefix("account ")), wild=False)

    def _filled(self, text: str, *, wild: bool = False, then: str = "") -> Fill:
        def fill(context: Context) -> Letters | None:
            letters = self._variables.fill(text, context, wild=wild)
            return None if letters is None else letters + plain(then, wild=True)

        return fill


def _test(start: Letters, tail: Fill) -> ResourceTest:
    def test(resource: str, context: Context) -> bool:
        filled = tail(context)
        return filled is not None and arn_fits([*start, *filled], resource)

    return test
