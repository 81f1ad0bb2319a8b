"""What people write as Markdown stands in its page as its own parts do."""

import re

import pytest

from planner.kit.markdown import render_markdown


@pytest.mark.parametrize(
    ("text", "top", "levels"),
    [
        ("## Open\n### Now\n## Snoozed", 2, "232"),  # a page whose h1 alone is above
        ("## Open\n### Now\n## Snoozed", 3, "343"),
        ("# Why\n##### Small", 3, "34"),  # nothing is skipped
        ("### Then\n# Why", 2, "22"),
        ("# 1\n## 2\n### 3\n#### 4\n##### 5", 3, "34566"),
    ],
)
def test_headings_start_below_those_of_the_page_and_skip_none(text, top, levels):
    shown = render_markdown(text, top=top)
    assert "".join(re.findall(r"<h([1-6])>", shown)) == levels
