"""Which links of a stranger may be followed."""

from urllib.parse import urlsplit


def safe_link(url: str) -> str:
    """The link itself where it leads to the web; nothing where it would run or open something."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return ""
    return url.strip() if parts.scheme in ("http", "https") and parts.netloc else ""
