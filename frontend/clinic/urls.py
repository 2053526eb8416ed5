"""Addresses of the clinic's pages."""

from django.urls import URLPattern, path

from frontend.pages import (
    bruise,
    clinic_case,
    clinic_patients,
    clinic_protocol,
    clinic_worklist,
    compare,
    landmarks,
    photo,
)

clinic_urls: list[URLPattern] = [
    path("clinic/", clinic_worklist.worklist, name="worklist"),
    path("clinic/changes", clinic_worklist.changes, name="worklist-changes"),
    path("clinic/cases/<uuid:pk>", clinic_case.case_page, name="case"),
    path("clinic/cases/<uuid:pk>/<slug:action>", clinic_case.make_move, name="case-move"),
    path("clinic/patients", clinic_patients.patients, name="patients"),
    path("clinic/patients/<uuid:pk>", clinic_patients.patient, name="clinic-patient"),
    path("clinic/photos/<uuid:pk>", photo.clinic_photo, name="clinic-photo-page"),
    path(
        "clinic/photos/<uuid:pk>/landmarks",
        landmarks.clinic_landmarks,
        name="clinic-photo-landmarks",
    ),
    path("clinic/photos/<uuid:pk>/bruise", bruise.clinic_bruise, name="clinic-photo-bruise"),
    path("clinic/treatments/<uuid:pk>/compare", compare.clinic_compare, name="clinic-compare"),
    path("clinic/treatments/<uuid:pk>/bruises", bruise.clinic_bruises, name="clinic-bruises"),
    path("clinic/protocol", clinic_protocol.in_force, name="protocol"),
]
