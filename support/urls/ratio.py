"""The ratio; below ``/w/<slug>/``."""

from typing import Final

from django.urls import URLPattern, path

import support.urls.converters  # noqa: F401
from support.views import ratio

_DAY: Final = "ratio/people/<int:pk>/<day:on>/"

patterns: list[URLPattern] = [
    path("ratio/", ratio.ratio, name="ratio"),
    path("ratio/ratio.csv", ratio.csv, name="ratio_csv"),
    path("ratio/<int:number>/", ratio.days, name="ratio_days"),
    path(_DAY, ratio.day, name="ratio_day"),
    path(f"{_DAY}correct/", ratio.correct, name="correct_day"),
    path(f"{_DAY}strike/<int:correction>/", ratio.strike, name="strike_correction"),
]
