"""Addresses of the patient's pages; the pages themselves are split by noun."""

from django.urls import URLPattern, path

from frontend.pages import (
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
    result,
    settings,
    today,
)

patient_urls: list[URLPattern] = [
    path("", today.first_page, name="today"),
    path("aftercare", today.aftercare, name="aftercare"),
    path("check-in", check_in.check_in, name="check-in"),
    path("check-ins/<uuid:pk>", result.result, name="result"),
    path("check-ins/<uuid:pk>/answers", result.answer, name="result-answers"),
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
    path("settings", settings.settings, name="settings"),
    path("settings/erase", erase.erase, name="erase"),
    path("settings/looks", looks.looks, name="looks"),
    path("help", help.help_now, name="help"),
]
