"""What was wrong with a request is said in the language of who reads it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils.translation import override

from support.queries.intake_words import intake_said

RAISED = ("UnreadableBody", "Ignored", "BadSignature", "NoPath", "Handshake")


def _sentences() -> Iterator[str]:
    """Those that the intake can say, with a 7 in each place that is filled in."""
    for folder in ("sources", "rules", "actions"):
        for path in sorted(Path("support", folder).glob("*.py")):
            for node in ast.walk(ast.parse(path.read_text())):
                if not isinstance(node, ast.Call) or not node.args:
                    continue
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                if name in RAISED and (text := _text(node.args[0])):
                    yield text
                if name == "_remark" and (text := _text(node.args[1])):
                    yield f"Alert 7 {text}."


def _text(node: ast.expr) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(part) or "7" for part in node.values)
    return ""


SENTENCES = sorted(set(_sentences()))


def test_sentences_are_found() -> None:
    assert len(SENTENCES) > 40


@pytest.mark.parametrize("kept", SENTENCES)
def test_each_is_said_in_japanese(kept: str) -> None:
    with override("en"):
        assert intake_said(kept) == kept
    with override("ja"):
        assert intake_said(kept) != kept


def test_why_is_said_too_and_what_nobody_knows_stays() -> None:
    with override("ja"):
        said = intake_said("The path of title cannot be followed: It has more than 20 steps.")
        assert said == "title のパスをたどれません：20段を超えています。"
        assert intake_said("{kept} %s as it is") == "{kept} %s as it is"
