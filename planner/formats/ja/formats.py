"""Japanese, as the planner writes it: 2026年5月21日 15:10."""

DATE_FORMAT = "Y年n月j日"
MONTH_DAY_FORMAT = "n月j日"
SHORT_DATE_FORMAT = "Y年n月j日"
TIME_FORMAT = "H:i"
DAY_AND_TIME_FORMAT = "n月j日 H:i"
DATETIME_FORMAT = "Y年n月j日 H:i"
SHORT_DATETIME_FORMAT = "Y年n月j日 H:i"

# Ours: what fits above a week of the ruler, and dates with their weekday.
WEEK_FORMAT = "n/j"
WEEKDAY_FORMAT = "n月j日(D)"
FULL_DATE_FORMAT = "Y年n月j日(D)"
