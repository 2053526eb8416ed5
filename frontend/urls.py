"""Every page's address: one list a module, no trailing slash for a patient's pages."""

from frontend.accounts.urls import account_urls
from frontend.clinic.urls import clinic_urls
from frontend.pages.manifest import manifest_urls
from frontend.pages.patient import patient_urls
from frontend.pages.pwa import pwa_urls

urlpatterns = [*account_urls, *clinic_urls, *manifest_urls, *patient_urls, *pwa_urls]
