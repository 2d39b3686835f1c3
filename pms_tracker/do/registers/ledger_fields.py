"""What an entry of the register of personal information says, field by field (J.3.1.1).

The headings are those that registers of Japanese offices are found with.
"""

from pms_tracker.do.registers.purposes import PURPOSES
from pms_tracker.do.rules.ledger.ledger_rules import (
    SIZES,
    Disposal,
    Medium,
    Owner,
    Size,
    Subject,
    Way,
)
from pms_tracker.kernel.locales.customs import Custom
from pms_tracker.kernel.words import N_
from pms_tracker.plan.changes.planned_changes import OF_CHANGES
from pms_tracker.registers.entry_fields import Entries
from pms_tracker.registers.fields import Choice, Day, Flag, Of, Pick, Text
from pms_tracker.registers.office_fields import (
    FACT,
    FOLDED,
    MORE_FACT,
    Also,
    Labels,
    Names,
    Period,
    Several,
    Sized,
    also,
    called,
)

# What Japan's law asks for; a plain register says nothing of it.
ACT = Custom.PERSONAL_INFORMATION_ACT
SUBJECTS: Labels = {
    Subject.CUSTOMER: N_("顧客"),
    Subject.PUPIL: N_("生徒・会員"),
    Subject.FAMILY: N_("保護者・家族"),
    Subject.APPLICANT: N_("応募者"),
    Subject.WORKER: N_("従業者・退職者"),
    Subject.PARTNER: N_("取引先担当者"),
    Subject.OTHER: N_("その他"),
}
ALSO_SUBJECTS: Also = also(
    (
        Subject.CUSTOMER,
        "お客様 個人顧客 お客さま 利用者 患者 購入者 ユーザー 来店客 一般顧客 個人客 施主 予約者 "
        "注文者 入居者 見込客 見込み客 市民 住民 納税者 顧問先 customers",
    ),
    (Subject.PUPIL, "生徒 会員 受講生 園児 学生 塾生 受講者 卒業生 組合員"),
    (Subject.FAMILY, "保護者 家族 扶養家族 親族 緊急連絡先"),
    (
        Subject.WORKER,
        "従業者 従業員 社員 employees employee staff 退職者 職員 スタッフ 役員 役職員 パート "
        "アルバイト 派遣社員 派遣スタッフ 契約社員 嘱託 退職従業員",
    ),
    (Subject.APPLICANT, "採用応募者 求職者 採用候補者 入社希望者 内定者"),
    (
        Subject.PARTNER,
        "取引先 仕入先 派遣先担当者 委託先担当者 協力会社 下請業者 取引先の担当者 得意先担当者 "
        "業者",
    ),
)
_WAYS: Labels = {
    Way.WRITTEN: N_("本人から書面"),
    Way.SPOKEN: N_("口頭・電話"),
    Way.WEB: N_("ウェブ"),
    Way.THIRD_PARTY: N_("第三者から"),
    Way.PUBLIC: N_("公開情報"),
    Way.CLIENT: N_("委託元から"),
    Way.FILMED: N_("監視・撮影"),
    Way.GENERATED: N_("生成"),
}
_ALSO_WAYS: Also = also(
    (
        Way.WRITTEN,
        "書面 申込書 本人 書類 用紙 申込用紙 申請書 届出書 契約書 履歴書 アンケート "
        "アンケート用紙 直接書面取得 直接書面 本人書面 本人より書面 本人から直接書面 書面取得 "
        "郵送 郵便 FAX ファックス 本人記入 紙 inwriting",
    ),
    (Way.SPOKEN, "口頭 phone 電話 TEL ヒアリング 聞き取り 聞取り 面談 面接 電話受付"),
    (
        Way.WEB,
        "Web HP ホームページ Webフォーム Webサイト ウェブサイト サイト オンライン ネット申込 "
        "Web申込 website 入会フォーム 申込フォーム 問合せフォーム フォーム ウェブフォーム "
        "ECサイト 専用サイト アプリ",
    ),
    (Way.THIRD_PARTY, "第三者 第三者提供 第三者からの提供 本人以外 間接取得"),
    (Way.PUBLIC, "公開 公表情報 公開資料 公知情報 官報 登記簿 電話帳"),
    (Way.CLIENT, "委託元 受託 受託業務 預託 委託元より 委託元から受領 委託"),
    (Way.FILMED, "撮影 監視 防犯カメラ 監視カメラ カメラ 録画 写真撮影"),
    (Way.GENERATED, "社内作成 自社作成 自動生成 システム生成 社内生成"),
)
# Words that leave open how it came: from the person, but on paper or spoken; from whom else.
_ABOUT_WAYS: Also = also(
    (Way.WRITTEN, "メール 電子メール 名刺交換 名刺 直接取得 直接 持参"),
    (Way.SPOKEN, "対面 窓口 来店 来所 来社 訪問 録音"),
    (Way.WEB, "インターネット ネット SNS LINE"),
    (
        Way.THIRD_PARTY,
        "紹介 紹介会社 人材紹介会社 派遣会社 間接 他社 グループ会社 取引先 健診機関 医療機関 "
        "学校 家族 保護者 派遣先 勤務先 行政機関",
    ),
    (Way.CLIENT, "顧客から 客先 クライアント"),
    (Way.GENERATED, "社内 作成 システム"),
)
MEDIA: Labels = {Medium.PAPER: N_("紙"), Medium.ELECTRONIC: N_("電子")}
ALSO_MEDIA: Also = also(
    (
        Medium.PAPER,
        "書類 紙媒体 書面 紙文書 文書 用紙 帳票 伝票 紙ファイル 紙書類 紙面 印刷物 ハードコピー "
        "原本 冊子 コピー 名刺",
    ),
    (
        Medium.ELECTRONIC,
        "電子データ データ 電子媒体 PC パソコン ノートPC サーバ サーバー ファイルサーバ "
        "ファイルサーバー 社内サーバ 社内サーバー クラウド NAS USB USBメモリ USBメモリー CD CD-R "
        "CD-ROM DVD DVD-R HDD SSD ハードディスク 外付けHDD SDカード テープ 磁気テープ MO FD "
        "電磁的記録 電磁的記録媒体 電磁的媒体 電磁媒体 磁気媒体 デジタル デジタルデータ "
        "電子ファイル 電子文書 データベース DB Excel エクセル Word PDF システム 社内システム "
        "基幹システム 業務システム メール 電子メール 画像 画像データ 動画 映像 映像データ "
        "音声データ タブレット スマホ スマートフォン 可搬媒体 可搬記憶媒体 電子的媒体",
    ),
)
DISPOSAL_WAYS: Labels = {
    Disposal.DISSOLVED: N_("溶解"),
    Disposal.SHREDDED: N_("裁断"),
    Disposal.ERASED: N_("消去ソフト"),
    Disposal.DESTROYED: N_("物理破壊"),
    Disposal.RETURNED: N_("返却"),
    Disposal.ENTRUSTED: N_("委託"),
}
ALSO_DISPOSAL_WAYS: Also = also(
    (
        Disposal.SHREDDED,
        "シュレッダー shredding シュレッダ 細断 断裁 シュレッダー処理 シュレッダー裁断 裁断処理 "
        "細断処理 シュレッダーによる裁断 シュレッダー廃棄 裁断廃棄",
    ),
    (
        Disposal.ERASED,
        "データ消去 消去 削除 データ削除 完全消去 完全削除 データの消去 データの削除 初期化 "
        "上書き 上書き消去 フォーマット ファイル削除 電子データ消去 電子データ削除 論理消去 "
        "データ完全消去 復元不可能な消去 erasure deletion 自動上書き 自動消去",
    ),
    (Disposal.DISSOLVED, "溶解処理 溶解処分 機密溶解 溶解廃棄 溶融"),
    (Disposal.DESTROYED, "破壊 物理的破壊 破壊処理 破砕 粉砕 穴あけ 磁気破壊 物理破砕"),
    (Disposal.RETURNED, "返還 返送 本人に返却 委託元に返却 委託元へ返却 本人返却"),
    (
        Disposal.ENTRUSTED,
        "業者委託 外部委託 専門業者 廃棄業者 業者 外部業者 業者処理 専門業者に委託 "
        "専門業者へ委託 業者に委託 廃棄業者に委託 業者廃棄",
    ),
)
# What leaves nothing behind as well, if not in the same way.
ABOUT_DISPOSAL_WAYS: Also = {"焼却": Disposal.DESTROYED, "焼却処分": Disposal.DESTROYED}
_SIZES: Labels = {
    Size.TO_100: N_("100件以下"),
    Size.TO_1000: N_("1,000件以下"),
    Size.TO_5000: N_("5,000件以下"),
    Size.MORE: N_("5,001件以上"),
}
_OWNERS: Labels = {
    Owner.OWN: N_("自社で取得したもの"),
    Owner.ENTRUSTED: N_("預かっているもの（受託）"),
}
_ALSO_OWNERS: Also = {"自社": Owner.OWN, "受託": Owner.ENTRUSTED, "受託業務": Owner.ENTRUSTED}

# What sheets have a column with marks for each of.
ITEMS = called(
    "氏名 名前 姓名 フリガナ ふりがな カナ 氏名カナ 住所 現住所 郵便番号 電話 電話番号 TEL "
    "携帯電話 携帯番号 連絡先 緊急連絡先 FAX FAX番号 メール メールアドレス Eメール E-mail mail "
    "生年月日 年齢 性別 国籍 本籍 本籍地 続柄 家族構成 家族 家族情報 勤務先 会社名 所属 部署 役職 "
    "職業 職種 職歴 経歴 学歴 学校名 学年 成績 資格 免許 顔写真 写真 画像 映像 音声 署名 印影 "
    "口座 口座番号 口座情報 銀行口座 振込先 クレジットカード カード番号 クレジットカード番号 収入 "
    "年収 給与 給与額 所得 購買履歴 購入履歴 利用履歴 取引履歴 病歴 既往歴 健康情報 健康状態 "
    "健診結果 健康診断結果 診断名 障害 障がい 障害情報 血液型 身長 体重 宗教 信条 思想信条 犯罪歴 "
    "趣味 ID 会員番号 社員番号 従業員番号 患者番号 保険証番号 被保険者番号 基礎年金番号 "
    "雇用保険番号 免許証番号 パスポート番号 IPアドレス 位置情報 指紋 生体情報"
)

FIELDS = (
    Text(
        *("name", N_("個人情報の名称")),
        needed=N_("個人情報の名称を入力してください。"),
        headings=called(
            "種類 種類・名称 dataset 個人情報名 個人データ 個人データ名 名称 個人情報の種類 "
            "帳票名 書類名 データ名 情報資産名 情報名 情報の名称 個人情報 書類・データ名 "
            "帳票・データ名 個人情報ファイル名 保有個人データの名称 文書名 情報資産 "
            "個人情報の特定 個人情報ファイルの名称 個人情報・帳票名 名簿・書類の名前 書類の名前 "
            "名簿名"
        ),
    ),
    Pick(
        *("unit_id", N_("管理部門"), Of.UNIT),
        needed=N_("管理部門を選んでください。"),
        headings=called(
            "取扱部署 部署 部門 部署名 部門名 所管部署 管理部署 担当課 所属 担当部署 担当部門 "
            "取扱部門 所管課 所属部署 保管部署 保有部署 主管部署 主管部門 所管部門 所管"
        ),
    ),
    Text(
        "business",
        N_("業務"),
        headings=called(
            "業務名 業務・サービス名 業務内容 担当業務 業務区分 取扱業務 関連業務 サービス名 "
            "業務プロセス"
        ),
    ),
    Several(
        *("subjects", N_("本人"), SUBJECTS, ALSO_SUBJECTS, Subject.OTHER),
        **FACT,
        headings=called(
            "本人・対象者 対象者 本人の種類 情報主体 本人区分 対象者区分 対象本人 本人の範囲 "
            "記録範囲 だれの情報か 誰の情報か 本人種別 対象となる本人 個人の範囲 利用者区分 "
            "datasubjects"
        ),
    ),
    Names(
        *("items", N_("項目")),
        **FACT,
        things=ITEMS,
        help=N_("氏名、住所、成績など。「、」で区切ります。"),
        asked=True,
        headings=called(
            "個人情報の項目 記載されている個人情報 記載項目 データ項目 記載内容 情報項目 取得項目 "
            "含まれる個人情報 個人情報の内容 含まれる項目 主な項目 構成項目 取得する項目 記録項目 "
            "取り扱う項目 どんな情報か"
        ),
    ),
    Text(
        *("purposes", N_("利用目的"), 2000),
        lines=True,
        asked=True,
        headings=called("使用目的 目的 何に使うか 利用の目的"),
    ),
    Entries(
        *("stated", N_("公表した利用目的"), PURPOSES),
        custom=ACT,
        **MORE_FACT,
        help=N_("この個人情報の利用目的が、どの公表文に含まれるかを選びます。"),
        headings=("公表文", "利用目的番号"),
    ),
    Several(
        *("acquired", N_("取得方法"), _WAYS, _ALSO_WAYS),
        about=_ABOUT_WAYS,
        **FACT,
        headings=called(
            "入手方法 入手元 source 取得元 取得手段 取得経路 収集方法 取得形態 入手経路 入手形態 "
            "収集経路 収集手段 入手手段 取得区分 どうやって集めたか どこから集めたか"
        ),
    ),
    Text(
        *("place", N_("保管場所"), 2000),
        lines=True,
        help=N_("置いてある場所を1行に1か所ずつ"),
        asked=True,
        headings=called(
            "保存場所 置き場所 storagelocation 格納場所 保管先 保存先 格納先 所在場所 設置場所 "
            "保管箇所 どこにあるか"
        ),
    ),
    Several(
        *("medium", N_("媒体"), MEDIA, ALSO_MEDIA),
        **FACT,
        headings=called(
            "保管媒体 format medium 媒体種別 記録媒体 保管形態 保存形態 媒体の種類 保存媒体 "
            "情報媒体 媒体区分 記録形態 保有形態 媒体・形態 形態 紙・電子 紙/電子 データ/紙 "
            "紙/データ 紙かデータか 紙か電子か"
        ),
    ),
    Text(
        *("protection", N_("保管方法"), 2000),
        **FACT,
        lines=True,
        help=N_("施錠、暗号化、バックアップなど"),
        asked=True,
        headings=called(
            "安全管理措置 保護の方法 管理方法 保護措置 安全対策 保護対策 セキュリティ対策 "
            "保存方法 管理措置 安全管理の方法"
        ),
    ),
    Text(
        *("access", N_("アクセス権者"), 2000),
        lines=True,
        asked=True,
        headings=called(
            "アクセス権 アクセス権限 取扱者 取扱者の範囲 取り扱う者の範囲 閲覧者 利用者 "
            "アクセス権限者 取扱担当者 利用できる者 閲覧権限 利用可能者 利用権限者 閲覧権限者 "
            "アクセスできる者 アクセス可能者 閲覧できる者 閲覧可能者 取扱権限者 利用範囲 "
            "アクセス権限を持つ者 アクセス権保有者 だれが見られるか 誰が見るか"
        ),
    ),
    Period("use_until", N_("利用期限"), **FACT, asked=True, headings=("利用期間",), custom=ACT),
    Period(
        *("keep_until", N_("保管期限")),
        **FACT,
        asked=True,
        headings=called(
            "保存期間 retention 保管期間 保存期限 保存年限 保存年数 保管年限 保管年数 保持期間 "
            "保有期間 期間 いつまで保管するか いつまで持つか"
        ),
    ),
    Several(
        *("disposal", N_("廃棄方法"), DISPOSAL_WAYS, ALSO_DISPOSAL_WAYS),
        about=ABOUT_DISPOSAL_WAYS,
        **FACT,
        headings=called(
            "処分方法 disposalmethod 廃棄・消去方法 破棄方法 廃棄区分 廃棄コード 消去方法 "
            "廃棄・削除方法 消去・廃棄方法 廃棄手段 破棄・消去方法 どうやって捨てるか 捨て方"
        ),
    ),
    Flag(
        *("sensitive", N_("要配慮個人情報を含む")),
        **MORE_FACT,
        headings=called(
            "要配慮 要配慮個人情報 機微情報 sensitivedata sensitive センシティブ 機微 "
            "センシティブ情報 要配慮情報 機微な個人情報"
        ),
    ),
    Flag(
        *("my_number", N_("マイナンバーを含む")),
        custom=ACT,
        **MORE_FACT,
        help=N_("番号そのものは、ここにも添付ファイルにも入力しないでください。"),
        headings=called("マイナンバー 個人番号 特定個人情報 特定個人情報等 個人番号を含む"),
    ),
    Flag(
        *("minors", N_("未成年者の情報を含む")),
        custom=ACT,
        **MORE_FACT,
        headings=("未成年", "未成年者", "未成年を含む"),
    ),
    Names(
        *("entrusted_to", N_("未登録の委託先")),
        **MORE_FACT,
        help=N_(
            "登録した委託先は、委託先の側で台帳の記録を選びます。ここには登録前の名前を書きます。"
        ),
        headings=called("委託先 委託先名 業務委託先 委託 外部委託 委託会社 委託業者 外部委託先"),
    ),
    Names(
        "provided_to",
        N_("提供先"),
        **MORE_FACT,
        headings=called("第三者提供先 第三者提供 提供 第三者への提供 外部提供 提供先名"),
    ),
    Text(
        "shared_with",
        N_("共同利用"),
        **MORE_FACT,
        names=True,
        headings=("共同利用者", "共同利用先", "共同利用相手"),
        custom=ACT,
    ),
    Text(
        *("abroad", N_("外国で扱う国")),
        **MORE_FACT,
        names=True,
        headings=called(
            "外国 外国にある第三者 国外移転 海外 外国移転 越境移転 外国への提供 海外移転 "
            "外国第三者提供 overseastransfer"
        ),
    ),
    Choice(
        "owner",
        N_("だれの個人情報か"),
        _OWNERS,
        _ALSO_OWNERS,
        **MORE_FACT,
        headings=called("自社・受託 自社・受託の別 受託の別 自社・受託区分 受託区分 保有区分"),
    ),
    Sized(
        *("count", N_("件数"), _SIZES),
        custom=ACT,
        **MORE_FACT,
        bounds=SIZES,
        headings=called(
            "保有件数 records 人数 概数 数量 本人の数 人数・件数 件数・人数 保有数 保有量 "
            "データ件数 対象人数 登録件数 取扱件数 保管件数 概算件数"
        ),
    ),
    Day(
        *("counted_on", N_("件数を数えた日")),
        custom=ACT,
        **MORE_FACT,
        past=True,
        headings=("集計日", "件数の確認日", "件数確認日", "棚卸日"),
    ),
    OF_CHANGES,
    Text(
        "note",
        N_("備考"),
        2000,
        lines=True,
        **FOLDED,
        headings=called("摘要 メモ 特記事項 その他 補足 コメント 備考・特記事項"),
    ),
)
