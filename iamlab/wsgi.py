"""The door for WSGI servers."""

import gc
import os

from django.core.wsgi import get_wsgi_application

from iamlab.engine import search_actions
from iamlab.engine.validation import all_checks, validate

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "iamlab.settings")

application = get_wsgi_application()

# Builds the index of all actions and reads the tables of the checks now, within a second or two,
# so that the first visitor does not wait for them.
search_actions("s3")
for check in all_checks():
    validate(check.bad.text, check.bad.type, check.bad.setting)

# What was read stays for good. Looking through it at every full collection held up requests by
# a tenth of a second, and would copy the memory that the server's processes share.
gc.collect()
gc.freeze()
