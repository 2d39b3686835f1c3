"""What an entry of the register of personal information says, field by field (J.3.1.1).

The headings are those that registers of Japanese offices are found with.
"""

from dataclasses import replace

from pms_tracker.do.registers.purposes import PURPOSES
from pms_tracker.do.rules.ledger import ledger_words as words
from pms_tracker.do.rules.ledger.ledger_rules import SIZES, Subject
from pms_tracker.kernel.locales.customs import Custom
from pms_tracker.kernel.words import N_
from pms_tracker.plan.changes.planned_changes import OF_CHANGES
from pms_tracker.registers.entry_fields import Entries
from pms_tracker.registers.fields import Choice, Day, Flag, Of, Pick, Text
from pms_tracker.registers.office_fields import (
    FACT,
    FOLDED,
    MORE_FACT,
    Names,
    Period,
    Several,
    Sized,
    called,
    noted,
)

# What Japan's law asks for; a plain register says nothing of it.
ACT = Custom.PERSONAL_INFORMATION_ACT
_FIELDS = (
    Text(
        *("name", N_("個人情報の名称")),
        needed=N_("個人情報の名称を入力してください。"),
        headings=called(
            "種類 種類・名称 dataset 個人情報名 個人データ 個人データ名 名称 個人情報の種類 "
            "帳票名 書類名 データ名 情報資産名 情報名 情報の名称 個人情報 書類・データ名 "
            "帳票・データ名 個人情報ファイル名 保有個人データの名称 文書名 情報資産 "
            "個人情報の特定 個人情報ファイルの名称 個人情報・帳票名 名簿・書類の名前 書類の名前 "
            "名簿名 名簿等の名前 名簿の名前 台帳の名前 台帳名 管理する情報 特定した個人情報 "
            "帳簿名 取扱個人情報 取り扱う個人情報 保有する個人情報 保有個人情報 データベース名 "
            "ファイル名 リスト名 何の情報か 情報の種類 データの種類 個人情報名・帳票名 "
            "名簿・帳票等 datasetname dataname nameofdata informationasset assetname personaldata "
            "personalinformation typeofdata datacategory datacategories pii "
            "取り扱っている個人情報 扱っている個人情報 集めている個人情報 個人情報の件名 "
            "個人情報の呼び名 nameofpersonaldata nameofdataset nameofinformation whatdata "
            "様式名 書式名 データベース等の名称 個人情報データベース等の名称 資産名称 何を "
            "なにを 何の個人情報か"
        ),
    ),
    Pick(
        *("unit_id", N_("管理部門"), Of.UNIT),
        needed=N_("管理部門を選んでください。"),
        headings=called(
            "取扱部署 取り扱う部門 取り扱う部署 取扱う部門 部署 部門 部署名 部門名 所管部署 "
            "管理部署 担当課 所属 担当部署 担当部門 取扱部門 所管課 所属部署 保管部署 保有部署 "
            "主管部署 主管部門 所管部門 所管 管理部課 取扱部課 対象部署 対象部門 作成部署 "
            "作成部門 管理責任部署 責任部署 取得部署 部署・課 店舗名 拠点名 事業所名 department "
            "division unit responsibledepartment owningdepartment team 扱う部署 handledby heldby "
            "ownerdepartment "
            "課名 係名 室名 局名 班名 部局 部局名 組織名 管理組織 担当組織 事業部 事業部名 "
            "施設名 教室名 校舎 校舎名 支店 支店名 店名 営業所 営業所名 工場名 取扱課 取り扱い課 "
            "オーナー部門 グループ名 チーム名"
        ),
    ),
    Text(
        "business",
        N_("業務"),
        headings=called(
            "業務名 業務・サービス名 業務内容 担当業務 業務区分 取扱業務 関連業務 サービス名 "
            "業務プロセス 利用する業務 利用業務 対象業務 取り扱う業務 業務の名称 業務分類 "
            "業務フロー プロセス名 事業名 businessprocess process activity processingactivity "
            "案件名 プロジェクト名 対象事務 サービス・業務名"
        ),
    ),
    Several(
        *("subjects", N_("本人"), words.SUBJECTS, words.ALSO_SUBJECTS, Subject.OTHER),
        endings=words.SUBJECTS_BY_ENDING,
        groups=True,
        **FACT,
        headings=called(
            "本人・対象者 対象者 本人の種類 情報主体 本人区分 対象者区分 対象本人 本人の範囲 "
            "記録範囲 だれの情報か 誰の情報か 本人種別 対象となる本人 個人の範囲 利用者区分 "
            "datasubjects データ主体 情報の主体 個人データの主体 誰の個人情報か だれのものか "
            "誰の情報 誰のデータか だれの情報 本人の属性 対象者の範囲 対象となる人 対象の人 "
            "情報の本人 個人情報の主体 datasubject individuals categoriesofdatasubjects 持ち主 "
            "持ち主は誰か だれのもの 本人の類型 typeofindividual typeofindividuals "
            "typeofdatasubject whosedata whose "
            "対象 対象者の種類 対象者名 対象個人 対象となる個人 個人情報の対象者 個人の区分 "
            "個人の類型 本人カテゴリ 誰の 顧客・従業者等の別 情報の帰属"
        ),
    ),
    Names(
        *("items", N_("項目")),
        **FACT,
        things=words.ITEMS,
        help=N_("氏名、住所、成績など。「、」で区切ります。"),
        asked=True,
        headings=called(
            "個人情報の項目 記載されている個人情報 記載項目 データ項目 記載内容 情報項目 取得項目 "
            "含まれる個人情報 個人情報の内容 含まれる項目 主な項目 構成項目 取得する項目 記録項目 "
            "取り扱う項目 どんな情報か 書いてあること 書いてある内容 収集する項目 収集項目 "
            "個人データの項目 集めている情報 集める情報 取得する情報 取得情報 登録項目 入力項目 "
            "含まれる情報 情報の内容 内容 具体的な項目 個人情報の構成 dataelements dataitems "
            "datafields elements fields piielements personaldataitems contents 記録している内容 "
            "記録内容 主な記載事項 記載事項 登録内容 登録事項 whatitcontains content "
            "whatdataincludes informationcollected "
            "取得する個人情報 収集する個人情報 記載される個人情報 含まれる内容 書かれていること "
            "何が書いてあるか どんなことが書いてあるか どんな内容か"
        ),
    ),
    Text(
        *("purposes", N_("利用目的"), 2000),
        lines=True,
        ticked=True,
        asked=True,
        headings=called(
            "使用目的 目的 何に使うか 利用の目的 用途 使途 何のため 何のために使うか 利用用途 "
            "使う目的 何に使う 取得目的 収集目的 利用する目的 利用目的の内容 purpose purposeofuse "
            "purposesofuse purposeofprocessing 使用する目的 whyweuseit reasonforuse usedfor "
            "whatfor whycollected "
            "保有目的 利用理由 何のために どう使うか"
        ),
    ),
    Entries(
        *("stated", N_("公表した利用目的"), PURPOSES),
        custom=ACT,
        **MORE_FACT,
        help=N_("この個人情報の利用目的が、どの公表文に含まれるかを選びます。"),
        headings=("公表文", "利用目的番号"),
    ),
    Several(
        *("acquired", N_("取得方法"), words.WAYS, words.ALSO_WAYS),
        about=words.ABOUT_WAYS,
        alone=words.WAYS_ALONE,
        endings=words.WAYS_BY_ENDING,
        **FACT,
        headings=called(
            "入手方法 入手元 source 取得元 取得手段 取得経路 収集方法 取得形態 入手経路 入手形態 "
            "収集経路 収集手段 入手手段 取得区分 どうやって集めたか どこから集めたか 入手先 "
            "取得先 収集元 誰から取得するか だれから取得するか どこから入手するか "
            "入手先・入手方法 取得先・取得方法 取得方法・取得元 受領方法 直接・間接 取得の別 "
            "直接取得・間接取得 どのように取得するか どうやって集めるか 集め方 howcollected "
            "source・howcollected collectionmethod acquisitionmethod methodofacquisition "
            "methodofcollection datasource sourceofdata collectedfrom 取得のしかた howobtained "
            "受け取り方 受け取る方法 howacquired obtainedfrom collectedhow wherefrom "
            "提供元 情報源 受領元 受領先 取得経緯 取得媒体 どうやって手に入れたか "
            "どうやって手に入れるか"
        ),
    ),
    Text(
        *("place", N_("保管場所"), 2000),
        lines=True,
        ticked=True,
        help=N_("置いてある場所を1行に1か所ずつ"),
        asked=True,
        headings=called(
            "保存場所 置き場所 storagelocation 格納場所 保管先 保存先 格納先 所在場所 設置場所 "
            "保管箇所 どこにあるか 収納場所 収納先 しまう所 しまう場所 しまってある所 "
            "どこに置くか どこに保管するか 置いている場所 サーバ名 保存サーバ 保管サーバ "
            "保管システム 保管・保存場所 紙の保管場所 データの保管場所 storage location storedin "
            "storageplace wherestored 保管している場所・システム 保管場所・システム "
            "保管先・システム名 wherekept keptin placeofstorage storagesite "
            "ロケーション フォルダ フォルダ名 ファイルの場所 パス ファイルパス 利用システム "
            "所在地 どこに 保管場所・フォルダ名"
        ),
    ),
    Several(
        *("medium", N_("媒体"), words.MEDIA, words.ALSO_MEDIA),
        groups=True,
        **FACT,
        headings=called(
            "保管媒体 format medium 媒体種別 記録媒体 保管形態 保存形態 媒体の種類 保存媒体 "
            "情報媒体 媒体区分 記録形態 保有形態 媒体・形態 形態 紙・電子 紙/電子 データ/紙 "
            "紙/データ 紙かデータか 紙か電子か 電子・紙の別 紙・データの別 紙・電子の別 "
            "データ形態 保存の形 media mediatype paperorelectronic "
            "書面・電子 ファイル形式 データ形式 紙・データ"
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
            "保存方法 管理措置 安全管理の方法 保管の仕方 保管のしかた 管理の仕方 しまい方 守り方 "
            "管理状況 施錠・パスワード 施錠等 施錠 セキュリティ 保護策 漏えい防止策 盗難防止策 "
            "safeguards security securitymeasures controls 鍵・パスワード 鍵・パスワード等 鍵 "
            "施錠・暗号化 鍵の有無 howprotected "
            "鍵の管理 かぎ かぎの有無 暗号化 パスワード アクセス制御 管理策 保管状態 "
            "保管時の対策 保管の対策 講じている措置 盗難・漏えい防止 どう守るか どのように守るか"
        ),
    ),
    Text(
        *("access", N_("アクセス権者"), 2000),
        lines=True,
        ticked=True,
        asked=True,
        headings=called(
            "アクセス権 アクセス権限 取扱者 取扱者の範囲 取り扱う者の範囲 閲覧者 利用者 "
            "アクセス権限者 取扱担当者 利用できる者 閲覧権限 利用可能者 利用権限者 閲覧権限者 "
            "アクセスできる者 アクセス可能者 閲覧できる者 閲覧可能者 取扱権限者 利用範囲 "
            "アクセス権限を持つ者 アクセス権保有者 だれが見られるか 誰が見るか アクセス者 "
            "見られる人 見ることができる人 見てよい人 使える人 持っている人 扱う人 アクセス部門 "
            "アクセス部署 アクセス可能部署 利用部署 利用部門 担当者の範囲 取扱担当者範囲 "
            "取扱いできる者 取り扱える人 閲覧・利用できる者 使用者 使用できる者 アクセス範囲 "
            "取扱担当 利用者の範囲 アクセス制限 アクセス権の範囲 権限者 利用できる人 取り扱う人 "
            "accessrights whohasaccess authorizedusers authorisedusers users accessibleby "
            "利用できる部署 利用できる部門 使える部署 閲覧できる部署 閲覧できる部門 見られる部署 "
            "見ることのできる人 whocanaccess whocansee "
            "取扱える者 閲覧権者 利用権者 アクセス権付与者 さわれる人 誰が使うか 誰が使う "
            "誰が見られるか 誰が利用できるか"
        ),
    ),
    Period(
        "use_until",
        N_("利用期限"),
        **FACT,
        asked=True,
        headings=called(
            "利用期間 利用終了時期 利用終了 使用期間 使用期限 いつまで使うか 使う期間 useperiod "
            "periodofuse "
            "利用終了日 いつまで使う"
        ),
        custom=ACT,
    ),
    Period(
        *("keep_until", N_("保管期限")),
        **FACT,
        asked=True,
        headings=called(
            "保存期間 retention 保管期間 保存期限 保存年限 保存年数 保管年限 保管年数 保持期間 "
            "保有期間 期間 いつまで保管するか いつまで持つか 保管する期間 保存する期間 残す期間 "
            "いつまで残すか 廃棄時期 消去時期 削除時期 廃棄予定時期 廃棄期限 消去期限 いつまで "
            "いつ捨てるか いつ廃棄するか 残しておく期間 取っておく期間 法定保存期間 "
            "retentionperiod retentiontime retentionterm howlongkept keptfor retainedfor "
            "keptuntil "
            "保管終了 保管終了日 保管終了時期 廃棄予定日 廃棄期日 廃棄までの期間 "
            "廃棄するまでの期間"
        ),
    ),
    Several(
        *("disposal", N_("廃棄方法"), words.DISPOSAL_WAYS, words.ALSO_DISPOSAL_WAYS),
        about=words.ABOUT_DISPOSAL_WAYS,
        **FACT,
        headings=called(
            "処分方法 disposalmethod 廃棄・消去方法 破棄方法 廃棄区分 廃棄コード 消去方法 "
            "廃棄・削除方法 消去・廃棄方法 廃棄手段 破棄・消去方法 どうやって捨てるか 捨て方 "
            "廃棄の仕方 処分の仕方 削除方法 廃棄 廃棄・返却方法 返却・廃棄方法 廃棄処分方法 "
            "最終処分 どう捨てるか methodofdisposal destruction destructionmethod deletionmethod "
            "不要になったとき 不要になったら 使い終わったら 処分のしかた howdestroyed destroyedby "
            "howdisposed "
            "廃棄処理方法 処理方法 どう始末するか 始末のしかた 満了後の措置 満了時の措置 "
            "期間満了後の措置 期間経過後の措置 期限後の措置 期限後の処理 保存期間満了後の措置 "
            "保存期間満了時の措置 保存期間経過後の措置"
        ),
    ),
    Flag(
        *("sensitive", N_("要配慮個人情報を含む")),
        names=True,
        **MORE_FACT,
        headings=called(
            "要配慮 要配慮個人情報 機微情報 sensitivedata sensitive センシティブ 機微 "
            "センシティブ情報 要配慮情報 機微な個人情報 特に気をつける情報 要配慮個人情報の有無 "
            "要配慮の有無 specialcategory specialcarerequired sensitiveinformation "
            "includessensitivedata containssensitivedata sensitivedataincluded "
            "配慮を要する情報 特に配慮を要するもの 特に配慮を要する情報"
        ),
    ),
    Flag(
        *("my_number", N_("マイナンバーを含む")),
        custom=ACT,
        **MORE_FACT,
        help=N_("番号そのものは、ここにも添付ファイルにも入力しないでください。"),
        headings=called(
            "マイナンバー 個人番号 特定個人情報 特定個人情報等 個人番号を含む containsmynumber "
            "個人番号の有無 "
            "番号法対象"
        ),
    ),
    Flag(
        *("minors", N_("未成年者の情報を含む")),
        custom=ACT,
        **MORE_FACT,
        headings=called(
            "未成年 未成年者 未成年を含む 児童 子どもの情報 未成年の有無 children "
            "18歳未満 子供の情報 未成年の本人 未成年者を含むか"
        ),
    ),
    Names(
        *("entrusted_to", N_("未登録の委託先")),
        **MORE_FACT,
        help=N_(
            "登録した委託先は、委託先の側で台帳の記録を選びます。ここには登録前の名前を書きます。"
        ),
        headings=called(
            "委託先 委託先名 業務委託先 委託 外部委託 委託会社 委託業者 外部委託先 預け先 "
            "委託の有無・委託先 委託・外注先 processor processors outsourcedto contractor vendor "
            "預ける会社 頼んでいる会社 任せている会社 外部業者"
        ),
    ),
    Names(
        "provided_to",
        N_("提供先"),
        **MORE_FACT,
        headings=called(
            "第三者提供先 第三者提供 提供 第三者への提供 外部提供 提供先名 外部への渡し先 渡し先 "
            "外部提供先 社外提供先 社外への提供 提供する相手 提供相手 第三者提供の有無・提供先 "
            "第三者提供の相手 recipients recipient thirdparties disclosedto "
            "渡す相手 渡す先 誰に渡すか 開示先"
        ),
    ),
    Text(
        "shared_with",
        N_("共同利用"),
        **MORE_FACT,
        names=True,
        headings=called(
            "共同利用者 共同利用先 共同利用相手 共同利用の範囲 共同利用会社 jointuse jointusers"
        ),
        custom=ACT,
    ),
    Text(
        *("abroad", N_("外国で扱う国")),
        **MORE_FACT,
        abroad=True,
        headings=called(
            "外国 外国にある第三者 国外移転 海外 外国移転 越境移転 外国への提供 海外移転 "
            "外国第三者提供 overseastransfer 国 国名 保存国 データの所在国 サーバの所在国 "
            "海外移転の有無 国外 外国への移転 国外保存 海外保存 海外サーバ transferabroad "
            "crossbordertransfer country "
            "保存先の国 サーバ設置国 サーバの国 国・地域 移転先の国 移転先国 海外での取扱い "
            "外国での取扱い"
        ),
    ),
    Choice(
        "owner",
        N_("だれの個人情報か"),
        words.OWNERS,
        words.ALSO_OWNERS,
        **MORE_FACT,
        headings=called(
            "自社・受託 自社・受託の別 受託の別 自社・受託区分 受託区分 保有区分 受託・自社 "
            "自社情報・受託情報 自社取得・受託 保有・受託 自社保有・受託 "
            "受託の有無 受託業務か 当社・受託"
        ),
    ),
    Sized(
        *("count", N_("件数"), words.SIZE_CLASSES),
        custom=ACT,
        **MORE_FACT,
        bounds=SIZES,
        headings=called(
            "保有件数 records 人数 概数 数量 本人の数 人数・件数 件数・人数 保有数 保有量 "
            "データ件数 対象人数 登録件数 取扱件数 保管件数 概算件数 件数区分 人数区分 "
            "おおよその件数 およその件数 おおよその人数 約何件 規模 保有人数 登録数 登録者数 "
            "おおよその数 件数・規模 データ量 個人情報の件数 numberofrecords numberofpeople "
            "numberofindividuals volume numberofpersons noofpersons noofrecords approximatenumber "
            "データ数 レコード数 会員数 枚数 何人分 何人分か 何件 何件あるか 何人 約何人 "
            "取得予定件数 予定件数 想定件数"
        ),
    ),
    Day(
        *("counted_on", N_("件数を数えた日")),
        custom=ACT,
        **MORE_FACT,
        past=True,
        headings=called(
            "集計日 件数の確認日 件数確認日 棚卸日 基準日 件数基準日 集計時点 件数調査日 asof "
            "件数の時点 件数時点 件数調査時点"
        ),
    ),
    OF_CHANGES,
    noted(
        N_("備考"),
        "摘要 メモ 特記事項 その他 補足 コメント 備考・特記事項 その他特記事項 注意事項 "
        "留意事項 注意点 remarks notes comments 気をつけること 特に注意すること "
        "ひとこと 気になること 一言 留意点",
        **FOLDED,
    ),
)
FIELDS = tuple(replace(each, perhaps=words.GISTS.get(each.name, ())) for each in _FIELDS)
