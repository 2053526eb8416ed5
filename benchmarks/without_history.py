"""The application, but blind to earlier check-ins: the other half of benchmarks/history.py."""

from unittest import mock

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
BLIND = mock.patch("tracker.services.assessments.earlier_reports", lambda *_, **__: [])
BLIND.start()
