"""The one family of errors that people are told about: what happened, why, and what to do next."""

from __future__ import annotations

from typing import Any


class Refusal(Exception):
    """Something was asked that cannot be done; the sentence tells a person why and what next.

    `sentence` is a (lazily translated) text with `%(name)s` places, filled from `facts`. `code` is stable and
    meant for machines. Anything that is not a Refusal is a bug and stays loud.
    """

    code = "refused"
    status = 400

    def __init__(self, sentence: Any, *, code: str | None = None, **facts: Any) -> None:
        super().__init__(sentence)
        self.template = sentence
        self.facts = facts
        if code is not None:
            self.code = code

    @property
    def sentence(self) -> str:
        """The sentence in the language that is active now."""
        text = str(self.template)
        return text % self.facts if self.facts else text

    def __str__(self) -> str:
        return self.sentence


class NotAllowed(Refusal):
    """This person may not do this here."""

    code = "not-allowed"
    status = 403


class Missing(Refusal):
    """The thing that was named does not exist, or not for this person."""

    code = "missing"
    status = 404


class WrongState(Refusal):
    """It may be done, but not now."""

    code = "wrong-state"
    status = 409


class RuleBroken(Refusal):
    """The values break a rule of the work."""

    code = "rule-broken"
    status = 422


class Unreadable(Refusal):
    """A file that came in cannot be read, or is refused as dangerous."""

    code = "unreadable"
    status = 422
