"""The register of what persons are shown when they give their information (取得時の明示文).

An entry is one version of a notice, shown from a day to a day (Law art. 21-2; J.8.5), or that none
is shown, with its ground (art. 21-4). What is shown is for everybody who may open the register.
"""

from typing import Any

from pms_tracker import clock
from pms_tracker.do.registers.ledger import LEDGER
from pms_tracker.do.registers.purposes import PURPOSES, visible_to
from pms_tracker.do.rules import notice_rules
from pms_tracker.do.rules.notice_rules import Exempt, NoticeForm, NoticeState, Shown
from pms_tracker.do.tables.notice_tables import AcquisitionNotice
from pms_tracker.kernel.locales.customs import Custom
from pms_tracker.kernel.references import Kind
from pms_tracker.kernel.words import N_, Words
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.plan.changes.planned_changes import OF_CHANGES
from pms_tracker.registers.entry_fields import Entries
from pms_tracker.registers.fields import Choice, Day, Facts, Text, Values
from pms_tracker.registers.file_fields import Files
from pms_tracker.registers.office_fields import (
    FOLDED,
    MORE_FACT,
    Also,
    Labels,
    Reckoned,
    also,
    noted,
)
from pms_tracker.registers.register import Register

_FORMS: Labels = {
    NoticeForm.CUSTOMER: N_("お客様用"),
    NoticeForm.APPLICANT: N_("応募者用"),
    NoticeForm.WORKER: N_("従業者用"),
    NoticeForm.WEB: N_("ウェブ用"),
    NoticeForm.CONSENT: N_("同意書"),
    NoticeForm.OTHER: N_("その他"),
}
_ALSO_FORMS: Also = also(
    (NoticeForm.CUSTOMER, "申込書 会員用 顧客用"),
    (NoticeForm.APPLICANT, "採用 採用応募者用"),
    (NoticeForm.WORKER, "従業員用 社員用"),
    (NoticeForm.WEB, "Web用 HP ホームページ"),
)
_EXEMPT: Labels = {
    Exempt.HARM: N_("本人や第三者の権利利益を害するおそれ（法21条4項1号）"),
    Exempt.RIGHTS: N_("自社の権利や利益を害するおそれ（法21条4項2号）"),
    Exempt.STATE: N_("国などの事務に支障を及ぼすおそれ（法21条4項3号）"),
    Exempt.OBVIOUS: N_("取得の状況から利用目的が明らか（法21条4項4号）"),
}
STATES: dict[NoticeState, Words] = {
    NoticeState.TO_COME: N_("明示の開始前"),
    NoticeState.SHOWN: N_("明示中"),
    NoticeState.OVER: N_("明示の終了"),
    NoticeState.EXEMPT: N_("明示しない"),
}


def _rule(values: Values, _facts: Facts) -> None:
    shown = Shown(values["shown_from"], values["shown_until"], values["exempt"])
    notice_rules.check(shown, values["reason"])


def _state(row: Any) -> Words:
    shown = Shown(row.shown_from, row.shown_until, row.exempt)
    return STATES[notice_rules.state_of(shown, clock.today())]


STATE = Reckoned("notice_state", N_("明示の状態"), reckon=_state, after="shown_until")
ACQUISITION_NOTICES = Register(
    *("acquisition_notices", "do/notices", AcquisitionNotice, N_("取得時の明示文")),
    kind=Kind.ACQUISITION_NOTICE,
    new=N_("明示文を登録する"),
    why=N_(
        "本人から書面で個人情報を取得するときに、どの明示文をいつからいつまで示したかを残します。"
    ),
    requirement=N_(
        "個人情報保護法21条2項とPマークの構築・運用指針 J.8.5は、本人から直接書面で取得するとき、"
        "あらかじめ利用目的を明示することを求めています。法21条4項に当たるときは不要です。"
    ),
    fields=(
        Text(
            *("name", N_("明示文の名称")),
            needed=N_("明示文の名称を入力してください。"),
            help=N_("例：入会申込書の裏面"),
            headings=("名称", "文書名", "様式名"),
        ),
        Choice(
            *("form", N_("明示文の種類"), _FORMS, _ALSO_FORMS),
            needed=N_("明示文の種類を選んでください。"),
            headings=("種類", "対象"),
        ),
        Text("form_number", N_("様式番号"), headings=("番号", "文書番号")),
        Text("form_version", N_("様式の版"), headings=("版", "版数", "改定版")),
        Day(
            *("shown_from", N_("明示を始めた日")),
            aside=N_("明示しないときを除き必須"),
            headings=("開始日", "使用開始日"),
        ),
        Day(
            *("shown_until", N_("明示を終えた日")),
            until=True,
            help=N_("使っている間は空欄にします。"),
            headings=("終了日", "使用終了日"),
        ),
        Text(
            *("text", N_("明示した文"), 4000),
            lines=True,
            help=N_("文を写すか、下で様式のファイルを添付します。"),
            headings=("本文", "文面"),
        ),
        Entries(
            *("stated", N_("明示した利用目的"), PURPOSES), headings=("利用目的", "利用目的番号")
        ),
        Entries(
            *("rows", N_("台帳の記録"), LEDGER),
            help=N_("この明示文で取得する個人情報を選びます。"),
            headings=("個人情報", "個人情報の名称"),
        ),
        Choice(
            *("exempt", N_("明示しない根拠"), _EXEMPT),
            **FOLDED,
            help=N_("明示が不要と判断したときだけ選びます。"),
        ),
        Text(*("reason", N_("明示しない理由"), 2000), **MORE_FACT, lines=True),
        OF_CHANGES,
        noted(N_("備考"), "摘要 メモ", **FOLDED),
        Files("files", N_("明示文の様式")),
    ),
    columns=("name", "form", "form_version", "shown_from", "shown_until", STATE),
    filters=("form",),
    sorts=("shown_from",),
    title=("name", "form_version"),
    dated="shown_from",
    rule=_rule,
    beside={
        "notice_exempt_unsaid": "reason",
        "notice_without_day": "shown_from",
        "notice_ends_before": "shown_until",
    },
    seen=visible_to,
    custom=Custom.PERSONAL_INFORMATION_ACT,
    keeper=Permission.KEEP_REGISTERS,
    boxes=(N_("個人情報保護管理者"),),
    reckoned=(STATE,),
)
