"""What a record of a disposal says, field by field (廃棄記録; Guideline 10-5; J.9.2)."""

import re
from collections.abc import Mapping

from pms_tracker.do.registers.ledger import LEDGER
from pms_tracker.do.rules.disposal_rules import Decision
from pms_tracker.do.rules.ledger.ledger_words import (
    ABOUT_DISPOSAL_WAYS,
    ALSO_DISPOSAL_WAYS,
    ALSO_MEDIA,
    DISPOSAL_WAYS,
    MEDIA,
)
from pms_tracker.kernel.words import N_
from pms_tracker.plan.documents.record_types import RECORD_TYPES
from pms_tracker.registers.entry_fields import Entries
from pms_tracker.registers.fields import Choice, Day, Flag, Of, Pick, Text
from pms_tracker.registers.file_fields import Files
from pms_tracker.registers.office_fields import (
    FACT,
    FOLDED,
    MORE_FACT,
    Labels,
    Several,
    Year,
    also,
    called,
    noted,
)

# Beside what an approval needs, and beside what is recorded once it was done.
_TO_HAND_IN = N_("廃棄するときは提出までに必要")
_WHEN_DONE = N_("廃棄したら必須")
_DECISIONS: Labels = {
    Decision.DISPOSE: N_("廃棄する"),
    Decision.NOTHING: N_("該当なし（その分は持っていない）"),
}
_ALSO_DECISIONS = also(
    (Decision.DISPOSE, "廃棄 廃棄済 廃棄済み 消去 消去済 返却 実施 済 完了 処分 処分済"),
    (Decision.NOTHING, "該当なし 該当無し 対象なし"),
)
# What the law has kept longest is kept for 30 years (records of health at work).
_YEARS = 31

_WHAT = (
    Entries(
        *("rows", N_("台帳の記録"), LEDGER),
        aside=N_("個人情報を廃棄するときに選ぶ"),
        headings=("個人情報の名称", "台帳番号", "個人情報", "個人情報名"),
    ),
    Entries(
        *("kinds", N_("記録の種類"), RECORD_TYPES),
        **MORE_FACT,
        help=N_("教育や監査などの記録を廃棄するときに選びます。"),
    ),
    Pick(
        *("unit_id", N_("担当部門"), Of.UNIT),
        needed=N_("担当部門を選んでください。"),
        headings=called(
            "部門 部署 廃棄部署 担当部署 所管部署 所属 保管部署 管理部門 管理部署 "
            "担当課 対象部署 部署名 部門名 保有部署"
        ),
    ),
    Choice(
        *("decision", N_("区分"), _DECISIONS, _ALSO_DECISIONS),
        needed=N_("廃棄するか、該当なしかを選んでください。"),
    ),
    Text(
        *("batch", N_("廃棄の対象")),
        needed=N_("対象を入力してください。"),
        help=N_("どの分かが分かる書き方にします。例：2022年度に退会した生徒の分"),
        headings=called(
            "対象 廃棄対象 対象物 廃棄した個人情報 廃棄物 廃棄書類 文書名 書類名 "
            "廃棄書類名 廃棄データ 廃棄対象物 品名 廃棄文書 廃棄文書名 廃棄した書類 "
            "廃棄した書類・データ 廃棄物名 対象書類 対象データ 廃棄資料 書類・データ名 "
            "内容 廃棄内容 品目 廃棄品 消去対象 廃棄媒体 対象文書 廃棄した物 "
            "廃棄したもの 捨てたもの 捨てた書類 処分したもの 何を捨てたか "
            "何を 何を廃棄したか 処分した書類 "
            "itemsdisposed itemdisposed whatwasdisposed documents"
        ),
    ),
    Year(
        *("batch_year", N_("対象の年度")),
        offered=_YEARS,
        help=N_("退会や契約終了など、保管期限の起算になる出来事があった年度"),
        headings=called("対象年度 保存年度 何年度分 何年度の分 年度分"),
    ),
    Flag("earlier", N_("それより前の年度の分も含む")),
)
_HOW = (
    Day(
        *("due_on", N_("廃棄の期日")),
        until=True,
        help=N_("保管期限が過ぎたら、遅滞なく廃棄します。"),
        aside=_TO_HAND_IN,
        headings=called("廃棄予定日 期日 廃棄期限 保存期限 保管期限 保存期間満了日 保管満了日"),
    ),
    Several(
        *("methods", N_("廃棄方法"), DISPOSAL_WAYS, ALSO_DISPOSAL_WAYS),
        about=ABOUT_DISPOSAL_WAYS,
        **FACT,
        aside=_TO_HAND_IN,
        headings=called(
            "処分方法 廃棄・消去方法 廃棄の方法 方法 捨て方 どうやって捨てたか "
            "廃棄区分 処分区分 disposalmethod method"
        ),
    ),
    Several(
        *("medium", N_("媒体"), MEDIA, ALSO_MEDIA),
        **FACT,
        headings=called("媒体種別 種別 紙・電子 記録媒体 媒体区分"),
    ),
    Text(
        *("contractor", N_("廃棄の委託先")),
        names=True,
        help=N_("溶解や物理破壊を業者に頼むとき。廃棄証明書を受け取るまで、完了になりません。"),
        headings=called(
            "委託先 廃棄業者 処理業者 業者名 委託業者 処分業者 委託業者名 廃棄委託業者 "
            "処分委託先 溶解業者 依頼業者 委託会社 回収業者 処理会社 溶解処理業者 "
            "廃棄会社 頼んだ業者 依頼した業者 業者 引渡先 引き渡し先 引取先 引取業者 引渡業者"
        ),
    ),
    Text(
        *("reason", N_("該当なしと判断した理由"), 2000),
        **MORE_FACT,
        lines=True,
        help=N_("該当なしを選んだときだけ入力します。どこを確かめたかも書きます。"),
    ),
)
# What is said at once, without another approval: what became of what was approved.
_HOLD = (
    Text(
        *("hold_reason", N_("保留の理由")),
        **MORE_FACT,
        help=N_("訴訟、開示等の請求、事故の調査、税務調査など"),
    ),
    Day(
        *("hold_until", N_("保留の期限")),
        until=True,
        **FOLDED,
        help=N_("決まらなければ、次に確かめる日を入れます。"),
    ),
)
_DONE = (
    Day(
        *("done_on", N_("廃棄した日")),
        past=True,
        told=(N_("廃棄済み"), N_("未廃棄")),
        help=N_("承認を受けて廃棄してから入力します。"),
        headings=called(
            "廃棄日 月日 年月日 廃棄年月日 実施日 処分日 廃棄実施日 処分年月日 処理日 "
            "廃棄完了日 消去日 実施年月日 消去年月日 削除日 日付 廃棄・消去日 廃棄日時 "
            "捨てた日 処分した日 disposaldate dateofdisposal datedestroyed destroyedon "
            "disposedon"
        ),
    ),
    Text(
        *("amount", N_("数量")),
        **FACT,
        aside=_WHEN_DONE,
        help=N_("例：段ボール3箱、412件"),
        headings=called(
            "量 件数・量 数量・件数 件数 個数 廃棄量 廃棄数量 廃棄件数 箱数 数 点数 "
            "部数 冊数 どれだけ 量・件数 台数 枚数 本数 quantity"
        ),
    ),
    Text(
        *("done_by", N_("廃棄した人")),
        aside=_WHEN_DONE,
        help=N_("氏名。委託したときは、引き渡した人"),
        erasable=True,
        headings=called(
            "廃棄担当者 担当者 実施者 作業者 廃棄者 廃棄実施者 処理者 廃棄作業者 "
            "処分者 廃棄者氏名 実施担当者 廃棄担当 作業担当者 処分担当者 消去者 "
            "廃棄した者 担当 捨てた人 処分した人 やった人 行った人 廃棄責任者 処分責任者 "
            "廃棄担当責任者"
        ),
    ),
    Text(
        *("witness", N_("立会者")),
        names=True,
        help=N_("氏名。マイナンバーを含むものは、2人で廃棄します。"),
        erasable=True,
        headings=called(
            "立会人 確認者 立会 立ち会い者 立会者氏名 廃棄確認者 立合者 立合人 立合い "
            "確認した人 見届けた人 見届け人 立会確認者 立ち会った人 確かめた人 witnessedby"
        ),
    ),
    Day(
        *("certificate_on", N_("廃棄証明書を受け取った日")),
        past=True,
        help=N_("委託したときだけ。後から届いたら、ここに入力して完了にします。"),
        headings=called(
            "証明書受領日 廃棄証明書 証明書 廃棄証明書受領日 証明書受領 証明書受取日 "
            "証明書の受領日 証明書日付 廃棄証明書の有無 廃棄証明書受領 証明書の有無"
        ),
    ),
)


def spread(texts: Mapping[str, str]) -> Mapping[str, str]:
    """Years that were disposed of up to one: 令和3年度以前."""
    bound = re.search(r"以前|まで", texts.get("batch_year", ""))
    return {"earlier": Flag.YES} if bound and not texts.get("earlier") else {}


AFTERWARDS = (*_HOLD, *_DONE)
FIELDS = (
    *(*_WHAT, *_HOW, *_DONE, *_HOLD),
    noted(N_("備考"), "摘要 メモ 特記事項 その他", **FOLDED, erasable=True),
    Files("files", N_("廃棄証明書と写真")),
)
