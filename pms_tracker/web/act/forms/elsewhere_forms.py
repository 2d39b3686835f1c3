"""Forms of horizontal deployment (水平展開): what a plan asks of other units, and an answer."""

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, RadioField, SelectChoice

from pms_tracker import clock
from pms_tracker.act.rules import elsewhere_rules
from pms_tracker.act.rules.elsewhere_rules import Asking, Elsewhere
from pms_tracker.act.tables.case_tables import CaseRound
from pms_tracker.kernel.profile import Part
from pms_tracker.people.firm import company_profile, people
from pms_tracker.people.tables.people_tables import Unit
from pms_tracker.web.act.forms.source_forms import StatementForm
from pms_tracker.web.forms import shared_forms as shared


class AskingFields:
    """What the form of a plan asks about other units."""

    elsewhere_question = shared.LongField(_l("他部門への質問"), longest=2000)
    elsewhere_all = BooleanField(_l("ほかのすべての部門に聞く"))
    elsewhere_unit_ids = shared.TicksField(_l("聞く部門"), coerce=int, validate_choice=False)
    elsewhere_reason = shared.LongField(_l("聞かない理由"), longest=2000)

    def asking(self) -> Asking:
        """Whom the plan asks what; which units there are to ask is for the use case to judge."""
        return Asking(
            self.elsewhere_question.data or "",
            tuple(self.elsewhere_unit_ids.data or ()),
            self.elsewhere_reason.data or "",
            everywhere=bool(self.elsewhere_all.data),
        )

    def asking_checks(self) -> Sequence[tuple[Field, Callable[[], None]]]:
        """What is missing is said beside its field."""
        return (
            (self.elsewhere_question, lambda: elsewhere_rules.check_question(self.asking())),
            (self.elsewhere_reason, self._says_why_none),
        )

    def _says_why_none(self) -> None:
        if Part.ELSEWHERE in company_profile.parts():
            others = len(people.units(clock.today())) > 1
            elsewhere_rules.check_none(self.asking(), wanted=True, others=others)

    def offer_units(self, units: Sequence[Unit]) -> None:
        self.elsewhere_unit_ids.choices = [SelectChoice(each.id, each.name) for each in units]


def typed(this_round: CaseRound) -> dict[str, object]:
    """The fields as the plan has them."""
    return {name: getattr(this_round, name) for name in elsewhere_rules.FIELDS}


class AnswerForm(shared.Form):
    """Whether the same is found with the unit, and how that is known."""

    version = shared.VersionField()
    answer = RadioField(
        _l("自部門では"),
        choices=shared.choices_of(Elsewhere),
        validators=[shared.Filled(_l("該当なし・該当あり・対象外のどれかを選んでください。"))],
    )
    text = shared.LongField(
        _l("確かめたこと・見つかったこと・理由"),
        _l("どう確かめたか、何が見つかったか、または理由を入力してください。"),
        longest=5000,
    )

    descriptions: ClassVar[dict[str, Any]] = {
        Elsewhere.NOT_HERE.value: _l("同じことはなかった。どう確かめたかを書きます。"),
        Elsewhere.HERE_TOO.value: _l("同じことがあった。見つかったことを書きます。"),
        Elsewhere.OUT_OF_SCOPE.value: _l("その業務や情報がない。理由を書きます。"),
    }


class FoundForm(StatementForm):
    """What a unit found with itself, as a case of its own; the unit is the one that answered."""

    version = shared.VersionField()
