"""A wrong name in a template breaks the page only when it is shown: so all are tried here."""

import re
from pathlib import Path

from django.conf import settings

from planner.templatetags.icons import icon

NAMED = re.compile(r"""\{% icon ["']([\w-]+)["']""")


def test_every_icon_that_a_template_names_is_drawn() -> None:
    names = {
        name
        for page in Path(settings.BASE_DIR, "templates").rglob("*.html")
        for name in NAMED.findall(page.read_text())
    }
    assert "star" in names
    for name in names:
        assert "<svg" in icon(name)
