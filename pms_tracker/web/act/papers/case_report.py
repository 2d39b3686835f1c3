"""The report of a corrective action (是正処置報告書) as a paper: plain data for the template."""

from collections.abc import Iterator, Sequence
from datetime import date

from flask_babel import gettext, pgettext
from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.act.cases import cases, grounds, instructions, sources
from pms_tracker.act.cases.dossier import Dossier
from pms_tracker.act.plans import repeats
from pms_tracker.act.rules.case_rules import CaseState
from pms_tracker.act.several import merging
from pms_tracker.act.tables.case_tables import Case
from pms_tracker.database import session
from pms_tracker.evidence import evidence as files
from pms_tracker.evidence.evidence_tables import EvidenceFile
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.words import N_
from pms_tracker.people.changes import naming
from pms_tracker.people.firm import people
from pms_tracker.plan.policies import review_inputs
from pms_tracker.plan.years import lessons
from pms_tracker.trail import trail
from pms_tracker.web.act.papers import case_report_boxes, case_report_parts as parts
from pms_tracker.web.act.papers.case_report_parts import Row, note, row, section, text
from pms_tracker.web.act.papers.case_report_words import Told, grounds_of, plan_digest
from pms_tracker.web.act.record import elsewhere_page
from pms_tracker.web.pictures import papers
from pms_tracker.web.record.term_papers import TermPaper
from pms_tracker.web.words.days_in_words import day_text
from pms_tracker.web.words.labels import label, marked


def data(case: Case, viewer: people.Viewer) -> dict[str, object]:
    """All that the paper says of a case, as far as it has come, in the reader's words."""
    dossier = Dossier(case)
    about = grounds.of_case(case, viewer)
    repeated = any(each.repeats for each in dossier.rounds)
    before = repeats.before(case, viewer) if repeated else repeats.Before()
    # What is done is printed with the names of its day, whoever is called otherwise since.
    names = naming.persons_then(dossier.firm.names(dossier.firm.members), case.closed_on)
    told = Told(dossier, names, before, elsewhere_page.told(dossier, None))
    boxes = case_report_boxes.Boxes(told, people.grants_of(case_report_boxes.signers(dossier)))
    seen = [each.finding for each in about if each.sees_finding]
    attached = files.files_of([case.reference, *seen])
    named = {reference: [_named(each) for each in found] for reference, found in attached.items()}
    return {
        **_frame(dossier),
        "boxes": boxes.of_plan(),
        "ending": gettext("完了欄"),
        "ending_boxes": boxes.of_ending(),
        "sections": [
            *section(gettext("案件"), _case(dossier, about)),
            *grounds_of(case, about, named),
            *section(gettext("改善指示"), _instructions(told)),
            *told.rounds(),
            *section(gettext("教訓"), _lesson(case)),
            *section(gettext("添付した証拠"), _files(attached[case.reference])),
        ],
    }


def _instructions(told: Told) -> Iterator[Row]:
    """What the representative asked for on receiving the report, and when."""
    for each in instructions.of_case(told.dossier.case):
        name, day = told.whom(each.decided_by_id, each.for_id), day_text(each.decided_on)
        received = gettext("監査報告書の受領 %(name)s・%(day)s", name=name, day=day)
        yield row(gettext("内容"), text(each.reason), note(received))


def _of_term(first: date, last: date, viewer: people.Viewer) -> Iterator[tuple[str, bytes]]:
    """The reports of cases that were closed in these days."""
    its = Case.state == CaseState.CLOSED, Case.closed_on.between(first, last)
    found = select(Case).where(*its, cases.visible_to(viewer)).order_by(Case.closed_on, Case.id)
    for case in session.scalars(found):
        yield case.reference, papers.set_paper("case_report", data(case, viewer))


REPORTS = TermPaper("cases", N_("是正処置報告書"), _of_term)


def file_name(case: Case) -> str:
    """Named by its reference; what is not ended says that it is a draft."""
    return f"{case.reference}{'' if case.closed_on else '-draft'}.pdf"


def _frame(dossier: Dossier) -> dict[str, object]:
    case, firm = dossier.case, dossier.firm
    stamps = {CaseState.CLOSED: "", CaseState.WITHDRAWN: label(CaseState.WITHDRAWN)}
    to = sorted(firm.names(firm.holders(Role.REPRESENTATIVE)).values())
    return papers.frame(
        gettext("是正処置報告書"),
        reference=case.reference,
        day=day_text(case.closed_on or clock.today()),
        stamp=stamps.get(case.state, gettext("作成中")),
        addressee="\n".join(gettext("代表者 %(name)s 殿", name=each) for each in to),
        foot=_foot(dossier),
    )


def _case(dossier: Dossier, about: Sequence[grounds.Ground]) -> list[parts.Row]:
    case = dossier.case
    audits = {each.audit.reference: each.audit.theme for each in about if each.audit}
    found = [parts.note(f"{name}　{theme}") for name, theme in audits.items()]
    merged = merging.went_to(case)
    state = label(case.state)
    if case.closed_on is None:
        due = gettext("%(day)sまで", day=day_text(case.turn_due_on))
        state = (
            f"{state}　{dossier.firm.names([case.turn_of_id]).get(case.turn_of_id or 0, '')}　{due}"
        )
    return [
        row(pgettext("case", "件名"), text(case.title)),
        row(gettext("部門"), text(naming.unit_then(*about[0].unit, case.closed_on))),
        row(gettext("発生源"), text(label(case.source)), *found, *_examined(case)),
        row(gettext("等級"), text(marked(case.grade))),
        row(gettext("開始日"), text(day_text(case.opened_on))),
        row(gettext("状態"), text(state)),
        row(gettext("完了日"), text(day_text(case.closed_on))),
        row(gettext("統合した先"), text(merged)),
        row(gettext("取下げの理由"), text(case.withdrawal)),
    ]


def _examined(case: Case) -> list[parts.Part]:
    """Which examination raised the point, and whether it was answered."""
    found = sources.examination_of(case)
    if found is None:
        return []
    told = (
        (gettext("審査の日"), day_text(found.examined_on)),
        (gettext("審査機関"), found.examiner),
        (gettext("指摘番号"), found.item),
        (gettext("回答の期限"), day_text(found.answer_due_on)),
        (gettext("回答した日"), day_text(found.answered_on)),
    )
    return [parts.note(f"{name}　{value}") for name, value in told if value]


def _lesson(case: Case) -> list[parts.Row]:
    """The lesson and what each inbox it was laid in answered."""
    if case.closed_on is None:
        return []
    laid, others = review_inputs.from_record(case.reference), lessons.from_record(case.reference)
    if laid is None and not others:
        return []
    told = [row(gettext("内容"), text((laid or others[0]).text))]
    if laid is not None:
        waits = gettext("次の方針の見直しで答えます。")
        told.append(row(gettext("方針の見直し"), text(laid.answer if laid.review_id else waits)))
    waits = gettext("回答を待っています。")
    for each in others:
        answer = text(each.answer) if each.answered_on else parts.note(waits)
        told.append(row(label(each.inbox), answer, parts.note(day_text(each.answered_on))))
    return told


def _files(found: Sequence[EvidenceFile]) -> list[parts.Row]:
    """Each file with what proves that it is the same one."""
    return [
        row(
            day_text(clock.local(each.added_at).date()),
            text(_named(each)),
            parts.note(each.whose),
            {"kind": "digest", "words": "" if each.erased_at else f"SHA-256 {each.sha256}"},
        )
        for each in found
    ]


def _named(file: EvidenceFile) -> str:
    return gettext("（消去済み）") if file.erased_at else file.name


def _foot(dossier: Dossier) -> list[tuple[str, str]]:
    """What proves the paper: the plan's digest, and the head of the trail when it was printed."""
    number, head = trail.head()
    told = [(gettext("印刷時の操作履歴の最終番号 %(num)d", num=number), head)]
    if dossier.current.planned:
        told.insert(0, (gettext("計画のハッシュ値（SHA-256）"), plan_digest(dossier)))
    return told
