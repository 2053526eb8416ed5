"""The porch: which door a request comes in by."""

from django.urls import include, path

urlpatterns = [
    path("api/v1/", include("api.urls")),
    path("", include("api.outside")),
    path("", include("frontend.urls")),
]
handler400 = "frontend.pages.errors.bad_request"
handler403 = "frontend.pages.errors.forbidden"
handler404 = "frontend.pages.errors.not_found"
handler429 = "frontend.pages.errors.too_many"  # django-allauth's limits
handler500 = "frontend.pages.errors.server_error"
