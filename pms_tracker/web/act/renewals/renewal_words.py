"""Renewals in words: what readiness is asked of, how each stands, and where it is put right."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext, lazy_gettext as _l, ngettext
from flask_babel.speaklater import LazyString

from pms_tracker import clock
from pms_tracker.act.renewals import renewals
from pms_tracker.act.renewals.examiner_remarks import REMARKS
from pms_tracker.act.renewals.package_items import Comes
from pms_tracker.act.renewals.renewals import RENEWALS, STATES
from pms_tracker.act.rules.renewal.readiness_rules import Line, Proof, Standing, Subject
from pms_tracker.act.rules.renewal.renewal_rules import RenewalState
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.words import N_, Words
from pms_tracker.reminders.running.every_source import KINDS
from pms_tracker.web.door.access import me
from pms_tracker.web.proofs.decision_forms import NextStep
from pms_tracker.web.words import duty_words, labels
from pms_tracker.web.words.days_in_words import day_text, fiscal_year_text
from pms_tracker.web.words.labels import label
from pms_tracker.web.words.register_words import say

SUBJECTS: Mapping[Subject, LazyString] = {
    Subject.PLAN: _l("年度計画の承認"),
    Subject.LAWS: _l("法令・規範の確認（1年以内）"),
    Subject.LEDGER_REVIEW: _l("台帳の見直しの完了"),
    Subject.RISK_REVIEW: _l("リスクの見直し"),
    Subject.POLICY_REVIEW: _l("方針の見直し"),
    Subject.EDUCATION: _l("従業者への教育"),
    Subject.CONTRACTORS: _l("委託先の評価（期限内）"),
    Subject.OPERATION_CHECK: _l("運用の確認"),
    Subject.AUDIT_UNITS: _l("すべての部門の監査"),
    Subject.CONFORMITY: _l("適合性の監査"),
    Subject.MANAGEMENT_REVIEW: _l("マネジメントレビュー"),
    Subject.APPOINTMENTS: _l("役割の任命"),
    Subject.POLICY_TEXT: _l("方針の本文と見直しの期限"),
    Subject.PURPOSES: _l("利用目的の承認と公表"),
    Subject.LEDGER: _l("台帳の記録の承認と見直しの期限"),
    Subject.RISKS: _l("リスク対応の承認と見直しの期限"),
    Subject.DOCUMENTS: _l("文書・様式の承認"),
    Subject.AMENDMENTS: _l("法令の改正への対応の期限"),
    Subject.CHANGES: _l("変更の計画の期限"),
    Subject.PLEDGES: _l("誓約書の回収"),
    Subject.TRAININGS: _l("教材の承認と教育の期限"),
    Subject.ENTRUSTING: _l("委託・提供の承認と期限"),
    Subject.CHECKS: _l("点検と持出しの期限"),
    Subject.DISPOSALS: _l("廃棄の期限"),
    Subject.REQUESTS: _l("開示等の請求への回答の期限"),
    Subject.COMPLAINTS: _l("苦情・相談への回答と報告の期限"),
    Subject.INCIDENTS: _l("事故の報告の期限"),
    Subject.AUDITS: _l("監査の実施と報告の期限"),
    Subject.FINDINGS: _l("不適合の是正処置の開始"),
    Subject.CASES: _l("是正処置の期限"),
    Subject.DECISIONS: _l("マネジメントレビューの決定の実施"),
}
NOTHING: Mapping[Subject, LazyString] = {
    Subject.PLAN: _l("承認された年度計画がありません。"),
    Subject.LAWS: _l("有効な法令・規範が登録されていません。"),
    Subject.LEDGER_REVIEW: _l("完了した台帳の見直しがありません。"),
    Subject.RISK_REVIEW: _l("年度計画に、実施したリスクの見直しがありません。"),
    Subject.POLICY_REVIEW: _l("方針の見直しの記録がありません。"),
    Subject.EDUCATION: _l("年度計画に、実施した教育がありません。"),
    Subject.CONTRACTORS: _l("評価の期限を過ぎたか、評価の済んでいない委託先があります。"),
    Subject.OPERATION_CHECK: _l("年度計画に、実施した運用の確認がありません。"),
    Subject.AUDIT_UNITS: _l("監査の終わった部門がありません。"),
    Subject.CONFORMITY: _l("終わった適合性の監査がありません。"),
    Subject.MANAGEMENT_REVIEW: _l("署名されたマネジメントレビューがありません。"),
    Subject.POLICY_TEXT: _l("承認された方針がありません。"),
    Subject.PURPOSES: _l("承認された利用目的がありません。"),
    Subject.LEDGER: _l("承認された台帳の記録がありません。"),
    Subject.RISKS: _l("承認されたリスクの評価がありません。"),
    Subject.DOCUMENTS: _l("承認された文書がありません。"),
}
# What a company may be without, said where nothing is kept that could show anything.
NONE_KEPT: Mapping[Subject, LazyString] = {
    Subject.CONTRACTORS: _l("登録された委託先がありません。"),
    Subject.PLEDGES: _l("誓約書を1件も登録していません。"),
}
# Where it is put right: the page, and what the link says.
MENDED_AT: Mapping[Subject, tuple[str, LazyString]] = {
    Subject.PLAN: ("years.index", _l("年度計画を開く")),
    Subject.LAWS: ("law_checks.index", _l("法令・規範の確認を開く")),
    Subject.LEDGER_REVIEW: ("ledger_reviews.index", _l("台帳の見直しを開く")),
    Subject.RISK_REVIEW: ("years.index", _l("年度計画を開く")),
    Subject.POLICY_REVIEW: ("policies.index", _l("方針を開く")),
    Subject.EDUCATION: ("years.index", _l("年度計画を開く")),
    Subject.CONTRACTORS: ("contractors.index", _l("委託先を開く")),
    Subject.OPERATION_CHECK: ("years.index", _l("年度計画を開く")),
    Subject.AUDIT_UNITS: ("coverage.board", _l("監査実施状況一覧を開く")),
    Subject.CONFORMITY: ("audits.index", _l("監査を開く")),
    Subject.MANAGEMENT_REVIEW: ("management_reviews.index", _l("マネジメントレビューを開く")),
    Subject.APPOINTMENTS: ("people.index", _l("人と部門を開く")),
    Subject.POLICY_TEXT: ("policies.index", _l("方針を開く")),
    Subject.PURPOSES: ("purposes.index", _l("利用目的を開く")),
    Subject.LEDGER: ("ledger.index", _l("台帳を開く")),
    Subject.RISKS: ("risks.index", _l("リスクを開く")),
    Subject.DOCUMENTS: ("documents.index", _l("文書・様式を開く")),
    Subject.AMENDMENTS: ("law_checks.index", _l("法令・規範の確認を開く")),
    Subject.CHANGES: ("changes.index", _l("変更の計画を開く")),
    Subject.PLEDGES: ("pledges.index", _l("誓約書を開く")),
    Subject.TRAININGS: ("training_plans.index", _l("教育計画と実施を開く")),
    Subject.ENTRUSTING: ("contractors.index", _l("委託先を開く")),
    Subject.CHECKS: ("checks.index", _l("運用の確認を開く")),
    Subject.DISPOSALS: ("disposals.index", _l("廃棄の記録を開く")),
    Subject.REQUESTS: ("requests.index", _l("開示等の請求を開く")),
    Subject.COMPLAINTS: ("complaints.index", _l("苦情・相談を開く")),
    Subject.INCIDENTS: ("incidents.index", _l("事故を開く")),
    Subject.AUDITS: ("audits.index", _l("監査を開く")),
    Subject.FINDINGS: ("findings.index", _l("監査所見を開く")),
    Subject.CASES: ("cases.index", _l("是正処置を開く")),
    Subject.DECISIONS: ("management_reviews.index", _l("マネジメントレビューを開く")),
}
STANDINGS: Mapping[Standing, tuple[str, str, LazyString]] = {
    Standing.THERE: ("done", "check", _l("そろっています")),
    Standing.NONE_KEPT: ("quiet", "ring", _l("記録なし")),
    Standing.TO_COME: ("quiet", "ring", _l("年度内に予定")),
    Standing.MISSING: ("soon", "warning", _l("不足")),
}
COMES: Mapping[Comes, LazyString] = {
    Comes.FORM: _l("審査機関の様式に記入"),
    Comes.LEDGER: _l("一式に含まれます（registers/ledger）"),
    Comes.RISKS: _l("一式に含まれます（registers/risks）"),
    Comes.DOCUMENT_LIST: _l("一式に含まれます（registers/documents）"),
    Comes.DOCUMENTS: _l("一式に含まれます（documents）"),
    Comes.DOCUMENT_LIST_AND_FILES: _l("一式に含まれます（registers/documents と documents）"),
    Comes.COVERAGE: _l("一式に含まれます（coverage）"),
    Comes.SUMMARY: _l("一式に含まれます（summary）"),
    Comes.CHANGES: _l("一式に含まれます（registers/changes）"),
}


@dataclass(frozen=True)
class Shown:
    """A line of readiness in words."""

    subject: str
    year: str
    chip: tuple[str, str, str]
    shown: str
    lacks: str
    url: str
    link: str


def _lacking(proof: Proof) -> Sequence[str]:
    """What is missing, in words: of offices their names, and what is to be done where there is no
    record yet."""
    if proof.subject is Subject.APPOINTMENTS:
        return [label(Role(each)) for each in proof.lacks]
    return [duty_words.said(each)[0] if each in KINDS else each for each in proof.lacks]


def shown(line: Line) -> Shown:
    """A line in words, with where it is put right."""
    proof = line.proof
    tone, icon, words = STANDINGS[line.standing]
    endpoint, link = MENDED_AT[proof.subject]
    lacks = labels.between(_lacking(proof))
    if not lacks and line.standing in {Standing.TO_COME, Standing.MISSING}:
        lacks = str(NOTHING[proof.subject])
    told = labels.between(proof.shown)
    if line.standing is Standing.NONE_KEPT:
        told = str(NONE_KEPT[proof.subject])
    return Shown(
        str(SUBJECTS[proof.subject]),
        fiscal_year_text(proof.year) if proof.year is not None else gettext("現在"),
        (tone, icon, str(words)),
        told,
        lacks,
        url_for(endpoint),
        str(link),
    )


def readiness_of(row: Any | None) -> Words:
    """What the readiness for an application is called."""
    return N_("新規申請の準備状況") if renewals.is_first(row) else N_("更新の準備状況")


def what_now(row: Any, remarks: Sequence[Any]) -> NextStep | None:
    """What follows from how an application ended, from the end of its term, or from what its
    examiner asked for; None while it is prepared by a day, which is a duty."""
    state = renewals.state_of(row)
    open_ones = [each for each in remarks if each.answered_on is None]
    if state is RenewalState.GRANTED:
        return _granted(row)
    if state in {RenewalState.EXPIRED, RenewalState.REFUSED}:
        return _ended(row, state)
    return _to_answer(open_ones, state) if open_ones else _under_way(row, state)


def _under_way(row: Any, state: RenewalState) -> NextStep | None:
    if row.expires_on is not None and row.submitted_on and clock.today() > row.expires_on:
        words = gettext(
            "審査の途中で有効期間が満了しました。マークを使い続けられるかを、審査機関に確かめてください。"
        )
        return NextStep("theirs", words, label=say(STATES[state]))
    if row.submitted_on is not None:
        words = gettext("審査機関の手続が進んだら、その日を記録してください。")
        return _recorded(row, state, "theirs", words, gettext("審査の日を記録する"))
    if renewals.is_first(row):
        # No duty asks for it: no day is set for it.
        words = gettext("必要な記録と書類がそろったら申請し、申請した日を記録してください。")
        return _recorded(row, state, "yours", words, gettext("申請を記録する"))
    return None


def _ended(row: Any, state: RenewalState) -> NextStep:
    words = gettext(
        "マークは、有効期間の満了後は使えません。もう一度取得するときは、新規の申請になります。"
        "手続は審査機関に確かめてください。"
    )
    if renewals.is_first(row):
        words = gettext(
            "付与されませんでした。もう一度申請するときは、新しい申請として登録してください。"
        )
    return NextStep("theirs", words, label=say(STATES[state]))


def _to_answer(open_ones: Sequence[Any], state: RenewalState) -> NextStep:
    """The remark that is to be answered first."""
    first = min(open_ones, key=lambda each: (each.due_on, each.id))
    words = ngettext(
        "回答していない指摘事項が%(num)d件あります。最も早い回答の期限は%(day)sです。",
        "回答していない指摘事項が%(num)d件あります。最も早い回答の期限は%(day)sです。",
        len(open_ones),
        day=day_text(first.due_on),
    )
    url = url_for(f"{REMARKS.key}.record", which=REMARKS.name_of(first))
    kind = "yours" if me().may(REMARKS.keeper) else "theirs"
    return NextStep(kind, words, url, gettext("指摘事項を開く"), say(STATES[state]))


def _recorded(row: Any, state: RenewalState, kind: str, words: str, button: str) -> NextStep:
    """A day that is recorded once there is one, by whoever keeps applications."""
    said = say(STATES[state])
    if not me().may(RENEWALS.keeper):
        return NextStep("theirs", words, label=said)
    url = url_for(f"{RENEWALS.key}.edit_form", which=RENEWALS.name_of(row), _anchor="submitted_on")
    return NextStep(kind, words, url, button, said)


def _granted(row: Any) -> NextStep:
    follows = renewals.next_of(row)
    if follows is None:
        words = gettext("付与されました。次の有効期間の更新は、まだ登録されていません。")
        url = url_for(f"{RENEWALS.key}.form")
        return NextStep("done", words, url, say(RENEWALS.new), say(STATES[RenewalState.GRANTED]))
    first, last = renewals.term_of(follows)
    window = renewals.window_of(follows)
    assert window is not None
    words = gettext(
        "付与されました。次の有効期間は%(first)sから%(last)sまで、更新の申請期間は%(opens)sから%(closes)sまでです。",
        first=day_text(first),
        last=day_text(last),
        opens=day_text(window.first),
        closes=day_text(window.last),
    )
    url = url_for(f"{RENEWALS.key}.record", which=RENEWALS.name_of(follows))
    button = gettext("次の更新を開く")
    return NextStep("done", words, url, button, say(STATES[RenewalState.GRANTED]))
