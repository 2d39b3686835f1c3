"""What the record of a request says, field by field (J.10.2 to J.10.7; guideline 3-8)."""

from typing import Any

from pms_tracker.do.disclosure_requests import request_answers, request_choices as choices
from pms_tracker.do.disclosure_requests.request_answers import ALSO_KINDS, KINDS
from pms_tracker.do.registers.ledger import LEDGER
from pms_tracker.do.rules.ledger.ledger_words import ALSO_SUBJECTS, SUBJECTS
from pms_tracker.kernel.words import N_
from pms_tracker.registers.entry_fields import Entries
from pms_tracker.registers.fields import Choice, Day, Number, Of, Pick, Text
from pms_tracker.registers.file_fields import Files
from pms_tracker.registers.office_fields import FACT, FOLDED, MORE_FACT, Several, called, noted

# Whom a request is of: seen by whoever sees it, told in no trail, and erased when it is over.
OUTSIDE: dict[str, Any] = {"erasable": True, "private": True}

FIRST = (
    Several(
        *("kinds", N_("請求の種類"), KINDS, ALSO_KINDS),
        needed=N_("請求の種類を1つ以上選んでください。"),
        headings=called(
            "請求内容 請求の内容 種類 請求種別 請求区分 種別 請求事項 申請種別 請求等の種類 "
            "求めの種類 求めの内容 申出内容 依頼内容 請求等の内容 請求の別 requesttype 何の請求か "
            "請求されたこと typeofrequest kindofrequest request"
        ),
    ),
    Day(
        *("arrived_on", N_("届いた日")),
        needed=N_("届いた日を入力してください。"),
        past=True,
        help=N_("通常届くはずの日。営業時間外に届いた日も数えます。"),
        headings=called(
            "受付日 受領日 請求日 申請日 受付年月日 請求年月日 受理日 申出日 受付 受付日時 "
            "受け付けた日 受取日 依頼日 receivedon 受けた日 請求を受けた日 datereceived "
            "dateofrequest dateofreceipt"
        ),
    ),
    Choice(
        *("channel", N_("受付の方法"), choices.CHANNELS, choices.ALSO_CHANNELS),
        **FACT,
        headings=called("受付方法 方法 受付経路 請求方法 申請方法 受付手段 申出方法 受付媒体 経路"),
    ),
    Choice(
        *("requester", N_("請求した人"), choices.REQUESTERS, choices.ALSO_REQUESTERS),
        about=choices.ABOUT_REQUESTERS,
        help=N_("空欄なら本人になります。"),
        headings=called(
            "関係 ご関係 本人とのご関係 請求者の区分 請求者区分 本人との関係 続柄 本人・代理人 "
            "本人・代理人の別 請求者の別 "
            "請求者種別 請求者の関係 本人代理人区分 本人か代理人か 本人との続柄"
        ),
    ),
    Text(
        *("clue", N_("会員番号など")),
        help=N_("調査を依頼する部門にも表示されます。氏名は書かないでください。"),
        erasable=True,
        headings=("生徒番号", "会員番号"),
    ),
    Text(
        *("requester_name", N_("請求者の氏名")),
        **OUTSIDE,
        help=N_("氏名と連絡先は、窓口の部門の責任者、個人情報保護管理者、代表者だけに表示します。"),
        headings=called(
            "氏名 請求者 請求者氏名 お名前 申請者 申請者名 請求者名 申出者 依頼者 依頼者名 申出人 "
            "申請者氏名 申出者氏名 請求した方 申し出た人 nameofrequester"
        ),
    ),
    Text(
        *("about_name", N_("対象となる人の氏名")),
        **OUTSIDE,
        help=N_("代理人が請求したときだけ。例：生徒の氏名"),
        headings=called(
            "患者氏名 患者名 生徒氏名 会員氏名 利用者氏名 ご本人氏名 ご本人のお名前 本人の氏名 "
            "本人氏名 対象者 対象者氏名 対象者名 本人名 開示対象者 対象となる本人"
        ),
    ),
    Text(
        *("contact", N_("請求者の連絡先"), 2000),
        **OUTSIDE,
        lines=True,
        help=N_("回答に必要なものだけ。住所、電話番号など"),
        headings=called("連絡先 住所 電話番号 請求者住所 住所・電話"),
    ),
    Text(
        *("wanted", N_("求める内容"), 4000),
        lines=True,
        erasable=True,
        private=True,
        help=N_("対象となる個人情報と、希望する方法。申出のとおりに書きます。"),
        wide=True,
        headings=called(
            "内容 請求の詳細 対象の個人情報 具体的内容 対象となる個人情報 開示対象 求めの詳細"
        ),
    ),
    Several(
        *("concerns", N_("対象となる人の区分"), SUBJECTS, ALSO_SUBJECTS),
        **FACT,
        help=N_("台帳から、探す部門の候補を出します。"),
    ),
    Pick(
        *("unit_id", N_("窓口の部門"), Of.UNIT),
        needed=N_("窓口の部門を選んでください。"),
        help=N_("この部門の責任者が、個人情報保護管理者とともに対応します。"),
        headings=called(
            "担当部門 受付部門 部門 担当部署 受付部署 対応部署 受付担当部署 窓口部署 所管部署 "
            "対応部門 部署 担当課 受付窓口 窓口"
        ),
    ),
)
IDENTITY = (
    Several(
        "methods",
        N_("本人確認の方法"),
        choices.METHODS,
        choices.ALSO_METHODS,
        **MORE_FACT,
        headings=called("本人確認 本人確認書類 確認書類 確認方法 確認した書類 身分証 本人確認手段"),
    ),
    Several(
        *("papers", N_("代理人の書類"), choices.PAPERS, choices.ALSO_PAPERS),
        **MORE_FACT,
        help=N_("代理権を確かめた書類。本籍などは、見えないようにして保管します。"),
    ),
    Text(
        "identified_by",
        N_("本人確認をした人"),
        **MORE_FACT,
        help=N_("氏名"),
        erasable=True,
        headings=called("本人確認者 確認者 本人確認担当者"),
    ),
    Day(
        "identified_on",
        N_("本人確認をした日"),
        **MORE_FACT,
        past=True,
        headings=called("本人確認日 確認日 本人確認年月日"),
    ),
    Choice("identity", N_("本人確認の結果"), choices.RESULTS, choices.ALSO_RESULTS, **MORE_FACT),
    Day(
        *("supplement_on", N_("補正を依頼した日")),
        **MORE_FACT,
        past=True,
        help=N_("書類の不足などを、本人に知らせた日。回答の期限は延びません。"),
    ),
    Text("supplement", N_("補正を依頼した内容"), 2000, **MORE_FACT, lines=True, erasable=True),
    Day("supplemented_on", N_("補正が届いた日"), **MORE_FACT, past=True),
    Day(
        *("copy_until", N_("本人確認書類の写しの保管期限")),
        until=True,
        **FOLDED,
        help=N_("写しを保管したときだけ。この日までに廃棄します。"),
    ),
    Day("copy_destroyed_on", N_("写しを廃棄・返却した日"), **FOLDED, past=True),
)
FEE = (
    Number(
        *("fee", N_("手数料（円）")),
        **MORE_FACT,
        most=choices.MOST_FEE,
        help=N_("利用目的の通知と開示だけ。公表した額を入力します。"),
        headings=called("手数料 手数料額 費用 料金 実費 実費額 コピー代 写しの費用"),
    ),
    Choice(
        "fee_way",
        N_("手数料の受領方法"),
        choices.FEE_WAYS,
        choices.ALSO_FEE_WAYS,
        **MORE_FACT,
        headings=called("支払方法 徴収方法 手数料支払方法"),
    ),
    Day(
        "paid_on",
        N_("手数料を受領した日"),
        **MORE_FACT,
        past=True,
        headings=called("手数料受領日 入金日"),
    ),
)
SEARCH = (
    Entries(
        *("rows", N_("探す台帳の記録"), LEDGER),
        **FOLDED,
        help=N_("選んで登録した後、記録のページから、各部門に確認を依頼します。"),
    ),
)
INTERIM = (
    Day(
        *("longer_until", N_("延長した回答の期限")),
        until=True,
        **FOLDED,
        help=N_("延長には、別の人の承認が必要です。元の期限までに中間連絡を送ります。"),
    ),
    Text("longer_reason", N_("延長の理由"), 2000, **MORE_FACT, lines=True, erasable=True),
    Day("interim_on", N_("中間連絡を送った日"), **FOLDED, past=True),
)
SENDING = (
    Day(
        *("sent_on", N_("回答を送った日")),
        **FOLDED,
        past=True,
        help=N_("承認を受けて送ってから入力します。"),
        headings=called(
            "回答日 通知日 回答年月日 処理日 対応日 回答送付日 発送日 送付日 開示日 通知年月日 "
            "回答・通知日 返送日 答えた日 返事をした日 dateofreply dateanswered repliedon"
        ),
    ),
    Choice(
        "sent_way",
        N_("回答の送付方法"),
        choices.WAYS,
        choices.ALSO_WAYS,
        **MORE_FACT,
        headings=called("通知方法 送付方法 回答方法 回答手段 交付方法 開示方法"),
    ),
    Text("letter_number", N_("回答書の番号"), **MORE_FACT, headings=("文書番号",)),
    Text(
        *("recipients_told", N_("訂正などの提供先への連絡"), 2000),
        **MORE_FACT,
        lines=True,
        erasable=True,
        help=N_("訂正や停止を、提供先や委託先に伝えた日と相手"),
    ),
)
ENDING = (
    Choice(
        *("ending", N_("完了の区分"), choices.ENDINGS, choices.ALSO_ENDINGS),
        **FOLDED,
        help=N_("取下げと確認不能には、別の人の承認が必要です。"),
        headings=called(
            "結果 対応 対応結果 処理結果 結果区分 対応区分 処理区分 回答結果 措置結果 可否 "
            "決定内容 決定 判断 回答の結果 対応状況 処理状況 outcome result"
        ),
    ),
    Day(
        *("closed_on", N_("完了した日")),
        **FOLDED,
        past=True,
        told=(N_("完了"), N_("未完了")),
        headings=called("完了日 完了年月日 終了日 対応完了日 処理完了日 完了 終わった日"),
    ),
    Text(
        *("complaint", N_("苦情の番号"), 40),
        **MORE_FACT,
        help=N_("苦情として受け付けたものが請求だったときなど"),
    ),
    noted(N_("備考"), "摘要 メモ 特記事項 その他", **FOLDED, erasable=True),
)
ANSWERS = tuple((KINDS[asked], fields) for asked, fields in request_answers.FIELDS.items())
# The fields by what they are about, as the form of a request shows them.
PARTS = (
    (N_("本人確認"), IDENTITY),
    (N_("手数料"), FEE),
    (N_("調査"), SEARCH),
    *ANSWERS,
    (N_("期限の延長と中間連絡"), INTERIM),
    (N_("回答の送付"), SENDING),
    (N_("完了"), ENDING),
)
# What is recorded at once, once the answer was approved: what was sent, what became of it, and of
# the copies.
AFTERWARDS = (
    *(each.name for each in (*SENDING, *ENDING)),
    *("interim_on", "copy_until", "copy_destroyed_on"),
)
FIELDS = (
    *FIRST,
    *(field for _words, fields in PARTS for field in fields),
    Files(
        *("files", N_("請求書・回答書")),
        private=True,
        help=N_(
            "本人確認書類の写しは、ここに添付せず、別に保管してください。"
            "ファイル名は履歴に残しません。"
        ),
    ),
)
