import pytest

from support.sources.severities import severity_of, worst


@pytest.mark.parametrize(
    ("word", "severity"),
    [
        ("critical", "critical"),
        (" Critical ", "critical"),
        ("page", "critical"),
        ("P1", "critical"),
        ("error", "critical"),
        ("Warning", "warning"),
        ("minor", "warning"),
        ("informational", "info"),
        ("none", "none"),
        ("", "warning"),
        ("unheard of", "warning"),
    ],
)
def test_words_of_senders_become_ours(word, severity):
    assert severity_of(word) == severity


def test_worst_is_the_one_that_counts():
    assert worst(["info", "critical", "none"]) == "critical"
    assert worst([]) == "none"
