"""Markdown that people write, as HTML that cannot do harm."""

from functools import lru_cache

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

_TAGS = {
    *("p", "br", "hr", "strong", "em", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a"),
    *("h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td"),
}


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "breaks": True})
    return parser.enable(["table", "strikethrough"])


def render_markdown(text: str) -> SafeString:
    """
    Render Markdown. Raw HTML is shown as it was typed, images become nothing, and headings
    start below those of the page around them.
    """
    html = _parser().render(text)
    for level in (4, 3, 2, 1):  # the page has h1 and h2 of its own
        for end in ("<", "</"):
            html = html.replace(f"{end}h{level}>", f"{end}h{min(level + 2, 6)}>")
    clean = nh3.clean(
        html,
        tags=_TAGS,
        attributes={"a": {"href", "title"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer nofollow",
    )
    return mark_safe(clean)  # noqa: S308 it was cleaned the line before
