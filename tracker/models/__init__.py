"""Floor 1: facts and constraints, no workflow; one noun a file."""

from tracker.models.absence import Absence
from tracker.models.aftercare_slip import AftercareSlip
from tracker.models.api_token import ApiToken
from tracker.models.assessment import URGENCIES, Assessment
from tracker.models.audit import AuditEvent
from tracker.models.bruise import Bruise, BruiseMeasurement, ScaleKind
from tracker.models.case_label import CaseLabel
from tracker.models.case_viewing import CaseViewing
from tracker.models.check_in import CheckIn, NoPhoto, SafetyAnswer, SymptomReport
from tracker.models.consent import Consent, ConsentKind, ConsentText
from tracker.models.correction import TreatmentCorrection
from tracker.models.desk_habits import DeskHabits
from tracker.models.erasure import Erasure, LegalHold
from tracker.models.held_message import HeldMessage
from tracker.models.invitation import Invitation
from tracker.models.landmark import COIN_EDGES, LANDMARKS, Landmarks
from tracker.models.message import Message
from tracker.models.message_template import MessageTemplate
from tracker.models.note_mark import NoteMark
from tracker.models.notification import Channel, Notification, NotificationState
from tracker.models.people import Clinic, Membership, Patient, Role, User
from tracker.models.photo import PatientKey, Photo, PhotoRequest
from tracker.models.protocol_release import ProtocolRelease, ProtocolSubmission
from tracker.models.push_subscription import PushSubscription
from tracker.models.rehearsal import Rehearsal, RehearsedChange
from tracker.models.remedy_feedback import RemedyFeedback, RemedyOutcome
from tracker.models.review import RaisedBy, ReviewCase, ReviewEvent, Status
from tracker.models.saved_view import SavedView
from tracker.models.skin_type import SkinType
from tracker.models.staff_invitation import RoleRequest, StaffInvitation
from tracker.models.system_mark import SystemMark
from tracker.models.treatment import AftercareOverride, InjectionSite, Side, Treatment

__all__ = [
    "COIN_EDGES",
    "LANDMARKS",
    "URGENCIES",
    "Absence",
    "AftercareOverride",
    "AftercareSlip",
    "ApiToken",
    "Assessment",
    "AuditEvent",
    "Bruise",
    "BruiseMeasurement",
    "CaseLabel",
    "CaseViewing",
    "Channel",
    "CheckIn",
    "Clinic",
    "Consent",
    "ConsentKind",
    "ConsentText",
    "DeskHabits",
    "Erasure",
    "HeldMessage",
    "InjectionSite",
    "Invitation",
    "Landmarks",
    "LegalHold",
    "Membership",
    "Message",
    "MessageTemplate",
    "NoPhoto",
    "NoteMark",
    "Notification",
    "NotificationState",
    "Patient",
    "PatientKey",
    "Photo",
    "PhotoRequest",
    "ProtocolRelease",
    "ProtocolSubmission",
    "PushSubscription",
    "RaisedBy",
    "Rehearsal",
    "RehearsedChange",
    "RemedyFeedback",
    "RemedyOutcome",
    "ReviewCase",
    "ReviewEvent",
    "Role",
    "RoleRequest",
    "SafetyAnswer",
    "SavedView",
    "ScaleKind",
    "Side",
    "SkinType",
    "StaffInvitation",
    "Status",
    "SymptomReport",
    "SystemMark",
    "Treatment",
    "TreatmentCorrection",
    "User",
]
