"""Addresses of the clinic's pages."""

from django.urls import URLPattern, path

from frontend.pages import (
    bruise,
    clinic_admin,
    clinic_admin_facts,
    clinic_admin_keeping,
    clinic_admin_people,
    clinic_case,
    clinic_caseload,
    clinic_desk,
    clinic_handover,
    clinic_join,
    clinic_keys,
    clinic_lots,
    clinic_messages,
    clinic_news,
    clinic_papers,
    clinic_patients,
    clinic_protocol,
    clinic_rehearsal,
    clinic_report,
    clinic_several,
    clinic_templates,
    clinic_versions,
    clinic_worklist,
    compare,
    landmarks,
    photo,
)
from frontend.pages import clinic_caseload_lists as lists
from frontend.pages.clinic_baseline import baseline, baseline_view
from frontend.pages.clinic_correction import correction
from frontend.pages.clinic_history import history
from frontend.pages.clinic_skin_type import skin_type
from frontend.pages.clinic_treatment import another_treatment

VERSION = "clinic/protocol/versions/<str:version>"

admin_urls: list[URLPattern] = [
    path("clinic/admin", clinic_admin.hub, name="admin"),
    path("clinic/admin/people", clinic_admin_people.people, name="admin-people"),
    path("clinic/admin/people/<uuid:pk>", clinic_admin_people.one, name="admin-member"),
    path("clinic/admin/roles", clinic_admin_people.roles, name="admin-roles"),
    path("clinic/admin/hours", clinic_admin_facts.hours, name="admin-hours"),
    path("clinic/admin/numbers", clinic_admin_facts.numbers, name="admin-numbers"),
    path("clinic/admin/times", clinic_admin_facts.times, name="admin-times"),
    path("clinic/admin/languages", clinic_admin_facts.languages, name="admin-languages"),
    path("clinic/admin/consents", clinic_admin_keeping.consent_words, name="admin-consents"),
    path("clinic/admin/retention", clinic_admin_keeping.keeping, name="admin-retention"),
    path("clinic/admin/audit", clinic_admin_keeping.audit_trail, name="admin-audit"),
    path("clinic/admin/system", clinic_admin.system, name="admin-system"),
    path("clinic/handover", clinic_handover.handover, name="handover"),
    path("clinic/join/<str:token>", clinic_join.join, name="join"),
]

clinic_urls: list[URLPattern] = [
    *admin_urls,
    path("clinic/", clinic_worklist.worklist, name="worklist"),
    path("clinic/changes", clinic_news.changes, name="worklist-changes"),
    path("clinic/emergencies", clinic_news.emergencies, name="emergencies"),
    path("clinic/several", clinic_several.several, name="worklist-several"),
    path("clinic/several/message", clinic_several.message, name="worklist-message"),
    path("clinic/undo", clinic_desk.undo, name="worklist-undo"),
    path("clinic/keys", clinic_keys.keys, name="desk-keys"),
    path("clinic/habits", clinic_desk.habits, name="desk-habits"),
    path("clinic/views", clinic_desk.views, name="saved-views"),
    path("clinic/cases/<uuid:pk>/viewing", clinic_desk.viewing, name="case-viewing"),
    path("clinic/cases/<uuid:pk>", clinic_case.case_page, name="case"),
    path("clinic/cases/<uuid:pk>/paper", clinic_papers.case_paper, name="case-paper"),
    path("clinic/cases/<uuid:pk>/report", clinic_report.case_report, name="case-report"),
    path("clinic/cases/<uuid:pk>/<slug:action>", clinic_case.make_move, name="case-move"),
    path("clinic/patients", clinic_patients.patients, name="patients"),
    path("clinic/patients/<uuid:pk>", clinic_patients.patient, name="clinic-patient"),
    path("clinic/patients/<uuid:pk>/skin-type", skin_type, name="patient-skin-type"),
    path("clinic/patients/<uuid:pk>/history", history, name="patient-history"),
    path("clinic/patients/<uuid:pk>/treatment", another_treatment, name="patient-treatment"),
    path("clinic/patients/<uuid:pk>/messages", clinic_messages.messages, name="patient-messages"),
    path("clinic/patients/<uuid:pk>/case", clinic_messages.case, name="patient-case"),
    path("clinic/lots", clinic_lots.lot, name="lot"),
    path("clinic/lots/message", clinic_lots.lot_message, name="lot-message"),
    path("clinic/lots/list", clinic_lots.lot_list, name="lot-list"),
    path("clinic/caseload", clinic_caseload.caseload, name="caseload"),
    path("clinic/caseload/sheet", clinic_caseload.sheet, name="caseload-sheet"),
    path("clinic/caseload/cases", lists.cases, name="caseload-cases"),
    path("clinic/check-ins/<uuid:pk>/note", clinic_messages.note_seen, name="note-seen"),
    path("clinic/caseload/check-ins", lists.check_ins, name="caseload-check-ins"),
    path("clinic/caseload/treatments", lists.treatments, name="caseload-treatments"),
    path("clinic/templates", clinic_templates.templates, name="templates"),
    path("clinic/photos/<uuid:pk>", photo.clinic_photo, name="clinic-photo-page"),
    path(
        "clinic/photos/<uuid:pk>/landmarks",
        landmarks.clinic_landmarks,
        name="clinic-photo-landmarks",
    ),
    path("clinic/photos/<uuid:pk>/ring", bruise.clinic_bruise, name="clinic-photo-ring"),
    path("clinic/treatments/<uuid:pk>/compare", compare.clinic_compare, name="clinic-compare"),
    path("clinic/treatments/<uuid:pk>/baseline", baseline, name="clinic-baseline"),
    path(
        "clinic/treatments/<uuid:pk>/baseline/<slug:view>",
        baseline_view,
        name="clinic-baseline-view",
    ),
    path("clinic/treatments/<uuid:pk>/correct", correction, name="treatment-correction"),
    path("clinic/treatments/<uuid:pk>/days", bruise.clinic_bruises, name="clinic-bruises"),
    path("clinic/protocol", clinic_protocol.rules, name="protocol"),
    path("clinic/protocol/counts", clinic_protocol.recount, name="protocol-recount"),
    path("clinic/protocol/rules/<str:rule>", clinic_protocol.rule, name="protocol-rule"),
    path(VERSION, clinic_versions.version_page, name="protocol-version"),
    path(f"{VERSION}/comparison", clinic_versions.comparison, name="protocol-comparison"),
    path(f"{VERSION}/rehearsal", clinic_rehearsal.rehearsal, name="protocol-rehearsal"),
]
