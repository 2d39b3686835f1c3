"""The forms of whoever asks about what is held of them, without an account."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from wtforms import RadioField, SelectChoice

from pms_tracker.do.disclosure_requests import request_intake
from pms_tracker.do.disclosure_requests.person_requests import REQUESTS
from pms_tracker.do.disclosure_requests.request_answers import KINDS
from pms_tracker.do.disclosure_requests.request_choices import REQUESTERS
from pms_tracker.do.disclosure_requests.request_intake import NEEDED
from pms_tracker.do.rules.contact.request_rules import Asked, Requester
from pms_tracker.web.forms import shared_forms as shared
from pms_tracker.web.refusals.sentences import sentence
from pms_tracker.web.sign_in.outside_forms import SeededForm


def _longest(name: str) -> int:
    found: int = REQUESTS.field(name).longest  # type: ignore[attr-defined]
    return found


def _missing(name: str) -> LazyString | None:
    return _l(NEEDED[name]) if name in NEEDED else None


def _line(name: str, label: object) -> shared.LineField:
    return shared.LineField(label, _missing(name), longest=_longest(name))


def _lines(name: str, label: object) -> shared.LongField:
    return shared.LongField(label, _missing(name), longest=_longest(name))


class RequestForm(SeededForm):
    """What somebody asks for, who they are, and how to reach them."""

    kinds = shared.TicksField(
        _l("請求したいこと"),
        choices=[SelectChoice(each.value, _l(words)) for each, words in KINDS.items()],
        validators=[shared.Filled(_missing("kinds"))],
    )
    wanted = _lines("wanted", _l("詳しい内容"))
    requester = RadioField(
        _l("請求する人"),
        choices=[SelectChoice(each.value, _l(words)) for each, words in REQUESTERS.items()],
        validators=[shared.Filled(_missing("requester"))],
    )
    requester_name = _line("requester_name", _l("氏名"))
    about_name = _line("about_name", _l("本人の氏名"))
    contact = _lines("contact", _l("連絡先"))
    clue = _line("clue", _l("会員番号など"))

    @property
    def values(self) -> dict[str, Any]:
        """What was typed, as the register has it."""
        typed = {name: self[name].data for name in request_intake.SAID}
        requester = typed["requester"]
        known = {*Requester}
        return {
            **typed,
            "kinds": tuple(each for each in Asked if each in (typed["kinds"] or ())),
            "requester": Requester(requester) if requester in known else None,
        }

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        """What the register would refuse is said beside its field as well, all of it at once."""
        valid = bool(super().validate(*args, **kwargs))
        for name, refusal in request_intake.faults(self.values):
            if name in request_intake.SAID and not self[name].errors:
                self[name].errors = [sentence(refusal)]
                valid = False
        return valid
