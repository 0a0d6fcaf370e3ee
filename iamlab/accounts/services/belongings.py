"""What belongs to a person and goes when the account goes."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import CASCADE, ForeignObjectRel, Model

# In the learner's words where the model's own name would say little; by the label of the model.
WORDS = {
    "sandbox.sandbox": ("practice organization with its edits", "practice organizations, edited"),
    "lessons.blockanswer": ("prediction in a lesson", "predictions in lessons"),
    "lessons.exercisework": ("exercise with its attempts", "exercises with their attempts"),
    "lessons.lessonvisit": ("lesson you opened", "lessons you opened"),
    "lessons.quizattempt": ("run of questions", "runs of questions"),
    "lessons.skillcard": ("skill with its review dates", "skills with their review dates"),
    "account.emailaddress": ("e-mail address", "e-mail addresses"),
}


@dataclass(frozen=True, slots=True)
class Belonging:
    """How many things of one kind a person has; `words` fits the number."""

    count: int
    words: str


def list_belongings(user: User) -> list[Belonging]:
    """Return what `delete_account` would delete besides the account, kind by kind, without zeros.

    What hangs on these (the policies of an organization, the attempts of an exercise) goes too.
    """
    found = []
    for relation in _owning_relations():
        model = relation.related_model
        count = model._default_manager.filter(**{relation.field.name: user}).count()
        if count:
            found.append(Belonging(count, _words(model, count)))
    return sorted(found, key=lambda item: item.words)


def delete_account(user: User) -> None:
    """Delete the person with everything that is theirs, in one transaction."""
    with transaction.atomic():
        user.delete()


def _owning_relations() -> list[ForeignObjectRel]:
    """Return the foreign keys to a person whose rows go with the person, hidden ones too."""
    return [
        field
        for field in User._meta.get_fields(include_hidden=True)
        if isinstance(field, ForeignObjectRel)
        and getattr(field, "on_delete", None) is CASCADE
        and not field.related_model._meta.auto_created  # the rows between people and groups
    ]


def _words(model: type[Model], count: int) -> str:
    meta = model._meta
    usual = (str(meta.verbose_name), str(meta.verbose_name_plural))
    return WORDS.get(meta.label_lower, usual)[count != 1]
