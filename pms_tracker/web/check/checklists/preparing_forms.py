"""Forms of preparing a checklist, and of the templates its questions come from."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField

from pms_tracker.check.preparing.checklist_preparing import NewRow
from pms_tracker.check.preparing.question_rows import Question
from pms_tracker.check.rules import checklist_rules
from pms_tracker.check.rules.checklist_rules import LONGEST_HINT, LONGEST_QUESTION, Method, Origin
from pms_tracker.web.forms import shared_forms as shared


class QuestionFields(shared.Form):
    """What every question says beside what it is about."""

    question = shared.LongField(
        _l("質問"),
        _l("質問を入力してください。例：退職した人の鍵は、すべて戻っているか。"),
        longest=LONGEST_QUESTION,
    )
    methods = shared.TicksField(_l("確認方法"), choices=shared.choices_of(Method))
    hint = shared.LineField(_l("着眼点"), longest=LONGEST_HINT)
    good_evidence = shared.LineField(_l("証拠の例"), longest=LONGEST_HINT)

    def methods_text(self) -> str:
        return checklist_rules.joined([Method(each) for each in self.methods.data or []])


class OwnQuestionForm(QuestionFields):
    """A question of the auditor's own, about one of the audit's criteria."""

    requirement_id = shared.PickField(_l("要求事項"), _l("要求事項を選んでください。"))

    def row(self) -> NewRow:
        return NewRow(
            self.requirement_id.data,
            Origin.OWN,
            self.question.data.strip(),
            self.methods_text(),
            (self.hint.data or "").strip(),
            (self.good_evidence.data or "").strip(),
        )


class TemplateQuestionForm(QuestionFields):
    """A question of a template; `requirement` as files name it: j-items J.9.2."""

    version = shared.VersionField()
    requirement = shared.LineField(
        _l("要求事項"), _l("要求事項を入力してください。例：j-items J.9.2"), longest=80
    )

    def asked(self) -> Question:
        return Question(
            self.requirement.data,
            self.question.data.strip(),
            self.methods_text(),
            (self.hint.data or "").strip(),
            (self.good_evidence.data or "").strip(),
        )


class ImportTemplateForm(shared.Form):
    """A file of questions that takes the place of those there are."""

    version = shared.VersionField()
    file = FileField(_l("ファイル"), validators=[shared.Filled(_l("ファイルを選んでください。"))])
