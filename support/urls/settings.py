"""How tickets are classified, silenced and answered; below ``/w/<slug>/``."""

from typing import Final

from django.urls import URLPattern, path

from support.views import classification, developers, saved_answers, silences

_RULE: Final = "settings/classification/<int:pk>/"
_ANSWER: Final = "settings/answers/<int:pk>/"
_TEAM: Final = "settings/developers/<int:pk>/"

patterns: list[URLPattern] = [
    path("settings/answers/", saved_answers.answers, name="answers"),
    path("settings/answers/new/", saved_answers.new, name="new_answer"),
    path(_ANSWER, saved_answers.edit, name="answer"),
    path(f"{_ANSWER}remove/", saved_answers.remove, name="remove_answer"),
    path(f"{_ANSWER}restore/", saved_answers.restore, name="restore_answer"),
    path("settings/desk/", developers.desk_settings, name="desk_settings"),
    path("settings/developers/", developers.developers, name="developers"),
    path("settings/developers/new/", developers.new_team, name="new_developer_team"),
    path(_TEAM, developers.team, name="developer_team"),
    path(f"{_TEAM}remove/", developers.remove_team, name="remove_developer_team"),
    path("settings/classification/", classification.table, name="classification"),
    path("settings/classification/new/", classification.new_rule, name="new_rule"),
    path("settings/classification/own/", classification.own, name="own_rules"),
    path("settings/classification/reset/", classification.reset, name="reset_rules"),
    path("settings/classification/reclassify/", classification.reclassify, name="reclassify"),
    path(_RULE, classification.rule, name="rule"),
    path(f"{_RULE}move/", classification.move, name="move_rule"),
    path(f"{_RULE}remove/", classification.remove, name="remove_rule"),
    path("settings/silences/", silences.silences, name="silences"),
    path("settings/silences/new/", silences.silence, name="silence"),
    path("settings/silences/<int:pk>/end/", silences.end, name="end_silence"),
]
