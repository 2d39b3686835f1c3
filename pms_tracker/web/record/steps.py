"""One step of a record: a form is sent, the use case answers, the page says what came of it.

    @blueprint.post("/<ref(CA):reference>/withdraw")
    @requires(Permission.WITHDRAW)
    @step(ReasonForm, again("withdraw"))
    def withdraw(form: ReasonForm, reference: Reference) -> Done:
        case, version = locked(reference), form.version.number
        filing.withdraw_case(case, reason=form.reason.data, version=version, by=me())
        return done(reference, gettext("是正処置を取り下げました。"))

What is decorated is the step alone: the form is valid, all it does is one transaction, and what it
refuses (RuleBroken, Stale, BadInput) is said in the form, which is shown again with all that was
typed. Nothing is said of a step whose transaction fails.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from flask import flash, redirect
from flask.typing import ResponseReturnValue
from wtforms import Field

from pms_tracker.database import transaction
from pms_tracker.web.door import freshness
from pms_tracker.web.forms.many_rows import asks_for_rows
from pms_tracker.web.forms.sent_once import taken_once, taken_with_its_number
from pms_tracker.web.forms.shared_forms import Form, refused_into
from pms_tracker.web.record import next_duty

P = ParamSpec("P")
F = TypeVar("F", bound=Form)
Act = Callable[Concatenate[F, P], "Done"]
View = Callable[P, ResponseReturnValue]


class Numbered:
    """Of a step that creates what takes a number: it says itself where it leads (`lead`)."""


NUMBERED = Numbered()
Once = bool | Numbered | Callable[..., str]


@dataclass(frozen=True)
class Done:
    """What is said of a step, if anything, and the address its reader is led to.

    With `turn` the page there tells as well what is the reader's turn next; `warns` of what was
    done and did not come out as it was meant.
    """

    words: str
    led_to: str
    turn: bool = False
    warns: bool = False

    def answer(self) -> ResponseReturnValue:
        if self.turn:
            next_duty.say(self.words)
        elif self.words:
            flash(self.words, "warning" if self.warns else "done")
        return redirect(self.led_to)


def step(
    form: Callable[[], F],
    again: Callable[..., ResponseReturnValue],
    *,
    offer: Callable[..., None] | None = None,
    beside: Mapping[str, str] | None = None,
    once: Once = False,
    signs: bool = False,
    rows: bool = False,
) -> Callable[[Act[F, P]], View[P]]:
    """Make a page of a step: `again(form, ...)` shows its form anew, `offer(form, ...)` sets its
    choices; both get what the address names.

    `beside` names for a refusal's key the field at which it is said. A step that creates is taken
    `once`, a second one led where a function of the address says, or where the first one was; what
    it creates may be `NUMBERED`. Who `signs` was seen a moment ago, where the company asks for it.
    A form of `rows` may ask for more.
    """

    def decorate(act: Act[F, P]) -> View[P]:
        @wraps(act)
        def page(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
            sent = form()
            if offer is not None:
                offer(sent, *args, **kwargs)
            if not (rows and asks_for_rows()) and sent.validate_on_submit():
                with refused_into(sent, **_fields(sent, beside or {})):
                    if signs:
                        freshness.check()
                    place = once(*args, **kwargs) if callable(once) else once
                    return _taken(lambda: act(sent, *args, **kwargs), place).answer()
            return again(sent, *args, **kwargs)

        return page

    return decorate


def pressed(*, once: bool = False) -> Callable[[Callable[P, Done]], View[P]]:
    """Make a page of a button: what is decorated is one transaction, and its refusal a page of its
    own."""

    def decorate(act: Callable[P, Done]) -> View[P]:
        @wraps(act)
        def page(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
            return _taken(lambda: act(*args, **kwargs), once).answer()

        return page

    return decorate


def _fields(form: Form, beside: Mapping[str, str]) -> dict[str, Field]:
    return {key: form[name] for key, name in beside.items()}


def _taken(act: Callable[[], Done], once: bool | Numbered | str) -> Done:
    if isinstance(once, Numbered):
        with taken_with_its_number():
            return act()
    if not once:
        with transaction():
            return act()
    # Known beforehand, it is written down with the form's key, which spares a statement.
    with taken_once(once if isinstance(once, str) else "") as taken:
        done = act()
        taken.led_to = taken.led_to or done.led_to
        return done
