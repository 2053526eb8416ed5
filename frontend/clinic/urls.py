"""Addresses of the clinic's pages."""

from django.urls import URLPattern, path

from frontend.pages import clinic_case, clinic_patients, clinic_protocol, clinic_worklist

clinic_urls: list[URLPattern] = [
    path("clinic/", clinic_worklist.worklist, name="worklist"),
    path("clinic/changes", clinic_worklist.changes, name="worklist-changes"),
    path("clinic/cases/<uuid:pk>", clinic_case.case_page, name="case"),
    path("clinic/cases/<uuid:pk>/<slug:action>", clinic_case.make_move, name="case-move"),
    path("clinic/patients", clinic_patients.patients, name="patients"),
    path("clinic/patients/<uuid:pk>", clinic_patients.patient, name="clinic-patient"),
    path("clinic/protocol", clinic_protocol.in_force, name="protocol"),
]
