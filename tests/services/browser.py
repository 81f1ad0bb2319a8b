"""Pages that complain: what a person with the console open would see fails the test."""

import re
from dataclasses import dataclass, field

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Response

CHROMIUM_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
_TELL_CSP_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) => console.error(
  `CSP violation: ${event.violatedDirective} blocked ${event.blockedURI} at ${event.sourceFile}`));
"""
# A refusal is an answer like others (422 with the form); `_response` looks at the rest itself.
_ANSWERED = re.compile(r"Failed to load resource: the server responded with a status of \d+")


@dataclass
class Complaints:
    """Console errors, uncaught exceptions, CSP violations, 5xx answers and missing files."""

    heard: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def expect(self, text: str) -> None:
        """A complaint that contains ``text`` belongs to this story."""
        self.expected.append(text)

    def unexpected(self) -> list[str]:
        return [line for line in self.heard if not any(text in line for text in self.expected)]

    def listen_to(self, context: BrowserContext) -> None:
        context.add_init_script(_TELL_CSP_VIOLATIONS)
        context.on("console", self._console)
        context.on("weberror", lambda error: self.heard.append(f"uncaught: {error.error}"))
        context.on("response", self._response)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not _ANSWERED.match(message.text):
            self.heard.append(f"console: {message.text}")

    def _response(self, response: Response) -> None:
        is_page = response.request.resource_type in ("document", "fetch", "xhr")
        if response.status >= 500 or (response.status == 404 and not is_page):
            self.heard.append(f"{response.status} {response.url}")


# Only the violations come back from the browser: what passes is a hundred times as much.
_RUN_AXE = "axe.run({resultTypes: ['violations']}).then((found) => found.violations)"


def assert_accessible(page: Page) -> None:
    """
    axe finds nothing on the page as it stands.

    :raises AssertionError: with each rule that is broken, and where.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    broken = [
        f"{rule['id']}: {rule['help']}\n    "
        + "\n    ".join(
            f"{node['target']}: {node['failureSummary'].splitlines()[-1].strip()}"
            for node in rule["nodes"]
        )
        for rule in page.evaluate(_RUN_AXE)
    ]
    assert not broken, f"{page.url}\n" + "\n".join(broken)
