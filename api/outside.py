"""Addresses of the API that stand outside /api/v1/."""

from django.urls import path, re_path

from api.endpoints.health import Alive, Ready
from api.endpoints.nowhere import Nowhere

urlpatterns = [
    path("healthz", Alive.as_view(), name="healthz"),
    path("readyz", Ready.as_view(), name="readyz"),
    re_path(r"^api(?:/|$)", Nowhere.as_view(), name="no-such-api"),
]
