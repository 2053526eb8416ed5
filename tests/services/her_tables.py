"""Every table that leads to a patient, and a row of hers in one that had none."""

from typing import Any

from django.apps import apps
from django.db.models import CharField, Model

from tests.house.access.planted import value_of
from tracker.models import Patient


def ways_to_her() -> dict[type[Model], str]:
    """Each model that leads to a patient by its keys, with the way there."""
    ways: dict[type[Model], str] = {Patient: ""}
    for _round in range(6):
        for model in apps.get_models(include_auto_created=True):
            for field in model._meta.concrete_fields:
                nearer = field.related_model
                if model not in ways and nearer in ways and nearer is not model:
                    ways[model] = f"{field.name}__{ways[nearer]}".removesuffix("__")
    return {model: way for model, way in ways.items() if way}


def add_one(model: type[Model], patient: Patient, ways: dict[type[Model], str]) -> None:
    """A row of hers, with something in each field that asks for it."""
    said: dict[str, Any] = {}
    for field in model._meta.concrete_fields:
        of = field.related_model
        if of is Patient:
            said[field.name] = patient
        elif of in ways:
            said[field.name] = of._default_manager.filter(**{ways[of]: patient}).first()
        elif of is not None and not field.null:
            said[field.name] = of._default_manager.first() or any_row_of(of)
        elif not (field.null or field.has_default() or field.primary_key):
            said[field.name] = fitting(field)
    model._default_manager.create(**said)


def fitting(field: Any) -> Any:
    """PostgreSQL takes no longer word than its column holds."""
    said = value_of(field)
    return said[: field.max_length] if isinstance(field, CharField) else said


def any_row_of(model: type[Model]) -> Model:
    needed = [each for each in model._meta.concrete_fields if not (each.null or each.has_default())]
    said = {each.name: fitting(each) for each in needed if each.related_model is None}
    return model._default_manager.create(**said)
