"""What was wrong with a request, said to who reads it. It is kept as its sender was told it."""

import re
from collections.abc import Iterable
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

_SENTENCES: Final = (
    gettext_noop("The body is empty."),
    gettext_noop("The body is nested too deeply."),
    gettext_noop("The body is JSON, but not an object."),
    gettext_noop("The body is not JSON."),
    gettext_noop("The body is no form with fields."),
    gettext_noop("The form has more than {count} fields."),
    gettext_noop("The multipart form names no boundary."),
    gettext_noop("The multipart form has no field “{name}”."),
    gettext_noop("“{name}” is not a list."),
    gettext_noop("“{name}” is missing."),
    gettext_noop("The incident has no id."),
    gettext_noop("The issue has no id."),
    gettext_noop("The alarm has neither an ARN nor a name."),
    gettext_noop("None of {names} is given."),
    gettext_noop("None of its alerts is an object."),
    gettext_noop("None of its messages changes an alert."),
    gettext_noop("Neither event_id nor trigger_id is given, or their macros were not filled in."),
    gettext_noop("Neither a title nor a key was found: say on its page where they lie."),
    gettext_noop("The path of {field} cannot be followed: {why}"),
    gettext_noop("It is longer than {count} characters."),
    gettext_noop("It has more than {count} steps."),
    gettext_noop("It cannot be followed from “{text}” on."),
    gettext_noop("It could not be digested: {why}"),
    gettext_noop("It was sent by the test button: rule 0 is no rule."),
    gettext_noop("The state “{state}” is neither alerting nor ok."),
    gettext_noop("The state “{state}” is neither ALARM nor OK."),
    gettext_noop("The state “{state}” is neither a problem nor its end."),
    gettext_noop("The status {state} is neither down nor up."),
    gettext_noop("The transition “{state}” is no change of an alert."),
    gettext_noop("The action “{action}” changes no alert."),
    gettext_noop("The event “{action}” changes no alert."),
    gettext_noop("“{action}” changes no alert."),
    gettext_noop("“{action}” of something that is no issue or alert."),
    gettext_noop("No heartbeat in it: {said}"),
    gettext_noop("A message to the topic that is no alarm."),
    gettext_noop("{kind}, with a link that does not lead to Amazon: it is not shown."),
    gettext_noop("The subscription was ended."),
    gettext_noop("Amazon asks whether it may send: open its link on the page of the source."),
    gettext_noop("Alert {number} is not an object and was left out."),
    gettext_noop("Alert {number} has no usable start; the time of receipt stands for it."),
    gettext_noop("Alert {number} has an unknown state, {state}."),
    gettext_noop("It has no key: its title stands for one."),
    gettext_noop("The signature is wrong."),
    gettext_noop("The request is not signed."),
    gettext_noop("The time of its signature is no time."),
    gettext_noop("It was signed more than five minutes ago, or ahead."),
    gettext_noop("It is of another topic."),
    gettext_noop("It is not signed in a way that is known."),
    gettext_noop("A field that is signed is no text."),
    gettext_noop("Its signature or its time cannot be read."),
    gettext_noop("Its certificate cannot be read."),
    gettext_noop("Its certificate does not lie with Amazon."),
    gettext_noop("Its certificate was not valid when it was signed."),
    gettext_noop("Its certificate has another kind of key."),
    gettext_noop("There is no certificate where it says: the answer was {status}."),
    gettext_noop("Its certificate could not be fetched for an hour: {why} Replay it later."),
)


def intake_said(kept: str) -> str:
    """A sentence of the intake; whatever nobody knows stays as it is."""
    if kept in _SENTENCES:
        return _(kept)
    for sentence, pattern in _PATTERNS:
        if found := pattern.fullmatch(kept):
            values = found.groupdict()
            if "why" in values:
                values["why"] = intake_said(values["why"])
            return _(sentence).format(**values)
    return kept


def _patterns() -> Iterable[tuple[str, re.Pattern[str]]]:
    for sentence in _SENTENCES:
        if "{" in sentence:
            parts = re.split(r"\{(\w+)\}", sentence)
            names = [
                f"(?P<{part}>.*)" if n % 2 else re.escape(part) for n, part in enumerate(parts)
            ]
            yield sentence, re.compile("".join(names), re.DOTALL)


_PATTERNS: Final = tuple(_patterns())
