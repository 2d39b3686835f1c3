"""What registers of personal information call their choices: labels, and the words that sheets of
Japanese offices are found with."""

from pms_tracker.do.rules.ledger.ledger_rules import Disposal, Medium, Owner, Size, Subject, Way
from pms_tracker.kernel.words import N_
from pms_tracker.registers.office_fields import Also, Labels, also, called

SUBJECTS: Labels = {
    Subject.CUSTOMER: N_("顧客"),
    Subject.PUPIL: N_("生徒・会員"),
    Subject.FAMILY: N_("保護者・家族"),
    Subject.APPLICANT: N_("応募者"),
    Subject.WORKER: N_("従業者・退職者"),
    Subject.PARTNER: N_("取引先担当者"),
    Subject.OTHER: N_("その他"),
}
_SUBJECT_WORDS = (
    (
        Subject.CUSTOMER,
        "オーナー 家主 貸主 借主 宿泊者 宿泊客 契約者 申込者 依頼者 "
        "相談者 寄付者 寄附者 支援者 問合せ者 "
        "問い合わせ者 来場者 見学者 荷主 荷受人 届け先 参加者 "
        "クライアント 消費者 被保険者 加入者 customer client "
        "clients patients users guests donors "
        "お客様 個人顧客 お客さま 利用者 患者 購入者 ユーザー ビジター 喪主 "
        "来店客 一般顧客 個人客 施主 予約者 "
        "注文者 入居者 見込客 見込み客 市民 住民 納税者 顧問先 資料請求者 入居希望者 利用希望者 "
        "入所希望者 申請者 申込人 来館者 受診者 受給者 入院患者 乗客 旅行者 投稿者 檀家 檀信徒 "
        "信徒 氏子 "
        "墓地使用者 使用者 借受人 買主 売主 所有者 区分所有者 賃借人 賃貸人 当選者 懸賞応募者 "
        "キャンペーン応募者 モニター 訪問者 来訪者 来客 来社者 来所者 customers",
    ),
    (
        Subject.PUPIL,
        "生徒 会員 受講生 園児 学生 塾生 児童 児童生徒 子ども 子供 こども お子様 お子さん "
        "pupils students members member 受講者 卒業生 組合員 在校生 学童 聴講生 部員 門下生 同窓生",
    ),
    (
        Subject.FAMILY,
        "保護者 家族 扶養家族 親族 緊急連絡先 扶養親族 配偶者 親権者 身元保証人 "
        "利用者家族 父母 ご家族 遺族 同居人 後見人 成年後見人 法定代理人 被扶養者 身元引受人 "
        "parents family guardians",
    ),
    (
        Subject.WORKER,
        "従業者 従業員 社員 employees employee staff 退職者 職員 スタッフ 役員 役職員 パート "
        "アルバイト 派遣社員 派遣スタッフ 契約社員 嘱託 退職従業員 "
        "従業者本人 登録スタッフ ドライバー 乗務員 講師 教員 教職員 "
        "嘱託社員 パートタイマー 派遣労働者 従業者等 従業員等 正社員 労働者 作業員 職人 "
        "技能実習生 実習生 "
        "出向者 インターン 取締役 監査役 理事 監事 評議員 看護師 保育士 介護職員 警備員 配達員 "
        "workers personnel formeremployees",
    ),
    (
        Subject.APPLICANT,
        "採用応募者 求職者 採用候補者 入社希望者 内定者 不採用者 応募した人 採用希望者 "
        "求人応募者 "
        "志願者 入学志願者 受験者 受験生 入学希望者 エントリー者 面接者 "
        "applicants candidates jobapplicants",
    ),
    (
        Subject.PARTNER,
        "取引先 仕入先 派遣先担当者 委託先担当者 協力会社 下請業者 取引先の担当者 得意先担当者 "
        "業者 仕入先担当者 取引先社員 協力会社社員 外注先 委託先 "
        "請負業者 協力業者 仕入業者 納入業者 出入業者 フリーランス 個人事業主 販売店 代理店 "
        "加盟店 "
        "派遣先 外注 個人外注 外注者 協力会社要員 協力会社の要員 "
        "名刺交換者 委託元担当者 suppliers partners businesspartners vendors",
    ),
)
# People of other firms, whatever they are there: 関与先の従業員.
_FIRMS = called(
    "取引先 得意先 仕入先 委託先 委託元 外注先 派遣先 関与先 顧問先 顧客企業 協力会社 元請 "
    "発注元 提携先"
)
_ROLES = called("従業員 従業者 社員 職員 担当者 担当 代表者 役員 スタッフ 責任者 窓口")
_OF_FIRMS = " ".join(f"{firm}{of}{role}" for firm in _FIRMS for of in ("", "の") for role in _ROLES)
# Whom words that nobody knows are of: 団体客, 雑誌の購読者.
SUBJECTS_BY_ENDING: Also = also(
    (Subject.CUSTOMER, "客 購読者 主催者 希望者"), (Subject.PARTNER, "担当者")
)
ALSO_SUBJECTS: Also = also(*_SUBJECT_WORDS, (Subject.PARTNER, _OF_FIRMS))
WAYS: Labels = {
    Way.WRITTEN: N_("本人から書面"),
    Way.SPOKEN: N_("口頭・電話"),
    Way.WEB: N_("ウェブ"),
    Way.THIRD_PARTY: N_("第三者から"),
    Way.PUBLIC: N_("公開情報"),
    Way.CLIENT: N_("委託元から"),
    Way.FILMED: N_("監視・撮影"),
    Way.GENERATED: N_("生成"),
}
ALSO_WAYS: Also = also(
    (
        Way.WRITTEN,
        "書面 申込書 本人 書類 用紙 申込用紙 申請書 届出書 契約書 履歴書 アンケート "
        "アンケート用紙 直接書面取得 直接書面 本人書面 本人より書面 本人から直接書面 書面取得 "
        "郵送 郵便 FAX ファックス 本人記入 紙 inwriting "
        "申込書記入 記入 本人が記入 本人から提出 本人提出 本人から直接 "
        "本人より直接 本人から 本人より 入会申込書 "
        "問診票 同意書 届出 登録票 登録カード 申請用紙 アンケート回収 "
        "直接書面による取得 手書き 提出書類 "
        "paper paperform form directlyinwriting applicationform",
    ),
    (
        Way.SPOKEN,
        "口頭 phone 電話 TEL ヒアリング 聞き取り 聞取り 面談 面接 電話受付 "
        "口頭聞き取り 口頭・電話 電話聞き取り 聴取 問診 会話 telephone "
        "verbal interview byphone orally",
    ),
    (
        Way.WEB,
        "Web HP ホームページ Webフォーム Webサイト ウェブサイト サイト オンライン ネット申込 "
        "Web申込 website 入会フォーム 申込フォーム 問合せフォーム フォーム ウェブフォーム "
        "ECサイト 専用サイト アプリ 自社サイト "
        "応募フォーム 予約フォーム 登録フォーム お問い合わせフォーム "
        "問い合わせフォーム 予約サイト Web入力 "
        "Webエントリー Web登録 Web予約 オンライン申込 マイページ webform "
        "webforms onlineform online",
    ),
    (
        Way.THIRD_PARTY,
        "第三者 第三者提供 第三者からの提供 本人以外 "
        "第三者より 本人以外から thirdparty thirdparties",
    ),
    (
        Way.PUBLIC,
        "公開 公表情報 公開資料 公知情報 官報 登記簿 電話帳 住宅地図 "
        "名簿業者以外の公開情報 publicsources",
    ),
    (
        Way.CLIENT,
        "委託元 受託 受託業務 預託 委託元より 委託元から受領 委託 "
        "顧客から預託 顧客から受託 委託元企業 元請 元請から 発注者から "
        "荷主から 委託元から提供 委託者 fromclient client",
    ),
    (
        Way.FILMED,
        "撮影 監視 防犯カメラ 監視カメラ カメラ 録画 写真撮影 "
        "監視カメラ映像 映像記録 ドライブレコーダー カメラ撮影 cctv "
        "camera filming",
    ),
    (
        Way.GENERATED,
        "社内作成 自社作成 自動生成 システム生成 社内生成 "
        "社内で作成 自社で作成 業務上作成 業務上発生 業務で発生 自動取得 "
        "自動記録 打刻 計測 測定 検査 採点 "
        "自動収集 generatedinternally generated",
    ),
)
# Words that leave open how it came: from the person, but on paper or spoken; from whom else.
ABOUT_WAYS: Also = also(
    (
        Way.WRITTEN,
        "シート カード 願書 伝票 調査票 申告書 依頼書 メール 電子メール 名刺交換 名刺 直接取得 "
        "直接 持参 提出 記入 記帳 署名 はがき ハガキ "
        "受付票 "
        "届け出 届 書いて "
        # Who signs for a child, or for somebody who cannot, is as good as the person.
        "保護者が 保護者記入 保護者提出 家族が 家族記入 "
        "保護者から書面 保護者より書面 家族から書面 家族より書面",
    ),
    (
        Way.SPOKEN,
        "聞き取り 対面 窓口 来店 来所 来社 来校 来園 来院 来館 来場 "
        "打合せ 打ち合わせ カウンセリング 相談 商談 訪問 録音 聞く 聞いて",
    ),
    (Way.WEB, "インターネット ネット SNS LINE"),
    (
        Way.THIRD_PARTY,
        "間接取得 謄本 健康診断 健診 紹介 紹介会社 "
        "旅行会社 代理店 仲介業者 人材紹介会社 派遣会社 間接 他社 "
        "グループ会社 "
        "取引先 健診機関 医療機関 学校 家族 保護者 派遣先 勤務先 "
        "行政機関 保険会社 病院 クリニック 医院 求人サイト "
        "求人媒体 転職サイト ハローワーク 検査会社 市役所 役所 自治体 "
        "市町村 親会社 本社 提携先 ケアマネジャー 他事業所 "
        "不動産会社 信用情報機関 金融機関 警察 予約代行 提供を受け 運営会社 管理会社 販売会社 "
        "配送会社 "
        "運送会社 カード会社 信販会社 業者から 業者より 会社から 会社より 企業から 団体から "
        "組合から 施設から "
        "主治医 前医 紹介元 提供元 税務署 役場 銀行 大学 高校 出身校",
    ),
    (Way.PUBLIC, "法務局 登記 公報 公告"),
    (
        Way.CLIENT,
        "支給 関与先 顧問先 顧客から 客先 クライアント 荷主 元請 発注者 依頼主 荷送人 委託者",
    ),
    (
        Way.GENERATED,
        "カードリーダ カードリーダー 車載器 タイムレコーダー "
        "社内 作成 システム 発生 算出 集計 評価 計算 が記録 試験 考査 テスト",
    ),
)
# What is written or kept, whatever it is of: 発注書, 日々の記録.
WAYS_BY_ENDING: Also = also(
    (Way.WRITTEN, "書 票 届 証 状 写し コピー サイン"),
    (Way.GENERATED, "記録 記録簿 日誌 日報 ログ 装置 実施"),
    # Whoever that is.
    (Way.THIRD_PARTY, "から より 経由 機関"),
)
# From whom it comes, where a cell says no more: from those that it is about (患者, 応募者より).
WAYS_ALONE: Also = also(
    (Way.WRITTEN, "顧客 応募者 本人 ご本人"),
    *(
        (Way.WRITTEN, words)
        for subject, words in _SUBJECT_WORDS
        if subject in {Subject.CUSTOMER, Subject.PUPIL, Subject.APPLICANT, Subject.WORKER}
    ),
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
        "細断処理 シュレッダーによる裁断 シュレッダー廃棄 裁断廃棄 "
        "シュレッダーで裁断 シュレッダー（社内） 社内シュレッダー "
        "クロスカット 破る shred shredder shredded",
    ),
    (
        Disposal.ERASED,
        "データ消去 消去 削除 データ削除 完全消去 完全削除 データの消去 データの削除 初期化 "
        "上書き 上書き消去 フォーマット ファイル削除 電子データ消去 電子データ削除 論理消去 "
        "データ完全消去 復元不可能な消去 erasure deletion 自動上書き "
        "delete deleted erase erased overwritten overwriting wiping "
        "wiped 自動消去",
    ),
    (
        Disposal.DISSOLVED,
        "溶解処理 溶解処分 機密溶解 溶解廃棄 溶融 溶解業者 溶解サービス dissolving dissolved",
    ),
    (
        Disposal.DESTROYED,
        "破壊 物理的破壊 破壊処理 破砕 粉砕 穴あけ 磁気破壊 物理破砕 "
        "HDD破壊 ドリル穴あけ physicaldestruction destroyed destruction",
    ),
    (
        Disposal.RETURNED,
        "返還 返送 本人に返却 委託元に返却 委託元へ返却 本人返却 "
        "本人へ返却 本人に返還 本人へ返還 顧客に返却 returned return",
    ),
    (
        Disposal.ENTRUSTED,
        "業者委託 外部委託 専門業者 廃棄業者 業者 外部業者 業者処理 専門業者に委託 "
        "専門業者へ委託 業者に委託 廃棄業者に委託 業者廃棄 "
        "廃棄業者へ委託 業者へ委託 "
        "専門業者による廃棄 outsourced contractor",
    ),
)
# What leaves nothing behind as well, if not in the same way.
ABOUT_DISPOSAL_WAYS: Also = also(
    (Disposal.DESTROYED, "焼却 焼却処分"),
    (Disposal.RETURNED, "引渡し 引き渡し お渡し 返す"),
    (Disposal.ENTRUSTED, "業者に引渡し 業者へ引渡し 業者に引き渡し 業者へ引き渡し"),
    (Disposal.ERASED, "データを消す 消す データ廃棄 データ破棄 アカウント削除"),
)
SIZE_CLASSES: Labels = {
    Size.TO_100: N_("100件以下"),
    Size.TO_1000: N_("1,000件以下"),
    Size.TO_5000: N_("5,000件以下"),
    Size.MORE: N_("5,001件以上"),
}
OWNERS: Labels = {
    Owner.OWN: N_("自社で取得したもの"),
    Owner.ENTRUSTED: N_("預かっているもの（受託）"),
}
ALSO_OWNERS: Also = {
    "自": Owner.OWN,
    "受": Owner.ENTRUSTED,
    "自社": Owner.OWN,
    "自社取得": Owner.OWN,
    "自社保有": Owner.OWN,
    "自社情報": Owner.OWN,
    "当社": Owner.OWN,
    "自社分": Owner.OWN,
    "受託": Owner.ENTRUSTED,
    "受託業務": Owner.ENTRUSTED,
    "受託情報": Owner.ENTRUSTED,
    "預託": Owner.ENTRUSTED,
    "受託分": Owner.ENTRUSTED,
    "受託データ": Owner.ENTRUSTED,
    "預かり": Owner.ENTRUSTED,
}

# What sheets have a column with marks for each of.
ITEMS = called(
    "氏名 名前 姓名 フリガナ ふりがな カナ 氏名カナ 住所 現住所 郵便番号 電話 電話番号 TEL "
    "携帯電話 携帯番号 連絡先 緊急連絡先 FAX FAX番号 メール メールアドレス Eメール E-mail mail "
    "生年月日 年齢 性別 国籍 本籍 本籍地 続柄 家族構成 家族 家族情報 勤務先 会社名 所属 部署 "
    "役職 "
    "職業 職種 職歴 経歴 学歴 学校名 学年 成績 資格 免許 顔写真 写真 画像 映像 音声 署名 印影 "
    "口座 口座番号 口座情報 銀行口座 振込先 クレジットカード カード番号 クレジットカード番号 "
    "収入 "
    "年収 給与 給与額 所得 購買履歴 購入履歴 利用履歴 取引履歴 病歴 既往歴 健康情報 健康状態 "
    "健診結果 健康診断結果 診断名 障害 障がい 障害情報 血液型 身長 体重 宗教 信条 思想信条 "
    "犯罪歴 "
    "趣味 ID 会員番号 社員番号 従業員番号 患者番号 保険証番号 被保険者番号 基礎年金番号 "
    "雇用保険番号 免許証番号 パスポート番号 IPアドレス 位置情報 指紋 生体情報"
)

# Words that together say what a heading asks for, whatever stands between them, by field.
GISTS = {
    "name": called("個人情報…名"),
    "unit_id": called(
        "担当…部署 担当…課 管理…部署 管理…課 所管…部署 所管…課 取扱…部署 "
        "取扱…課 担当…店 担当…店舗 担当…校 担当…園 担当…室"
    ),
    "business": called("利用…業務 取扱…業務 個人情報…業務"),
    "subjects": called("誰…情報 対象…者 対象…本人 本人…区分"),
    "items": called(
        "個人情報…項目 個人情報…内容 保有…項目 取得…項目 記載…個人情報 含まれる…情報 何…書いてある"
    ),
    "purposes": called("利用…目的 取得…目的 何…使う 何…ため"),
    "acquired": called("取得…方法 取得…経路 取得…先 取得…形態 取得…相手方 どこ…取得 誰…取得"),
    "place": called("保管…場所 保管…先 保管…所 保管…システム どこ…保管 どこ…ある どこ…置く"),
    "medium": called("媒体…区分 媒体…種類 紙…電子 電子…紙 紙…データ データ…紙"),
    "protection": called("安全…措置 安全…対策 保管…対策 鍵… 施錠… 暗号化…"),
    "access": called(
        "アクセス…者 アクセス…人 アクセス…員 アクセス…部署 アクセス…ロール アクセス…役職 "
        "閲覧…編集 "
        "誰…見られる 誰…使う 利用…従業者 利用…社員 利用…職員 権限…者"
    ),
    "use_until": called("利用…期間 いつまで…使う いつまで…使うか"),
    "keep_until": called(
        "保管…期間 廃棄…時期 廃棄…期間 何年…保管 何年…残す いつまで…保管 いつまで…持つ"
    ),
    "disposal": called("廃棄…方法 廃棄…措置 捨て… 期間…後…措置 期限…後…措置"),
    "sensitive": called("要配慮… 機微…"),
    "my_number": called("マイナンバー…"),
    "minors": called("未成年…"),
    "entrusted_to": called("委託…先 委託…会社 委託…業者 再委託先… 預け…先"),
    "provided_to": called("提供…先 提供…相手 提供…相手方 第三者…提供先"),
    "shared_with": called("共同利用…"),
    "abroad": called("外国… 海外… 国外… 越境… リージョン… 所在…国 保管…国 移転…国"),
    "owner": called("自社…受託 受託…自社 自社…預かり"),
    "count": called("…件数 …人数 …人分 何件… 何人…"),
    "note": called("…備考 …メモ"),
}
