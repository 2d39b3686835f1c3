"""Whether a provision or a receipt is to be recorded: five questions and the answer, nothing kept.

The answer leads to the form of the register, filled with what was answered, whether a record is
made or that none is needed.
"""

from typing import Any, Self

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectChoice, SelectField
from wtforms.validators import Optional

from pms_tracker.do.registers.provision_fields import ALL_GROUNDS, DIRECTIONS, GROUNDS
from pms_tracker.do.registers.provisions import PROVISIONS, WHY
from pms_tracker.do.rules import provision_rules as rules
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.forms.shared_forms import Filled, Form
from pms_tracker.web.words.register_words import say

blueprint = Blueprint("provision_need", __name__, url_prefix="/do/provisions/need")

YES, NO, HERE = "yes", "no", "here"
CHOOSE = _l("選んでください。")


class QuestionsForm(Form):
    """Five questions, asked by the address; they change nothing, so that they need no token."""

    class Meta:
        csrf = False

    direction = RadioField(
        _l("どちらですか"),
        choices=[SelectChoice(each.value, _l(words)) for each, words in DIRECTIONS.items()],
        validators=[Filled(CHOOSE)],
    )
    data = RadioField(
        _l("個人データですか"),
        choices=[SelectChoice(YES, _l("はい")), SelectChoice(NO, _l("いいえ"))],
        validators=[Filled(CHOOSE)],
    )
    party = RadioField(
        _l("相手はだれですか"),
        choices=[
            SelectChoice(rules.Party.BUSINESS.value, _l("事業者")),
            SelectChoice(rules.Party.PERSON.value, _l("事業者でない個人")),
            SelectChoice(rules.Party.PUBLIC_BODY.value, _l("国・自治体など")),
        ],
        validators=[Filled(CHOOSE)],
    )
    ground = SelectField(
        _l("根拠は何ですか"),
        choices=[
            SelectChoice("", _l("選んでください")),
            *(SelectChoice(each.value, _l(words)) for each, words in GROUNDS.items()),
        ],
        validators=[Optional()],
    )
    abroad = RadioField(
        _l("相手は外国にありますか"),
        choices=[
            SelectChoice(HERE, _l("いいえ")),
            SelectChoice(rules.Abroad.CONSENT.value, _l("はい。本人の同意によって提供する")),
            SelectChoice(rules.Abroad.EQUAL.value, _l("はい。日本と同等の水準にある国にある")),
            SelectChoice(rules.Abroad.SYSTEM.value, _l("はい。相手に基準に適合する体制がある")),
        ],
        validators=[Filled(CHOOSE)],
    )

    @classmethod
    def read(cls) -> Self:
        return cls(formdata=request.args or None)

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        """What is no personal data, or of a public body, is free whatever it rests on."""
        valid = bool(super().validate(*args, **kwargs))
        free = self.data.data == NO or self.party.data == rules.Party.PUBLIC_BODY
        if valid and not free and not self.ground.data:
            self.ground.errors = [str(CHOOSE)]
            return False
        return valid

    @property
    def asked(self) -> rules.Asked:
        """What was answered, once it was found right."""
        return rules.Asked(
            rules.Direction(self.direction.data),
            self.data.data == YES,
            rules.Party(self.party.data),
            rules.Ground(self.ground.data or rules.Ground.CONSENT),
            None if self.abroad.data == HERE else rules.Abroad(self.abroad.data),
        )


@blueprint.get("/")
@requires(PROVISIONS.reader)
def questions() -> ResponseReturnValue:
    form = QuestionsForm.read()
    answered = bool(request.args)
    right = answered and form.validate()
    page = render_template(
        "do/provisions/need.html",
        form=form,
        register=PROVISIONS,
        answer=_told(form.asked) if right else None,
    )
    return page, 400 if answered and not right else 200


def _told(asked: rules.Asked) -> dict[str, Any]:
    """The answer in words, and the way on for whoever may record it."""
    found = rules.answer(asked)
    possible = rules.allows(asked.direction, found.ground)
    return {
        "possible": possible,
        "needed": found.needed,
        "why": say(WHY[found.why]),
        "ground": say(ALL_GROUNDS[found.ground]),
        "items": [
            say(PROVISIONS.field(each.value).label) for each in rules.Item if each in found.items
        ],
        "url": _way_on(asked, found) if possible and me().may(PROVISIONS.keeper) else None,
    }


def _way_on(asked: rules.Asked, found: rules.Answer) -> str:
    received = asked.direction is rules.Direction.RECEIVED
    abroad = asked.abroad.value if asked.abroad and not received else None
    place = f"{PROVISIONS.key}.form"
    return url_for(place, direction=asked.direction.value, ground=found.ground.value, abroad=abroad)
