"""What every test stands on: settings that do not depend on the machine it runs on."""

import copy
from collections.abc import Iterator
from time import monotonic

import pytest
from django.conf import settings as django_settings
from django.test.utils import override_settings
from hypothesis import settings as hypothesis_settings

# How long an example takes says something about the machine, not about the code; and what passed
# once passes again. `make search` looks for new examples.
hypothesis_settings.register_profile("search", deadline=None)
hypothesis_settings.register_profile("same", deadline=None, derandomize=True, database=None)
hypothesis_settings.load_profile("same")


@pytest.fixture(scope="session", autouse=True)
def plain_settings() -> Iterator[None]:
    """Serve static files as they lie in the source, over http, whatever the environment says.

    Passwords are scrambled quickly; how well is Django's to test.
    """
    storages = copy.deepcopy(django_settings.STORAGES)
    storages["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(
        STORAGES=storages,
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        SECURE_SSL_REDIRECT=False,
        SECURE_HSTS_SECONDS=0,
        SESSION_COOKIE_SECURE=False,
        CSRF_COOKIE_SECURE=False,
        WHITENOISE_AUTOREFRESH=True,  # no scan of STATIC_ROOT, which need not exist
        WHITENOISE_USE_FINDERS=True,
    ):
        yield


@pytest.fixture(scope="session")
def patience() -> Iterator[None]:
    """Let comparisons of policies take thirty times as long as a learner would wait.

    What they say then depends on the policies alone, and not on how busy the machine is.
    """
    clocks = (
        "lessons.judging.exercises.comparisons.monotonic",
        "lessons.judging.questions.widths.monotonic",
        "iamlab.engine.comparison.access.monotonic",
    )
    with pytest.MonkeyPatch.context() as patch:
        for clock in clocks:
            patch.setattr(clock, lambda: monotonic() / 30)
        yield
