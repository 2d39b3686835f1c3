"""What records of requests call their choices: labels, and words that sheets of offices have."""

from enum import StrEnum

from pms_tracker.do.rules.contact.request_rules import Ending, Identity, Paper, Requester
from pms_tracker.kernel.words import N_
from pms_tracker.registers.office_fields import Also, Labels, also


class Channel(StrEnum):
    """How a request came."""

    VISIT = "visit"
    POST = "post"
    PHONE = "phone"
    MAIL = "mail"
    WEB = "web"
    FORM = "form"


class Method(StrEnum):
    """How whoever asks was identified (guideline 3-8-7)."""

    LICENCE = "licence"
    QUALIFICATION = "qualification"
    CARD = "card"
    PASSPORT = "passport"
    RESIDENCE_CARD = "residence_card"
    REGISTERED = "registered"
    CALL_BACK = "call_back"
    COPY = "copy"
    LOGIN = "login"
    SIGNATURE = "signature"


class FeeWay(StrEnum):
    """How a fee is paid."""

    CASH = "cash"
    TRANSFER = "transfer"
    MONEY_ORDER = "money_order"
    STAMPS = "stamps"


class Way(StrEnum):
    """How an answer is sent."""

    REGISTERED_POST = "registered_post"
    POST = "post"
    HANDED = "handed"
    MAIL = "mail"
    WEB = "web"


CHANNELS: Labels = {
    Channel.VISIT: N_("来所"),
    Channel.POST: N_("郵送"),
    Channel.PHONE: N_("電話"),
    Channel.MAIL: N_("メール"),
    Channel.WEB: N_("ウェブ"),
    Channel.FORM: N_("公開フォーム"),
}
ALSO_CHANNELS: Also = also(
    (Channel.VISIT, "来店 来社 来館 来院 窓口 店頭 持参 対面 訪問"),
    (Channel.POST, "手紙 郵便 書面 書留 FAX"),
    (Channel.PHONE, "TEL 架電"),
    (Channel.MAIL, "Eメール E-mail 電子メール"),
    (Channel.WEB, "HP ホームページ フォーム インターネット Webフォーム 問合せフォーム"),
)
REQUESTERS: Labels = {
    Requester.SELF: N_("本人自身"),
    Requester.GUARDIAN: N_("法定代理人（保護者など）"),
    Requester.AGENT: N_("任意代理人"),
}
ALSO_REQUESTERS: Also = also(
    (Requester.SELF, "本人"),
    (Requester.GUARDIAN, "法定代理人 保護者 親権者 親 成年後見人 後見人"),
    (Requester.AGENT, "代理人 委任による代理人 弁護士 委任代理人"),
)
# Whether a relative acts by law or by a mandate, no sheet says.
ABOUT_REQUESTERS: Also = also(
    (Requester.GUARDIAN, "母 父 父母 祖母 祖父 実母 実父"),
    (Requester.AGENT, "妻 夫 配偶者 長男 長女 次男 次女 子 息子 娘 兄 姉 弟 妹 家族 親族 知人"),
)
METHODS: Labels = {
    Method.LICENCE: N_("運転免許証"),
    Method.QUALIFICATION: N_("健康保険の資格確認書"),
    Method.CARD: N_("マイナンバーカードの表面"),
    Method.PASSPORT: N_("パスポート"),
    Method.RESIDENCE_CARD: N_("在留カード"),
    Method.REGISTERED: N_("登録情報との照合"),
    Method.CALL_BACK: N_("登録した電話番号への折返し"),
    Method.COPY: N_("公的書類の写しと書留郵便"),
    Method.LOGIN: N_("登録済みのIDとパスワード"),
    Method.SIGNATURE: N_("公的個人認証"),
}
ALSO_METHODS: Also = also(
    (Method.LICENCE, "免許証 免許証の写し 運転免許 運転免許証の写し 免許証コピー 運転免許証コピー"),
    (Method.QUALIFICATION, "健康保険証 保険証 資格確認書 健康保険証の写し 保険証の写し"),
    (Method.CARD, "マイナンバーカード 個人番号カード マイナンバーカード（表面）"),
    (
        Method.REGISTERED,
        "会員番号で照合 登録情報で照合 登録情報照合 登録番号照合 会員番号照合 会員番号 登録情報 "
        "登録情報の確認 生年月日の照合",
    ),
    (Method.CALL_BACK, "電話折返し 折返し電話 コールバック 折り返し電話 折返し"),
)
RESULTS: Labels = {
    Identity.CONFIRMED: N_("確認できた"),
    Identity.LACKING: N_("書類などが不足"),
    Identity.FAILED: N_("確認できない"),
}
ALSO_RESULTS: Also = also(
    (Identity.CONFIRMED, "確認済 確認済み 済 ○ 〇 OK"),
    (Identity.LACKING, "不足 書類不足 不備"),
    (Identity.FAILED, "不可 確認できず 確認不能 ×"),
)
PAPERS: Labels = {
    Paper.MANDATE: N_("委任状"),
    Paper.SEAL: N_("本人の印鑑証明書"),
    Paper.FAMILY: N_("戸籍謄本"),
    Paper.RESIDENCE: N_("続柄のある住民票"),
    Paper.INSURANCE: N_("続柄が分かる健康保険の書類"),
    Paper.COURT: N_("成年後見の登記事項証明書"),
}
ALSO_PAPERS: Also = also(
    (Paper.MANDATE, "委任状の写し"),
    (Paper.SEAL, "印鑑証明 印鑑証明書 印鑑登録証明書"),
    (Paper.FAMILY, "戸籍 戸籍抄本 戸籍謄抄本 戸籍全部事項証明書"),
    (Paper.RESIDENCE, "住民票 住民票の写し"),
    (Paper.COURT, "登記事項証明書 後見登記"),
)
FEE_WAYS: Labels = {
    FeeWay.CASH: N_("現金"),
    FeeWay.TRANSFER: N_("振込"),
    FeeWay.MONEY_ORDER: N_("定額小為替"),
    FeeWay.STAMPS: N_("切手"),
}
ALSO_FEE_WAYS: Also = also(
    (FeeWay.CASH, "現金払い 窓口払い"),
    (FeeWay.TRANSFER, "銀行振込 振り込み"),
    (FeeWay.MONEY_ORDER, "小為替 定額小為替証書"),
    (FeeWay.STAMPS, "郵便切手 切手代"),
)
WAYS: Labels = {
    Way.REGISTERED_POST: N_("書留などの郵便"),
    Way.POST: N_("普通郵便"),
    Way.HANDED: N_("手渡し"),
    Way.MAIL: N_("メール"),
    Way.WEB: N_("ウェブ"),
}
ALSO_WAYS: Also = also(
    (Way.REGISTERED_POST, "書留 簡易書留 書留郵便 配達証明 本人限定受取郵便 特定記録 配達証明郵便"),
    (Way.POST, "郵送 郵便 書面郵送 書面"),
    (Way.HANDED, "手交 交付 窓口 窓口交付 窓口で交付 来店 対面"),
    (Way.MAIL, "電子メール Eメール E-mail"),
    (Way.WEB, "ホームページ ダウンロード マイページ"),
)
ENDINGS: Labels = {
    Ending.ANSWERED: N_("回答済み"),
    Ending.WITHDRAWN: N_("取下げ"),
    Ending.UNIDENTIFIED: N_("本人確認ができず終了"),
}
ALSO_ENDINGS: Also = also(
    (
        Ending.ANSWERED,
        "回答済 完了 対応済 対応済み 開示 開示した 応諾 訂正した 停止した 通知済 全部開示 一部開示 "
        "不開示 開示済 訂正済 停止済 削除した 消去した",
    ),
    (Ending.WITHDRAWN, "取り下げ 取下"),
    (Ending.UNIDENTIFIED, "確認不能"),
)
MOST_FEE = 99_999
