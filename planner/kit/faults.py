"""
Why something outside did not do as it should, kept as a code with facts and said to who reads it.

What a worker meets in the night is read by people of several languages: so its words are found
when they are read, not when it happened.
"""

from collections.abc import Mapping
from typing import Any, ClassVar, Final, Self

from django.utils.functional import Promise

CODE: Final = "code"
LONGEST: Final = 300  # of a fact: others wrote some of them


class Fault(Exception):
    """
    ``code`` names one of ``WORDS``, whose braces are filled with ``facts``.

    As text it is a sentence for a person, in the language that is spoken just now.
    """

    WORDS: ClassVar[Mapping[str, Promise]] = {}

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = {name: str(fact)[:LONGEST] for name, fact in facts.items()}

    def __str__(self) -> str:
        return str(self.WORDS[self.code]).format(**self.facts)

    @property
    def kept(self) -> dict[str, str]:
        """As it is kept: ``{"code": "status", "status": "503"}``."""
        return {CODE: self.code, **self.facts}

    @classmethod
    def again(cls, kept: Mapping[str, Any]) -> Self:
        """The one that was kept."""
        return cls(kept[CODE], **{name: fact for name, fact in kept.items() if name != CODE})
