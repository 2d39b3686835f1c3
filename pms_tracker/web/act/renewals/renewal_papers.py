"""Papers of a renewal: readiness, what was carried out in the term, and the answers to remarks."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext, ngettext

from pms_tracker import clock
from pms_tracker.act.management import review_summaries
from pms_tracker.act.renewals import readiness, term_summary
from pms_tracker.act.renewals.examiner_remarks import REMARKS, remarks_of
from pms_tracker.act.renewals.package_items import Comes, forms_of
from pms_tracker.act.renewals.renewals import BODIES, RENEWALS, is_first, term_of
from pms_tracker.act.renewals.term_summary import Audited
from pms_tracker.act.rules.renewal import readiness_rules
from pms_tracker.do.trainings.training_plans import AUDIENCES, TRAININGS
from pms_tracker.do.trainings.training_years import Held
from pms_tracker.evidence import evidence
from pms_tracker.kernel.errors import NotFound
from pms_tracker.people.firm import people
from pms_tracker.people.firm.people import Viewer
from pms_tracker.plan.rules.year_rules import Year
from pms_tracker.web.act.cases import responses
from pms_tracker.web.act.cases.responses import Line
from pms_tracker.web.act.renewals import renewal_words
from pms_tracker.web.pictures import section_papers
from pms_tracker.web.pictures.section_papers import Paper, Part
from pms_tracker.web.words import labels, summary_words
from pms_tracker.web.words.days_in_words import day_text
from pms_tracker.web.words.register_words import say

# In a cell that nobody forgot to fill.
NOTHING = "－"


def years_of(row: Any) -> list[Year]:
    """The fiscal years of a term, as far as they have begun."""
    first, last = term_of(row)
    start = people.the_company().fiscal_start
    until = min(last, max(clock.today(), first))
    return readiness_rules.years_of(first, until, start)


def _term(row: Any | None) -> list[str]:
    """Who examines, once that is known, and of what time the records are."""
    first, last = term_of(row)
    told = {"first": day_text(first), "last": day_text(last)}
    body = [gettext("審査機関：%(body)s", body=say(BODIES[row.body]))] if row else []
    if is_first(row):
        return [*body, gettext("はじめての申請のための確認：%(first)s〜%(last)s", **told)]
    return [*body, gettext("有効期間：%(first)s〜%(last)s", **told)]


def _boxes() -> list[tuple[str, str]]:
    return [(say(each), gettext("確認")) for each in RENEWALS.boxes]


def readiness_paper(row: Any | None, viewer: Viewer) -> bytes:
    """What the records show of the term, or before the first mark, subject by subject."""
    lines = [renewal_words.shown(each) for each in readiness.checked(row, viewer)]
    part = Part(
        gettext("申請までの記録") if is_first(row) else gettext("有効期間中の記録"),
        [
            [each.subject, each.year, each.chip[2], each.shown or NOTHING, each.lacks or NOTHING]
            for each in lines
        ],
        (0, 0, 0, 1, 1),
        [
            *(gettext("確認する事項"), gettext("年度"), gettext("状況")),
            *(gettext("記録"), gettext("不足しているもの")),
        ],
    )
    paper = Paper(
        say(renewal_words.readiness_of(row)),
        [part],
        reference=RENEWALS.name_of(row) if row else "",
        notes=_term(row),
        boxes=_boxes(),
        flipped=True,
    )
    return section_papers.made(paper)


def summary_paper(row: Any, viewer: Viewer) -> bytes:
    """Education, audits and management reviews of the term, on one sheet."""
    years = years_of(row)
    told = term_summary.of_years(years, viewer)
    reviews = review_summaries.held_between(viewer, years[0].first, years[-1].last)
    paper = Paper(
        gettext("教育・監査・マネジメントレビューの実施サマリー"),
        [_education(told.trainings, told.education), _audits(told.audits), _reviews(reviews)],
        gettext("実施サマリー"),
        reference=RENEWALS.name_of(row),
        notes=[*_term(row), *_form_of_body(row)],
        boxes=_boxes(),
        flipped=True,
        letters=7.5,
    )
    return section_papers.made(paper)


def _form_of_body(row: Any) -> list[str]:
    """The number by which the body calls what this answers: each has its own, and by kind of
    application (domain.md 2.4 no. 7)."""
    found = [f"{each.code} {each.name}" for each in forms_of(row, Comes.SUMMARY)]
    return [gettext("審査機関の様式：%(forms)s", forms=labels.between(found))] if found else []


def _education(trainings: Sequence[Held], duties: Sequence[Any]) -> Part:
    return Part(
        gettext("教育"),
        [
            *map(_training, trainings),
            *([day_text(each.done_on), each.title, each.result] for each in duties),
        ],
        (0, 1, 2),
        [gettext("実施日"), gettext("内容"), gettext("結果（人数、効果）")],
        gettext("実施の記録がありません。"),
    )


def _training(held: Held) -> list[str]:
    row, told = held.row, held.figures
    counted = gettext(
        "対象 %(planned)d人、受講 %(attended)d人、合格 %(passed)d人、未受講 %(absent)d人",
        **{name: told[name] for name in ("planned", "attended", "passed", "absent")},
    )
    mean = told.get("mean")
    effect = "" if mean is None else gettext("平均点 %(mean)s点", mean=mean)
    days = f"{day_text(row.starts_on)}{gettext('～')}{day_text(row.ends_on)}"
    what = f"{TRAININGS.name_of(row)} {row.title}（{say(AUDIENCES[row.audience])}）"
    return [days, what, gettext("、").join(filter(None, (counted, effect)))]


def _audits(held: Sequence[Audited]) -> Part:
    return Part(
        gettext("内部監査"),
        [
            [
                day_text(each.line.held_on),
                labels.label(each.line.kind),
                summary_words.target(each.line),
                each.line.theme,
                labels.between(each.line.auditors),
                each.line.manager or NOTHING,
                day_text(each.line.reported_on) if each.line.reported_on else NOTHING,
                ngettext("%(num)d件", "%(num)d件", each.nonconformities),
                summary_words.corrected(each.line),
                each.line.reference or gettext("移行"),
            ]
            for each in held
        ],
        (0, 0, 3, 5, 4, 0, 0, 0, 0, 0),
        [
            *(gettext("実施日"), gettext("監査の種類"), gettext("対象部門"), gettext("テーマ")),
            *(gettext("監査員"), gettext("監査責任者"), gettext("報告日"), gettext("不適合")),
            *(gettext("是正の完了"), gettext("番号")),
        ],
        gettext("実施の記録がありません。"),
    )


def _reviews(held: Sequence[review_summaries.Held]) -> Part:
    return Part(
        gettext("マネジメントレビュー"),
        [
            [
                day_text(each.held_on),
                each.signed_by,
                each.conclusion,
                "\n".join(f"{place}. {said}" for place, said in enumerate(each.decisions, 1))
                or gettext("なし"),
                gettext("%(done)s／%(all)s件", done=each.done, all=len(each.decisions)),
                each.reference,
            ]
            for each in held
        ],
        (0, 0, 1, 1, 0, 0),
        [
            *(gettext("開催日"), gettext("承認者"), gettext("総括"), gettext("決定事項")),
            *(gettext("完了"), gettext("番号")),
        ],
        gettext("実施の記録がありません。"),
    )


def answer_paper(row: Any) -> bytes:
    """The answers to what was remarked, for the body (指摘事項への回答書)."""
    parts = [_remark(each) for each in remarks_of(row)]
    none = [Part(gettext("指摘事項"), [], (0, 1), none=gettext("指摘事項はありません。"))]
    paper = Paper(
        gettext("指摘事項への回答書"),
        parts or none,
        reference=RENEWALS.name_of(row),
        notes=[*_term(row), gettext("登録番号：%(number)s", number=_registration(row))],
        boxes=_boxes(),
    )
    return section_papers.made(paper)


def _registration(row: Any) -> str:
    return row.registration or gettext("なし")


def _remark(row: Any) -> Part:
    called, case = REMARKS.name_of(row), _case_of(row)
    said = [
        (gettext("指針の項目"), REMARKS.field("requirement").of(row)),
        (gettext("担当部門"), people.unit(row.unit_id).name),
        (gettext("指摘の内容"), row.what),
        (gettext("指摘を受けた日"), day_text(row.found_on)),
        (gettext("原因"), case.cause if case else ""),
        (gettext("是正内容"), case.action if case else ""),
        (gettext("実施日"), day_text(case.done_on) if case and case.done_on else ""),
        (
            gettext("エビデンス"),
            "\n".join(filter(None, (case.evidence if case else "", *_files(row)))),
        ),
        (gettext("回答の内容"), row.answer or gettext("未回答")),
        (gettext("回答の期限"), day_text(row.due_on) if row.due_on else ""),
        (gettext("是正処置の番号"), row.case_reference),
        (gettext("回答した日"), day_text(row.answered_on) if row.answered_on else ""),
    ]
    title = f"{row.item}　{called}" if row.item else called
    return Part(title, [[label, words] for label, words in said if words], (0, 1))


def _case_of(row: Any) -> Line | None:
    """What the case that deals with a remark says; none where what was typed names none."""
    if not row.case_reference:
        return None
    try:
        return responses.lines([row.case_reference])[0]
    except NotFound:
        return None


def _files(row: Any) -> list[str]:
    """What is attached to the answer itself."""
    found = evidence.files(REMARKS.name_of(row))
    return [each.name for each in found if each.erased_at is None]
