"""A small organization and exercises in it, made for one test at a time."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from lessons.content.course import Course
from lessons.content.exercises import ExerciseVariant
from lessons.content.loading import read_course

ACCOUNT = "222233334444"
_ALLOW_ALL = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}],
}
_EMPTY = json.dumps({"Version": "2012-10-17", "Statement": []})
_ORGANIZATION = {
    "title": "A workshop",
    "summary": "One account below one unit.",
    "organization": {
        "id": "o-k3j9x2m4p7",
        "root": "r-lm34",
        "management_account": "111122223333",
    },
    "units": [{"id": "ou-lm34-work1234", "name": "Work", "parent": "r-lm34"}],
    "guardrails": [
        {
            "name": "Full",
            "type": "scp",
            "document": _ALLOW_ALL,
            "targets": ["r-lm34", "ou-lm34-work1234", ACCOUNT],
        },
        {
            "name": "Fence",
            "type": "scp",
            "document": {
                "Version": "2012-10-17",
                "Statement": [{"Effect": "Deny", "Action": "s3:DeleteBucket", "Resource": "*"}],
            },
            "targets": ["ou-lm34-work1234"],
        },
    ],
    "accounts": [
        {
            "id": ACCOUNT,
            "name": "shop",
            "parent": "ou-lm34-work1234",
            "groups": [{"name": "Clerks", "inline": {"desk": json.loads(_EMPTY)}}],
            "users": [
                {"name": "ana", "id": "AIDAXGEDN73U55XTPLPFT", "groups": ["Clerks"]},
                {
                    "name": "ben",
                    "id": "AIDAH7DNSIPZZ7FK4ZRI3",
                    "boundary": "Edge",
                    "inline": {"own": _ALLOW_ALL},
                },
            ],
            "roles": [
                {
                    "name": "reader",
                    "id": "AROARCLRI3QZJ7UFRDL3E",
                    "trust": json.loads(_EMPTY),
                    "inline": {"read": json.loads(_EMPTY)},
                }
            ],
            "policies": [{"name": "Edge", "document": _ALLOW_ALL}],
            "resources": [
                {"arn": "arn:aws:s3:::books", "name": "books"},
                {"arn": "arn:aws:s3:::tills", "name": "tills"},
            ],
        }
    ],
}
MISCONCEPTIONS = [
    {
        "id": "allow-beats-deny",
        "belief": "an Allow wins over a Deny",
        "truth": "A Deny wins.",
        "wrong": {"deny_wins": False},
        "remedy": "00-first",
        "source": "https://docs.aws.amazon.com/IAM/",
    },
    {
        "id": "bucket-covers-objects",
        "belief": "a bucket's ARN covers its objects",
        "truth": "Objects have ARNs of their own.",
        "wrong": {"bucket_arn_covers_objects": True},
        "remedy": "00-first",
        "source": "https://docs.aws.amazon.com/IAM/",
    },
    {
        "id": "names-limit",
        "belief": "the Sid limits a statement",
        "truth": "It is a name.",
        "wrong": {},
        "remedy": "00-first",
        "source": "https://docs.aws.amazon.com/IAM/",
    },
]
SESSION = "session/reader/one"
READ = {"principal": SESSION, "action": "s3:GetObject", "resource": "arn:aws:s3:::books/a/1.pdf"}
READ_ARN = f"arn:aws:sts::{ACCOUNT}:assumed-role/reader/one"


def policy(*statements: Mapping[str, Any]) -> str:
    """Return a policy text of some statements; each allows unless it says otherwise."""
    whole = [{"Effect": "Allow", **statement} for statement in statements]
    return json.dumps({"Version": "2012-10-17", "Statement": whole}, indent=2)


def allow(action: str | list[str], resource: str | list[str], **more: Any) -> dict[str, Any]:
    """Return a statement that allows something."""
    return {"Action": action, "Resource": resource, **more}


NOTHING = policy()
READ_A = policy(allow("s3:GetObject", "arn:aws:s3:::books/a/*"))
"""The usual reference solution: the role reads one folder."""


def exercise(
    *checks: Mapping[str, Any],
    edit: str = "role/reader:inline/read",
    reference: str = READ_A,
    starter: str = NOTHING,
    **more: Any,
) -> tuple[ExerciseVariant, Course]:
    """Return an exercise with these checks and its course; its one policy is called `policy`."""
    head = {
        "id": "task",
        "title": "A task",
        "skills": ["skill"],
        "minutes": 5,
        "scenario": "workshop",
        "edit": [{"name": "policy", "policy": edit}],
        "checks": list(checks),
        "hints": ["one", "two", "three"],
        **more,
    }
    files = {
        **_course_files(),
        "00-first/exercises/task/exercise.md": f"---\n{json.dumps(head)}\n---\nDo it.\n",
        "00-first/exercises/task/starter/policy.json": starter,
        "00-first/exercises/task/reference/policy.json": reference,
    }
    course = read_course("workshop", files)
    return course.exercises["task"].variant(0), course


@cache
def _course_files() -> dict[str, str]:
    course = {
        "title": "Workshop",
        "summary": "For tests.",
        "category": "Security",
        "level": "beginner",
        "categories": [{"id": "all", "title": "All"}],
        "lessons": ["00-first"],
        "skills": [{"id": "skill", "title": "A skill"}],
    }
    lesson = {
        "title": "First",
        "summary": "The first.",
        "minutes": 5,
        "category": "all",
        "skills": ["skill"],
        "goals": ["Know it."],
        "scenario": "workshop",
    }
    return {
        "course.yaml": json.dumps(course),
        "misconceptions.yaml": json.dumps(MISCONCEPTIONS),
        "scenarios/workshop/organization.yaml": json.dumps(_ORGANIZATION),
        "00-first/lesson.md": f"---\n{json.dumps(lesson)}\n---\nRead this.\n",
    }
