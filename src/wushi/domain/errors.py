"""Every refusal of the house: a code that programs read, the facts, and words that a door can show."""

from __future__ import annotations

from typing import Any, ClassVar

from wushi.domain import masking


class Refusal(Exception):
    """A step was refused. `code` is stable, `facts` are plain values; each door turns it into page, status or exit code once.

    Texts for people are looked up by code in the packs (`texts/<language>.toml`, table `refusal`); `__str__` is the
    English fallback for logs and the command line.
    """

    code: ClassVar[str] = "refused"
    status: ClassVar[int] = 409
    template: ClassVar[str] = "refused"

    def __init__(self, **facts: Any) -> None:
        super().__init__(facts)
        self.facts = facts

    def __reduce__(self) -> tuple[Any, ...]:
        """As it is, from one process to another."""
        return _made_again, (type(self), self.facts)

    def __str__(self) -> str:
        try:
            return self.template.format(**self.facts)
        except (KeyError, IndexError):
            return f"{self.template} {self.facts}"


def _made_again(kind: type[Refusal], facts: dict[str, Any]) -> Refusal:
    made = kind.__new__(kind)
    Refusal.__init__(made, **facts)
    return made


class BadInput(Refusal):
    """Something that was handed in cannot be taken; `field` and `why` name the mend."""

    code, status, template = "bad_input", 422, "{field}: {why}"

    def covered(self) -> str:
        """Why, with what it quotes covered, for reports and answers that are kept; codes of units stay as they are."""
        why = str(self.facts.get("why", ""))
        return why if self.facts.get("field") in ("unit", "place") else masking.mask(why)


class NotFound(Refusal):
    code, status, template = "not_found", 404, "there is no {what} {name}"


class WrongState(Refusal):
    code, template = "wrong_state", "{event} is not possible while the matter is {state}; possible from: {possible}"


class StaleMatter(Refusal):
    """Two people moved one matter; the second is told what happened meanwhile (`since`: entries in order)."""

    code, template = "stale", "matter {number} has moved on since version {seen} (now {version}): {since}"


class NotPermitted(Refusal):
    code, status, template = "not_permitted", 403, "the post {post} may not {event}: {why}"


class OutOfScope(Refusal):
    """The post may not see this matter; doors answer as if it did not exist."""

    code, status, template = "out_of_scope", 404, "there is no matter {number} here"


class RuleBroken(Refusal):
    """A rule with an article forbids the move; `rule` is its name, `reference` the article."""

    code, template = "rule_broken", "{why} ({reference})"


class FactsBroken(Refusal):
    """The files from which figures are computed cannot be read; `why` names the file or version, `mend` what to run."""

    code, status, template = "facts_broken", 503, "the facts cannot be read: {why}; {mend}"


class EngineMissing(Refusal):
    """The engine that was asked for cannot run here; `why` says what is not there and how it comes."""

    code, status, template = "engine_missing", 503, "{engine} cannot run here: {why}"


class AlreadyTaken(Refusal):
    """A room or mediator is booked for that time; `resource` and `until` say by what and until when it is not free."""

    code, template = "taken", "{resource} is booked from {since} until {until}"


class KeyReused(Refusal):
    """The same client key came with other content."""

    code, template = "key_reused", "the client key {key} was already used for {number} with other content"


class NoLimitInForce(Refusal):
    code, status, template = "no_limit", 500, "the limit {limit} has no value in force on {day}"


class CalendarUnknown(Refusal):
    """No calendar of that year was loaded; working days are never guessed."""

    code, status, template = (
        "calendar_unknown",
        500,
        "there is no calendar for the year {year}; add calendars/{year}.toml",
    )


class TooManyRequests(Refusal):
    code, status, template = "too_many", 429, "the key {key} is limited to {limit} a minute; try again in {seconds} s"


class TooLarge(Refusal):
    code, status, template = "too_large", 413, "the request is larger than {limit} bytes; send less at a time"


class Broken(Refusal):
    """The house itself failed; the facts go to its log, not to the sender."""

    code, status, template = "broken", 500, "something broke here; it has been logged under {reference}"


class NotSignedIn(Refusal):
    code, status, template = "not_signed_in", 401, "a valid key is needed: {why}"


class BadPack(Refusal):
    """A pack cannot be loaded. `file`, `line` and `mend` say what to do (line 0: the file as a whole)."""

    code, status, template = "bad_pack", 500, "{file}:{line}: {why}; {mend}"
