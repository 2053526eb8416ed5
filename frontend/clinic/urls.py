"""Addresses of the clinic's pages."""

from django.urls import URLPattern, path

from frontend.pages import (
    bruise,
    clinic_case,
    clinic_lots,
    clinic_papers,
    clinic_patients,
    clinic_protocol,
    clinic_rehearsal,
    clinic_report,
    clinic_templates,
    clinic_versions,
    clinic_worklist,
    compare,
    landmarks,
    photo,
)

VERSION = "clinic/protocol/versions/<str:version>"

clinic_urls: list[URLPattern] = [
    path("clinic/", clinic_worklist.worklist, name="worklist"),
    path("clinic/changes", clinic_worklist.changes, name="worklist-changes"),
    path("clinic/cases/<uuid:pk>", clinic_case.case_page, name="case"),
    path("clinic/cases/<uuid:pk>/paper", clinic_papers.case_paper, name="case-paper"),
    path("clinic/cases/<uuid:pk>/report", clinic_report.case_report, name="case-report"),
    path("clinic/cases/<uuid:pk>/<slug:action>", clinic_case.make_move, name="case-move"),
    path("clinic/patients", clinic_patients.patients, name="patients"),
    path("clinic/patients/<uuid:pk>", clinic_patients.patient, name="clinic-patient"),
    path("clinic/lots", clinic_lots.lot, name="lot"),
    path("clinic/lots/message", clinic_lots.lot_message, name="lot-message"),
    path("clinic/lots/list", clinic_lots.lot_list, name="lot-list"),
    path("clinic/templates", clinic_templates.templates, name="templates"),
    path("clinic/photos/<uuid:pk>", photo.clinic_photo, name="clinic-photo-page"),
    path(
        "clinic/photos/<uuid:pk>/landmarks",
        landmarks.clinic_landmarks,
        name="clinic-photo-landmarks",
    ),
    path("clinic/photos/<uuid:pk>/bruise", bruise.clinic_bruise, name="clinic-photo-bruise"),
    path("clinic/treatments/<uuid:pk>/compare", compare.clinic_compare, name="clinic-compare"),
    path("clinic/treatments/<uuid:pk>/bruises", bruise.clinic_bruises, name="clinic-bruises"),
    path("clinic/protocol", clinic_protocol.rules, name="protocol"),
    path("clinic/protocol/counts", clinic_protocol.recount, name="protocol-recount"),
    path("clinic/protocol/rules/<str:rule>", clinic_protocol.rule, name="protocol-rule"),
    path(VERSION, clinic_versions.version_page, name="protocol-version"),
    path(f"{VERSION}/comparison", clinic_versions.comparison, name="protocol-comparison"),
    path(f"{VERSION}/rehearsal", clinic_rehearsal.rehearsal, name="protocol-rehearsal"),
]
