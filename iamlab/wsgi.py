"""The door for WSGI servers."""

import os

from django.core.wsgi import get_wsgi_application

from iamlab.engine import search_actions

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "iamlab.settings")

application = get_wsgi_application()

# Builds the index of all actions now, so that the first visitor does not wait for it.
search_actions("s3")
