"""Every page's address: one list a module, no trailing slash for a patient's pages."""

from frontend.pages.patient import patient_urls

urlpatterns = [*patient_urls]
