"""Forms of audit reports: written and signed in one, approved, received."""

from typing import Any

from flask_babel import gettext, lazy_gettext as _l, lazy_pgettext as _p
from wtforms import HiddenField
from wtforms.validators import InputRequired, Length

from pms_tracker import clock
from pms_tracker.approvals.approval_tables import Decision
from pms_tracker.approvals.approvals import Decided
from pms_tracker.check.reports.audit_reports import Paper, Written
from pms_tracker.kernel.days import refuse_future
from pms_tracker.web.door.uploads import any_upload
from pms_tracker.web.forms import shared_forms as shared
from pms_tracker.web.proofs.decision_forms import DecisionFields, deciding


class PaperFields(shared.Form):
    """Who stamped on paper, and when; nobody where it is done here.

    `entering` is sent by forms for those who may do nothing but enter a paper.
    """

    entering = HiddenField(validators=[Length(max=1)])
    on_paper_by = shared.PickField(_l("紙に押印した人"))
    stamped_on = shared.DayField(_l("押印した日"))

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        """A day still to come, or nobody where somebody is needed, is said beside the field."""
        valid = bool(super().validate(*args, **kwargs))
        if self.entering.data and self.on_paper_by.data is None:
            self.on_paper_by.errors = [gettext("紙に押印した人を選んでください。")]
            valid = False
        return self.judged((self.stamped_on, self._is_past)) and valid

    def _is_past(self) -> None:
        if self.stamped_on.data:
            refuse_future(self.stamped_on.data, clock.today())

    @property
    def paper(self) -> Paper | None:
        """The stamped original, where one is entered."""
        person_id = self.on_paper_by.data
        if person_id is None:
            return None
        day = self.stamped_on.data or clock.today()
        return Paper(person_id, day, scanned=any_upload("scan"))


class ReportForm(PaperFields):
    """What the auditors write; `signs` asks for what a signed report cannot be without."""

    signs = False

    version = shared.VersionField()
    seen = HiddenField(validators=[InputRequired(), Length(max=400)])
    opinion = shared.LongField(_l("監査員の所見"), longest=5000)
    conclusion = shared.LongField(_l("監査の結論"), longest=2000)
    strong_points = shared.LongField(_p("report", "良好な点"), longest=5000)
    distribution = shared.LongField(_l("配布先"), longest=1000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in (self.opinion, self.conclusion):
            field.flags.required = True

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        """A draft may lack anything; a signed report needs opinion and conclusion."""
        valid = bool(super().validate(*args, **kwargs))
        if not self.signs:
            return valid
        wanted = (
            (self.opinion, gettext("監査員の所見を入力してください。")),
            (self.conclusion, gettext("結論を入力してください。例：おおむね適合。不適合1件。")),
        )
        for field, words in wanted:
            if not (field.data or "").strip():
                field.errors = [words]
                valid = False
        return valid

    @property
    def written(self) -> Written:
        return Written(
            self.opinion.data or "",
            self.conclusion.data or "",
            self.strong_points.data or "",
            self.distribution.data or "",
        )


class ApprovalForm(DecisionFields, PaperFields):
    """The audit manager's decision."""

    @property
    def decided(self) -> Decided:
        return Decided(
            Decision(self.decision.data), self.seen_digest.data or "", self.reason.data or ""
        )


class ReceiptForm(ApprovalForm):
    """The representative receives the report, with instructions for improvement (改善指示)."""

    decision = deciding(_l("決定"), _l("受領する"), _l("受領か差戻しを選んでください。"))
    reason = shared.LongField(_l("改善指示"), longest=2000)
