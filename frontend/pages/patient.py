"""Addresses of the patient's pages; the pages themselves are split by noun."""

from django.urls import URLPattern, path

from frontend.pages import (
    aftercare,
    bruise,
    check_in,
    compare,
    erase,
    help,
    history,
    landmarks,
    looks,
    messages,
    photo,
    photo_request,
    remedy_feedback,
    reminders,
    result,
    settings,
    today,
)

patient_urls: list[URLPattern] = [
    path("", today.first_page, name="today"),
    path("aftercare", aftercare.aftercare, name="aftercare"),
    path("aftercare/slips", aftercare.note_slip, name="aftercare-slip"),
    path("aftercare.ics", aftercare.aftercare_calendar, name="aftercare-calendar"),
    path("check-in", check_in.check_in, name="check-in"),
    path("check-ins/<uuid:pk>", result.result, name="result"),
    path("check-ins/<uuid:pk>/answers", result.answer, name="result-answers"),
    path("check-ins/<uuid:pk>/remedies", remedy_feedback.tell, name="remedy-feedback"),
    path("history", history.history, name="history"),
    path("messages", messages.messages, name="messages"),
    path("photo-requests/<uuid:pk>", photo_request.photo_request, name="photo-request"),
    path("photos/<uuid:pk>", photo.photo_page, name="photo-page"),
    path("photos/<uuid:pk>/file", photo.save_photo, name="photo-file"),
    path("photos/<uuid:pk>/withdraw", photo.withdraw, name="photo-withdraw"),
    path("photos/<uuid:pk>/landmarks", landmarks.landmarks, name="photo-landmarks"),
    path("photos/<uuid:pk>/bruise", bruise.bruise, name="photo-bruise"),
    path("treatments/<uuid:pk>/compare", compare.compare, name="compare"),
    path("treatments/<uuid:pk>/bruises", bruise.bruises, name="bruises"),
    path("reminders.ics", reminders.reminder_calendar, name="reminder-calendar"),
    path("settings", settings.settings, name="settings"),
    path("settings/erase", erase.erase, name="erase"),
    path("settings/looks", looks.looks, name="looks"),
    path("help", help.help_now, name="help"),
]
