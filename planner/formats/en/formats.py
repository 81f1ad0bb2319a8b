"""English, as the planner writes it: 21 May 2026, 15:10."""

DATE_FORMAT = "j M Y"
MONTH_DAY_FORMAT = "j M"
SHORT_DATE_FORMAT = "j M Y"
TIME_FORMAT = "H:i"
DAY_AND_TIME_FORMAT = "j M, H:i"
DATETIME_FORMAT = "j M Y, H:i"
SHORT_DATETIME_FORMAT = "j M Y, H:i"

# Ours: what fits above a week of the ruler, and dates with their weekday.
WEEK_FORMAT = "j M"
WEEKDAY_FORMAT = "D j M"
FULL_DATE_FORMAT = "l j F Y"
