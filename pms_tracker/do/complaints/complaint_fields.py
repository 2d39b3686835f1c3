"""What an entry of the register of complaints says, field by field (J.11; Law art. 40)."""

from pms_tracker.do.rules.contact.complaint_rules import (
    Channel,
    ComplaintKind,
    Founded,
    Gate,
    Relation,
    Subject,
)
from pms_tracker.kernel.words import N_
from pms_tracker.registers.fields import Choice, Day, Flag, Of, Pick, Text
from pms_tracker.registers.file_fields import Files
from pms_tracker.registers.office_fields import (
    FOLDED,
    MORE_FACT,
    Also,
    Labels,
    Time,
    also,
    called,
    noted,
)

KINDS: Labels = {
    ComplaintKind.COMPLAINT: N_("苦情"),
    ComplaintKind.CONSULTATION: N_("相談"),
    ComplaintKind.INQUIRY: N_("問合せ"),
    ComplaintKind.WISH: N_("要望"),
}
_ALSO_KINDS: Also = also(
    (ComplaintKind.COMPLAINT, "クレーム 苦情・相談 苦情申出 お叱り ご不満"),
    (ComplaintKind.WISH, "ご要望 ご意見 意見 提案 ご提案 お願い"),
    (ComplaintKind.CONSULTATION, "ご相談"),
    (ComplaintKind.INQUIRY, "問い合わせ 質問 問合わせ 照会 お問い合わせ お問合せ"),
)
CHANNELS: Labels = {
    Channel.PHONE: N_("電話"),
    Channel.MAIL: N_("メール"),
    Channel.VISIT: N_("来社"),
    Channel.LETTER: N_("手紙・FAX"),
    Channel.WEB: N_("ウェブのフォーム"),
    Channel.OTHER: N_("そのほか"),
}
_ALSO_CHANNELS: Also = also(
    (Channel.PHONE, "TEL 架電 入電 電話受付"),
    (Channel.MAIL, "Eメール E-mail 電子メール"),
    (Channel.VISIT, "来所 来店 対面 窓口 店頭 来館 来院 来校 来園 訪問 面談 受付 直接 口頭"),
    (Channel.LETTER, "郵送 手紙 FAX 書面 封書 ハガキ 葉書 投書 アンケート ご意見箱 意見箱 郵便"),
    (
        Channel.WEB,
        "WEB フォーム ホームページ HP 問合せフォーム 問い合わせフォーム "
        "お問い合わせフォーム ネット "
        "インターネット SNS チャット Webフォーム",
    ),
)
RELATIONS: Labels = {
    Relation.CUSTOMER: N_("お客様"),
    Relation.GUARDIAN: N_("保護者・代理人"),
    Relation.APPLICANT: N_("応募者"),
    Relation.STAFF: N_("従業者"),
    Relation.FORMER: N_("以前のお客様・退職者"),
    Relation.BODY: N_("行政機関・認定団体"),
    Relation.OTHER: N_("そのほか"),
}
_ALSO_RELATIONS: Also = also(
    (
        Relation.CUSTOMER,
        "顧客 利用者 本人 会員 生徒 学生 患者 患者様 入居者 契約者 "
        "購入者 宿泊者 一般 消費者 お客さま 受講生 ユーザー "
        "利用者本人 加入者",
    ),
    (
        Relation.GUARDIAN,
        "保護者 代理人 家族 会員の家族 ご家族 親 親族 患者家族 利用者家族 本人の家族 会員家族",
    ),
    (Relation.APPLICANT, "採用応募者 求職者"),
    (
        Relation.FORMER,
        "元会員 退会者 元社員 退職者 卒業生 元従業員 元顧客 元利用者 解約者 退会済み会員 "
        "元生徒 元患者 元求職者 元入居者 元契約者 元応募者 元スタッフ",
    ),
    (
        Relation.BODY,
        "行政 行政機関 消費生活センター 市役所 認定団体 個人情報保護委員会 警察 消費者センター",
    ),
    (Relation.OTHER, "その他 不明 匿名 近隣住民 第三者 近隣 住民 一般の方"),
    (Relation.STAFF, "社員 職員 自社の従業者 従業員 スタッフ 派遣社員 派遣スタッフ パート 社内"),
)
_GATE: Labels = {Gate.NO: N_("いいえ"), Gate.YES: N_("はい")}
_ALSO_GATE: Also = also(
    (Gate.YES, "該当 ○ 〇 有 あり 該当する"),
    (Gate.NO, "非該当 × 無 なし 該当しない 該当なし 否 対象外 不該当"),
)
SUBJECTS: Labels = {
    Subject.MAILINGS: N_("案内の配信・送付"),
    Subject.MISSENT: N_("誤送付・漏えいの心配"),
    Subject.PURPOSE: N_("利用目的"),
    Subject.PROVISION: N_("第三者への提供"),
    Subject.SECURITY: N_("管理の方法"),
    Subject.RIGHTS: N_("開示等の手続"),
    Subject.MANNER: N_("職員の対応"),
    Subject.OTHER: N_("そのほか"),
}
FOUNDED_WORDS: Labels = {
    Founded.YES: N_("当社に問題があった"),
    Founded.PARTLY: N_("一部、当社に問題があった"),
    Founded.NO: N_("当社に問題はなかった"),
}
_ALSO_FOUNDED: Also = {
    "あり": Founded.YES,
    "有": Founded.YES,
    "一部": Founded.PARTLY,
    "一部有": Founded.PARTLY,
    "一部あり": Founded.PARTLY,
    "なし": Founded.NO,
    "無": Founded.NO,
}

INTAKE = (
    Day(
        *("received_on", N_("受付日")),
        needed=N_("受付日を入力してください。"),
        past=True,
        headings=called(
            "受付 受付年月日 受付日時 受信日 日付 申出日 申請日 受付日付 受付日時・曜日 "
            "受付月日 年月日 日時 受理日 受けた日 申し出のあった日 datereceived"
        ),
    ),
    Time(
        *("received_time", N_("受付の時刻")),
        help=N_("例：18:30。受付時間外なら、最初の回答の期限を次の営業日から数えます。"),
        headings=called("時刻 受付時刻 受付時間 時間 受けた時間 受けた時刻"),
    ),
    Choice(
        *("channel", N_("受付の方法"), CHANNELS, _ALSO_CHANNELS),
        other=Channel.OTHER,
        needed=N_("受付の方法を選んでください。"),
        headings=called(
            "方法 手段 受付方法 受付手段 受付経路 受付形態 連絡方法 申出方法 受付媒体 "
            "経路 受けた方法 どうやって受けたか receivedby method howreceived"
        ),
    ),
    Choice(
        *("relation", N_("申出人"), RELATIONS, _ALSO_RELATIONS),
        other=Relation.OTHER,
        needed=N_("申出人がだれに当たるかを選んでください。"),
        help=N_("氏名と連絡先は、登録した後の画面に入力します。窓口の担当者だけが見られます。"),
        headings=called(
            "お客様 申出者 区分 関係 申出人区分 申出人の区分 申出者区分 本人との関係 相談者 "
            "申立者 属性 お申し出者 お客様区分 申告者 問合せ者 苦情申出者 申出元 "
            "相手方 お申出者 申し出た人 申し出た方 だれから 誰から complainant"
        ),
    ),
    Flag("anonymous", N_("匿名")),
    Choice(
        *("kind", N_("種別"), KINDS, _ALSO_KINDS),
        needed=N_("種別を選んでください。"),
        headings=called(
            "種類 苦情・相談の別 苦情・相談区分 苦情・相談の種別 相談種別 内容区分 "
            "分類 苦情・相談等の別 受付種別 苦情・相談・要望の別 苦情・相談の区別 "
            "苦情か相談か ご用件の種類 用件の種類 type category"
        ),
    ),
    Text(
        *("title", N_("件名")),
        needed=N_("件名を入力してください。"),
        help=N_("例：退会した後も案内が届く。氏名は書かないでください。"),
        headings=called("標題 要旨 表題 タイトル 要約 案件名 用件 何のことか"),
        begins="what",
        erasable=True,
    ),
    Text(
        *("what", N_("内容"), 4000),
        needed=N_("内容を入力してください。"),
        lines=True,
        wide=True,
        help=N_("申出のとおりに書きます。氏名、住所、電話番号は書かないでください。"),
        headings=called(
            "お申し出 苦情の内容 申出内容 相談内容 苦情・相談の内容 苦情・相談内容 苦情内容 "
            "苦情等の内容 申出の内容 お申し出内容 苦情の概要 相談の概要 概要 詳細 "
            "問合せ内容 受付内容 苦情・要望の内容 ご意見 お客様の声 内容詳細 "
            "苦情・相談の概要 詳しい内容 申し出の詳細 details description complaint"
        ),
        erasable=True,
    ),
    Pick(
        *("unit_id", N_("担当部門"), Of.UNIT),
        needed=N_("担当部門を選んでください。"),
        headings=called(
            "部門 部署 対応部門 担当部署 対応部署 所管部署 関係部署 対象部署 関係部門 "
            "部署名 所属 department"
        ),
    ),
    Choice(
        *("emergency", N_("緊急事態（漏えいなど）に当たりますか"), _GATE, _ALSO_GATE),
        needed=N_("緊急事態に当たるかを選んでください。"),
        help=N_("分からないときは「はい」を選びます。登録した後、すぐに事故の報告を始められます。"),
        headings=called(
            "緊急事態 緊急事態の該当 漏えい等の有無 漏えい事故の有無 事故該当 "
            "漏えい等に該当 緊急事態に該当 漏えい等"
        ),
    ),
    Choice(
        *("rights", N_("開示等の請求に当たりますか"), _GATE, _ALSO_GATE),
        needed=N_("開示等の請求に当たるかを選んでください。"),
        help=N_("自分の情報を見たい、直してほしい、使うのをやめてほしい、消してほしいなど"),
        headings=called(
            "開示等の請求 開示請求 開示等の求め 開示等請求の該当 開示請求等 "
            "開示請求に該当 開示等に該当"
        ),
    ),
    Flag(
        *("grave", N_("重大な苦情（すぐに代表者へ知らせる）")),
        help=N_("訴訟、報道、行政機関からの連絡のおそれがあるときなど。回答は代表者が承認します。"),
        headings=("重大",),
    ),
)
REPLY = (
    Text(
        *("answer", N_("回答案"), 4000),
        asked=True,
        lines=True,
        wide=True,
        help=N_("申出人に伝えること。承認を受けてから回答します。"),
        headings=called(
            "対応したこと したこと 対応案 回答 対応内容 回答内容 対応 対応結果 処理内容 "
            "処置内容 対応状況 "
            "処理 措置内容 対応・回答 対応経過 処理経過 処置 お客様への回答 対応策 "
            "回答・対応 どう答えたか どう対応したか 答えた内容 response actiontaken "
            "reply"
        ),
        erasable=True,
    ),
)
ANSWERED = (
    Day(
        *("answered_on", N_("回答した日")),
        **FOLDED,
        past=True,
        headings=called(
            "回答日 対応日 処理日 回答年月日 対応年月日 対応完了日 返答日 連絡日 "
            "回答・対応日 答えた日 返事をした日 dateanswered repliedon"
        ),
    ),
    Choice("answered_by", N_("回答の方法"), CHANNELS, _ALSO_CHANNELS, **MORE_FACT),
)
EXAMINED = (
    Choice(*("subject", N_("何についての申出か"), SUBJECTS), **FOLDED, headings=("内容の分類",)),
    Choice(
        *("founded", N_("調べた結果"), FOUNDED_WORDS, _ALSO_FOUNDED),
        **FOLDED,
        help=N_("苦情は、完了までに選びます。"),
        headings=called(
            "当社の責任 理由の有無 当社の非 当方の非 責任の有無 当社の落ち度 落ち度 落ち度の有無 "
            "当方の責任 非の有無"
        ),
    ),
    Text(
        *("cause", N_("原因"), 4000),
        **MORE_FACT,
        lines=True,
        help=N_("当社に問題があったときは、完了までに必要です。"),
        headings=called("発生原因 調べた結果の原因 起きた理由 rootcause"),
        erasable=True,
    ),
    Text(
        *("prevention", N_("再発防止策"), 4000),
        **MORE_FACT,
        lines=True,
        headings=called(
            "再発防止 対策 再発防止対策 改善策 是正処置 是正措置 防止策 今後の対策 "
            "予防策 改善内容 是正・予防 これからの防止策 これからの対策 "
            "preventivemeasures"
        ),
        erasable=True,
    ),
    Text(
        *("effect", N_("効果の確認"), 2000),
        **MORE_FACT,
        lines=True,
        help=N_("同じ申出が続いていないかなど、いつ、どう確かめたか"),
        headings=("効果確認",),
        erasable=True,
    ),
)
LINKED = (
    Text(
        *("incident_reference", N_("事故の番号"), 40),
        **FOLDED,
        help=N_("例：IN-2026-003。緊急事態に当たるとき、完了までに必要です。"),
    ),
    Text(
        *("request_reference", N_("開示等の請求の番号"), 40),
        **MORE_FACT,
        help=N_("開示等の請求は、この記録とは別に受け付け、2週間以内を目安に回答します。"),
    ),
    Text(*("case_reference", N_("是正処置の番号"), 40), **MORE_FACT, help=N_("例：CA-2026-003")),
    Text(
        *("no_case", N_("是正処置をしない理由"), 2000),
        **MORE_FACT,
        lines=True,
        help=N_("是正処置が提案され、しないと判断したときに入力します。"),
    ),
)
CLOSED = (
    Day(
        *("closed_on", N_("完了した日")),
        **FOLDED,
        past=True,
        told=(N_("完了"), N_("未完了")),
        help=N_("回答が済むと入力できます。"),
        headings=called(
            "完了日 処理完了日 完了年月日 処理完了年月日 終了日 完了 完結日 クローズ "
            "対応完了 解決日 終結日 終わった日 片付いた日 解決した日 dateclosed"
        ),
    ),
    noted(N_("備考"), "摘要 メモ 特記事項 その他", **FOLDED, erasable=True),
)
# The fields by what they are about, as the form of an entry that is there shows them.
PARTS = (
    (N_("回答"), ANSWERED),
    (N_("調べた結果と再発防止"), EXAMINED),
    (N_("関連する記録"), LINKED),
    (N_("完了"), CLOSED),
)
AFTERWARDS = tuple(field for _words, fields in PARTS for field in fields)
FIELDS = (
    *INTAKE,
    *REPLY,
    *AFTERWARDS,
    Files(
        *("files", N_("手紙・メールなど")), private=True, help=N_("ファイル名は履歴に残しません。")
    ),
)
