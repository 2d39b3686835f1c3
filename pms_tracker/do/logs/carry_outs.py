"""The register of what was carried out or lent (持出し・貸出): by whose permission, until when."""

from pms_tracker.do.logs.assets import ASSETS
from pms_tracker.do.registers.ledger import of_units
from pms_tracker.do.rules.operation import log_rules as rules
from pms_tracker.do.tables.operation.log_tables import CarryOut
from pms_tracker.kernel.references import Kind
from pms_tracker.kernel.words import N_
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.registers.entry_faults import refuse_first
from pms_tracker.registers.entry_fields import Entries
from pms_tracker.registers.fields import Day, Facts, Of, Pick, Text, Values
from pms_tracker.registers.office_fields import FOLDED, called, noted
from pms_tracker.registers.register import Register

# And of what they carry or permitted.
visible_to = of_units(
    CarryOut.unit_id, CarryOut.carrier_id, CarryOut.permitted_by_id, CarryOut.recorded_by_id
)


def _rule(values: Values, _facts: Facts) -> None:
    whom = values["carrier_id"], values["permitted_by_id"]
    days = values["out_on"], values["due_on"], values["returned_on"]
    refuse_first(rules.carrying_faults(*whom, *days))


CARRY_OUTS = Register(
    *("carry_outs", "do/carry_outs", CarryOut, N_("持出し・貸出")),
    kind=Kind.CARRY_OUT,
    new=N_("持出し・貸出を登録する"),
    why=N_("書類や機器を社外に持ち出すときや貸すときに、許可した人と返却の予定日を記録します。"),
    requirement=N_(
        "Pマークの構築・運用指針 J.9.2（安全管理措置）は、持ち運ぶときの"
        "漏えいの防止を求めています。"
        "返却が遅れると、持ち出した人にお知らせが届きます。"
    ),
    fields=(
        Text(
            *("what", N_("持ち出すもの")),
            needed=N_("持ち出すものを入力してください。"),
            wide=True,
            headings=called(
                "品名 持出し物 媒体 機器 持出物 持ち出し物 持出品 持ち出し品 貸出品 貸出物 "
                "持出媒体 持ち出すもの 対象物 媒体・機器 持出機器 物品名 持出し物品 品目 "
                "物 持ち出した物 媒体名 機器名 物件 持出書類 貸出機器 持出端末 物品 item"
            ),
        ),
        Entries("assets", N_("登録した機器・媒体・鍵"), ASSETS, **FOLDED),
        Text(
            *("held", N_("入っている個人情報"), 2000),
            lines=True,
            names=True,
            help=N_("なければ空欄にします。暗号化していれば、それも書きます。"),
            erasable=True,
            headings=called(
                "内容 個人情報の内容 含まれる個人情報 個人情報 格納データ データ内容 収録内容 "
                "持出情報 情報の内容 中の個人情報 中身"
            ),
        ),
        Pick(
            *("carrier_id", N_("持ち出す人"), Of.PERSON),
            needed=N_("持ち出す人を選んでください。"),
            headings=called(
                "持出者 借用者 使用者 持出者氏名 持ち出し者 持出し者 申請者 利用者 貸出先 "
                "氏名 借受者 持出者名 担当者 貸出者 使用者名 持出担当者 借用者名 社員名 "
                "持ち出した人 借りた人 誰が だれが takenby name"
            ),
        ),
        Pick(
            *("unit_id", N_("部門"), Of.UNIT),
            needed=N_("部門を選んでください。"),
            headings=called("課 部署 所属 所属部署 所属部門 申請部署 部署名 所属課"),
        ),
        Text(
            *("purpose", N_("目的・行き先")),
            needed=N_("目的・行き先を入力してください。"),
            headings=called(
                "目的 行き先 用途 持出先 持出目的 持ち出し先 持ち出し目的 持出先・目的 "
                "目的・持出先 持出理由 使用目的 利用目的 行先 訪問先 使用場所 "
                "持出先・持出目的 何のために どこへ 行き先と用件 行き先・用件 持って行く所 "
                "行先・目的 destination"
            ),
        ),
        Pick(
            *("permitted_by_id", N_("許可した人"), Of.PERSON),
            needed=N_("許可した人を選んでください。"),
            headings=called(
                "承認者 許可者 上長承認 上長 責任者承認 承認者氏名 所属長 許可者氏名 承認 "
                "承認印 許可印 管理者承認 上司承認 責任者 管理者 承認責任者 上長名 "
                "許可をした人 認めた人 OKした人 approvedby permittedby"
            ),
        ),
        Day(
            "out_on",
            N_("持ち出した日"),
            past=True,
            needed=N_("持ち出した日を入力してください。"),
            headings=called(
                "持出日 貸出日 持出年月日 持ち出し日 持出日時 持出し日 貸出年月日 "
                "持出開始日 持出 貸出 持出日付 日付 借りた日 出した日 持って出た日 dateout"
            ),
        ),
        Day(
            "due_on",
            N_("返却の予定日"),
            until=True,
            needed=N_("返却の予定日を入力してください。"),
            headings=called(
                "返却予定日 返却期限 持帰り予定日 返却予定 返却予定日時 持出終了予定日 "
                "返却予定年月日 返却予定時期 戻す日 返す日 duedate expectedreturn"
            ),
        ),
        Day(
            "returned_on",
            N_("返却した日"),
            past=True,
            told=(N_("返却済み"), N_("持出し中")),
            headings=called(
                "返却日 返却年月日 持帰り日 返却日時 返還日 持帰日 返却 返却確認日 "
                "返却済日 返却日付 返した日 戻した日 戻った日 返ってきた日 returndate datereturned"
            ),
        ),
        noted(N_("メモ"), "備考 摘要 特記事項", **FOLDED, erasable=True),
    ),
    columns=("what", "carrier_id", "unit_id", "out_on", "due_on", "returned_on"),
    filters=("returned_on", "unit_id", "carrier_id"),
    sorts=("out_on", "due_on"),
    sorted_by="-out_on",
    waits_by="due_on",
    title=("what",),
    dated="out_on",
    proposes=("out_on",),
    rule=_rule,
    seen=visible_to,
    # A sheet at the door: whoever works there writes in it.
    keeper=Permission.REPORT,
    boxes=(N_("部門責任者"),),
)
