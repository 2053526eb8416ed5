"""The door for a web server."""

import os

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

from tracker.records.secret_files import missing_keys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings.production")
application = get_wsgi_application()

if lacking := missing_keys():  # nobody is served by half a set of keys
    raise ImproperlyConfigured(f"No whole key in the key folder: {', '.join(lacking)}.")
