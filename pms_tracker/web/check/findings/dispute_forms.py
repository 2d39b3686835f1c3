"""Forms of a finding's hearing: confirmed or disputed by the auditee, decided by somebody else."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import MultipleFileField
from wtforms import RadioField

from pms_tracker.check.rules.dispute_rules import Ruling
from pms_tracker.web.forms.shared_forms import Filled, Form, LongField, VersionField, choices_of


class ConfirmForm(Form):
    """The auditee takes the finding as it is."""

    version = VersionField()


class DisputeForm(Form):
    """The auditee says why the finding does not stand."""

    version = VersionField()
    # Ids of its own: it stands on a page beside the form that confirms.
    dispute = LongField(
        _l("異議の理由"),
        _l("異議の理由を入力してください。事実と違う点を具体的に書きます。"),
        longest=5000,
        id="dispute-reason",
    )
    files = MultipleFileField(_l("証拠ファイル"), id="dispute-files")


class RulingForm(Form):
    """Whether a disputed finding stands, and why; nothing is preselected."""

    version = VersionField()
    ruling = RadioField(
        _l("決定"),
        choices=choices_of(Ruling),
        validators=[Filled(_l("所見を維持するか、取り下げるかを選んでください。"))],
    )
    grounds = LongField(
        _l("決定の根拠"),
        _l("決定の根拠（確かめた方法と見たもの）を入力してください。"),
        longest=5000,
    )
    exception_reason = LongField(_l("例外の理由"), longest=1000)
