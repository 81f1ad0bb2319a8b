"""Markdown that people write, as HTML that cannot do harm."""

import re
from functools import lru_cache

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

_TAGS = {
    *("p", "br", "hr", "strong", "em", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a"),
    *("h2", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td"),
}
_HEADING = re.compile(r"<h([1-6])>(.*?)</h\1>", re.DOTALL)


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "breaks": True})
    return parser.enable(["table", "strikethrough"])


def render_markdown(text: str, *, top: int = 3) -> SafeString:
    """
    Render Markdown. Raw HTML is shown as it was typed, images become nothing, and the highest of
    its headings stands at the level ``top``: a page with h1 alone around it gives 2.
    """
    html = _below(_parser().render(text), top)
    clean = nh3.clean(
        html,
        tags=_TAGS,
        attributes={"a": {"href", "title"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer nofollow",
    )
    return mark_safe(clean)  # noqa: S308 it was cleaned the line before


def _below(html: str, top: int) -> str:
    """Headings that start at ``top`` and skip no level, whatever people began with."""
    highest = min((int(level) for level, _words in _HEADING.findall(html)), default=1)
    before = top - 1

    def moved(found: re.Match[str]) -> str:
        nonlocal before
        before = min(int(found[1]) - highest + top, before + 1, 6)
        return f"<h{before}>{found[2]}</h{before}>"

    return _HEADING.sub(moved, html)
