"""Templates of questions: seen by auditors, kept by the audit manager, as a file too."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext as _l, ngettext

from pms_tracker.check.preparing import question_templates
from pms_tracker.check.rules.audit_rules import AuditKind
from pms_tracker.check.tables.checklist_tables import TemplateQuestion
from pms_tracker.database import transaction
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.sheets import tables
from pms_tracker.sheets.sheet_lines import Trouble
from pms_tracker.web.check.checklists import walk_page
from pms_tracker.web.check.checklists.preparing_forms import (
    ImportTemplateForm,
    TemplateQuestionForm,
)
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.forms.shared_forms import refused_into
from pms_tracker.web.home import start
from pms_tracker.web.lists import list_files
from pms_tracker.web.lists.list_files import Column, Sheet
from pms_tracker.web.record import record_history
from pms_tracker.web.record.steps import Done, pressed, step
from pms_tracker.web.words import labels

blueprint = Blueprint("question_templates", __name__, url_prefix="/check/question-templates")

KIND = "<any(operation,conformity):kind>"
COLUMNS = (
    Column("requirement", _l("要求事項"), lambda row: row.requirement, width=20),
    Column("question", _l("質問"), lambda row: row.question, width=60),
    Column("methods", _l("確認方法"), lambda row: walk_page.methods_words(row.methods), width=20),
    Column("hint", _l("着眼点"), lambda row: row.hint, width=36),
    Column("good_evidence", _l("証拠の例"), lambda row: row.good_evidence, width=36),
)


@blueprint.get("/")
@requires(Permission.SEE_QUESTIONS)
def index() -> ResponseReturnValue:
    return render_template(
        "check/question_templates/list.html",
        kinds=list(AuditKind),
        counts=question_templates.counts(),
        starters={kind: len(question_templates.starter(kind)) for kind in AuditKind},
    )


def _version(kind: AuditKind) -> int:
    found = question_templates.template(kind)
    return found.version if found else 1


def _page(
    kind: AuditKind, importing: ImportTemplateForm | None = None, troubles: Sequence[Trouble] = ()
) -> ResponseReturnValue:
    found = question_templates.template(kind)
    status = 400 if troubles else importing.status if importing else 200
    html = render_template(
        "check/question_templates/record.html",
        kind=kind,
        template=found,
        version=found.version if found else 1,
        questions=question_templates.questions(kind),
        methods_words=walk_page.methods_words,
        starter=question_templates.starter(kind),
        importing=importing or ImportTemplateForm(formdata=None, version=_version(kind)),
        troubles=troubles,
        history=record_history.of(f"{question_templates.OF_TEMPLATE}{kind.value}"),
    )
    return html, status


@blueprint.get(f"/{KIND}")
@requires(Permission.SEE_QUESTIONS)
def record(kind: str) -> ResponseReturnValue:
    return _page(AuditKind(kind))


@blueprint.post(f"/{KIND}/import")
@requires(Permission.PLAN_AUDITS)
def take_file(kind: str) -> ResponseReturnValue:
    """Keep the questions of a file, or tell every bad row and keep nothing."""
    of = AuditKind(kind)
    form = ImportTemplateForm()
    if form.validate_on_submit():
        with refused_into(form):
            read = question_templates.read(form.file.data.read(tables.MOST_BYTES + 1))
            troubles = [*read.troubles, *question_templates.unknown(read.questions)]
            if troubles:
                return _page(of, form, sorted(troubles, key=lambda each: each.line))
            with transaction():
                version = form.version.number
                question_templates.keep(of, read.questions, version=version, by=me())
            flash(_kept(len(read.questions)), "done")
            return redirect(url_for(".record", kind=kind))
    form.version.data = _version(of)
    return _page(of, form)


def _kept(count: int) -> str:
    return ngettext("%(num)d問を保存しました。", "%(num)d問を保存しました。", count)


@blueprint.post(f"/{KIND}/starter")
@requires(Permission.PLAN_AUDITS)
@pressed()
def take_starter(kind: str) -> Done:
    """Begin with the questions that come with the program."""
    of = AuditKind(kind)
    wanted = question_templates.starter(of)
    question_templates.keep(of, wanted, version=_version(of), by=me())
    return Done(_kept(len(wanted)), start.onward(url_for(".record", kind=kind)))


def _form(kind: AuditKind, asked: TemplateQuestion | None, place: str) -> TemplateQuestionForm:
    stands: dict[str, Any] = {}
    if asked is not None:
        stands = {
            name: getattr(asked, name)
            for name in ("requirement", "question", "hint", "good_evidence")
        }
        stands["methods"] = asked.methods.split()
    return TemplateQuestionForm(place=place, version=_version(kind), **stands)


def _question_page(
    kind: AuditKind, position: int | None, form: TemplateQuestionForm
) -> ResponseReturnValue:
    html = render_template(
        "check/question_templates/question.html", kind=kind, position=position, form=form
    )
    return html, form.status


@blueprint.get(f"/{KIND}/new")
@requires(Permission.PLAN_AUDITS)
def new(kind: str) -> ResponseReturnValue:
    of = AuditKind(kind)
    return _question_page(of, None, _form(of, None, url_for(".add", kind=kind)))


@blueprint.get(f"/{KIND}/<int:position>")
@requires(Permission.PLAN_AUDITS)
def edit(kind: str, position: int) -> ResponseReturnValue:
    of = AuditKind(kind)
    asked = question_templates.question(of, position)
    place = url_for(".write", kind=kind, position=position)
    return _question_page(of, position, _form(of, asked, place))


def _again(
    form: TemplateQuestionForm, kind: str, position: int | None = None
) -> ResponseReturnValue:
    of = AuditKind(kind)
    form.version.data = _version(of)
    return _question_page(of, position, form)


@blueprint.post(f"/{KIND}/new", endpoint="add")
@blueprint.post(f"/{KIND}/<int:position>")
@requires(Permission.PLAN_AUDITS)
@step(TemplateQuestionForm, _again)
def write(form: TemplateQuestionForm, kind: str, position: int | None = None) -> Done:
    version = form.version.number
    question_templates.write(AuditKind(kind), position, form.asked(), version=version, by=me())
    return Done(gettext("質問を保存しました。"), url_for(".record", kind=kind))


@blueprint.post(f"/{KIND}/<int:position>/remove")
@requires(Permission.PLAN_AUDITS)
@pressed()
def remove(kind: str, position: int) -> Done:
    version = ImportTemplateForm().version.number
    question_templates.drop(AuditKind(kind), position, version=version, by=me())
    words = gettext("質問を外しました。作成済みのチェックリストは変わりません。")
    return Done(words, url_for(".record", kind=kind))


@blueprint.get(f"/{KIND}/export.csv", defaults={"form": "csv"})
@blueprint.get(f"/{KIND}/export.xlsx", defaults={"form": "xlsx"})
@requires(Permission.SEE_QUESTIONS)
def export(kind: str, form: str) -> ResponseReturnValue:
    """The template as a file that the import reads back."""
    of = AuditKind(kind)

    def more(last: object | None) -> Sequence[Any]:
        return question_templates.questions(of) if last is None else []

    title = gettext("質問のひな形 %(kind)s", kind=labels.label(of))
    return list_files.answer(Sheet(title, f"questions-{kind}", COLUMNS, more), form)
