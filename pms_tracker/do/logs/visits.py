"""The register of visits (来訪者): who came into rooms where personal information is, and why."""

from pms_tracker.do.registers.ledger import of_units
from pms_tracker.do.rules.operation import log_rules as rules
from pms_tracker.do.tables.operation.log_tables import Visit
from pms_tracker.kernel.references import Kind
from pms_tracker.kernel.words import N_
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.registers.entry_faults import refuse_first
from pms_tracker.registers.fields import Day, Facts, Of, Pick, Text, Values
from pms_tracker.registers.office_fields import FOLDED, Time, called, noted
from pms_tracker.registers.register import Register

# And of those whom they met or entered.
visible_to = of_units(Visit.unit_id, Visit.met_id, Visit.recorded_by_id)


def _rule(values: Values, _facts: Facts) -> None:
    refuse_first(rules.visit_faults(values["came_at"], values["left_at"]))


VISITS = Register(
    *("visits", "do/visits", Visit, N_("来訪者")),
    kind=Kind.VISIT,
    new=N_("来訪者を登録する"),
    why=N_("個人情報を扱う部屋に入った社外の人を、用件と時刻とともに記録します。"),
    requirement=N_(
        "Pマークの構築・運用指針 J.9.2（安全管理措置）は、入退室の管理を求めています。"
        "受付だけで帰った人は、記録しなくてかまいません。"
    ),
    fields=(
        Day(
            "came_on",
            N_("来訪日"),
            past=True,
            needed=N_("来訪日を入力してください。"),
            headings=called(
                "日付 入室日 年月日 月日 日 訪問日 入館日 来社日 来訪年月日 来所日 "
                "入退室日 来館日 来訪月日 来場日 来社年月日 来た日 visitdate date"
            ),
        ),
        Time(
            "came_at",
            N_("入室の時刻"),
            headings=called(
                "入室時刻 入室 来訪時刻 入館 入館時刻 入室時間 入館時間 来社時刻 来訪時間 "
                "入時刻 開始時刻 入った時間 入った時刻 来た時間 来た時刻 timein arrival"
            ),
        ),
        Time(
            "left_at",
            N_("退室の時刻"),
            headings=called(
                "退室時刻 退室 退館 退館時刻 退室時間 退館時間 退社時刻 退時刻 終了時刻 "
                "出た時間 出た時刻 帰った時間 帰った時刻 お帰り 帰り お帰りの時刻 timeout 退去時刻"
            ),
        ),
        Text(
            *("name", N_("来訪者の氏名")),
            needed=N_("来訪者の氏名を入力してください。"),
            erasable=True,
            headings=called(
                "氏名 お名前 お客様氏名 お客様名 来訪者名 来訪者氏名 訪問者名 来客者名 "
                "名前 入室者 入室者氏名 訪問者氏名 来訪者 訪問者 芳名 ご芳名 "
                "来訪者のお名前 来た人 visitor visitorname"
            ),
        ),
        Text(
            "firm",
            N_("来訪者の勤務先"),
            headings=called(
                "会社名 お客様会社名 勤務先 所属 貴社名 御社名 所属会社 会社名・所属 社名 "
                "来訪者会社名 所属先 会社 ご所属 法人名 団体名 会社・団体名 会社名・団体名 "
                "どこの会社 company"
            ),
        ),
        Pick(
            "unit_id",
            N_("部門"),
            Of.UNIT,
            needed=N_("部門を選んでください。"),
            headings=called("部署 訪問部署 訪問先部署 面会部署 部署名 訪問先部門 "),
        ),
        Pick(
            "met_id",
            N_("応対した人"),
            Of.PERSON,
            headings=called(
                "面会者 応対者 担当者 訪問先 面会先 対応者 立会者 受付担当者 社内対応者 "
                "面談者 対応した人 面会相手 訪問相手 応接者 当社担当者 対応社員 面会者名 "
                "応対社員 会った人 host"
            ),
        ),
        Text(
            "purpose",
            N_("用件"),
            headings=called(
                "目的 来訪目的 用件 ご用件 訪問目的 入室目的 要件 来社目的 作業内容 "
                "入館目的 内容 入館理由 入室理由 訪問内容 何の用 purposeofvisit"
            ),
        ),
        Text(
            "badge",
            N_("入館証の番号"),
            40,
            **FOLDED,
            headings=called(
                "入館証 バッジ番号 バッジno 入館証番号 入館証no カード番号 カードno "
                "ゲストカード 来客カード 名札番号 バッジ 名札 入館カード番号 入館カード "
                "ゲストカード番号 入館証番 来客証番号 来訪者カード番号 来訪者証no "
                "来訪者証番号 来客証no 来客証"
            ),
        ),
        noted(N_("メモ"), "備考 摘要 特記事項", **FOLDED, erasable=True),
    ),
    columns=("came_on", "came_at", "left_at", "name", "firm", "unit_id", "met_id"),
    filters=("unit_id", "met_id"),
    sorts=("came_on",),
    sorted_by="-came_on",
    title=("name",),
    dated="came_on",
    proposes=("came_on",),
    rule=_rule,
    seen=visible_to,
    # A sheet at the door: whoever works there writes in it.
    keeper=Permission.REPORT,
    boxes=(N_("部門責任者"),),
)
