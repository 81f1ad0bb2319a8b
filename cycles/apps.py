"""Registers the cycles app."""

from django.apps import AppConfig


class CyclesConfig(AppConfig):
    name = "cycles"
