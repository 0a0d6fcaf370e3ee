"""The door for WSGI servers."""

import gc
import os

from django.core.wsgi import get_wsgi_application

from iamlab.engine import PolicyType, search_actions
from iamlab.engine.comparison import compare_policies
from iamlab.engine.validation import all_checks, validate

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "iamlab.settings")

_WIDE = '{"Statement": {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}}'
_NARROW = '{"Statement": []}'

application = get_wsgi_application()

from lessons.services.courses import list_courses  # noqa: E402 - its models need Django set up

# Builds the index of all actions, reads the tables of the checks and the courses, and starts the
# solver now, within a few seconds, so that the first visitor does not wait for them.
search_actions("s3")
for check in all_checks():
    validate(check.bad.text, check.bad.type, check.bad.setting)
list_courses()
compare_policies(_WIDE, _NARROW, PolicyType.IDENTITY)

# What was read stays for good. Looking through it at every full collection held up requests by
# a tenth of a second, and would copy the memory that the server's processes share.
gc.collect()
gc.freeze()
