"""Words of headings that say the same, whatever the field is of which they are part.

保存先, 格納場所 and しまってある所 all name where something is kept. A heading is turned into the
words that stand first below, so that fields need not declare every mixture of them. Only what says
the same beside any other word belongs here; what else one field may be called, that field declares.
"""

import re
from functools import lru_cache

# Each line: what is said for all of its words.
_SAME = """
個人情報 個人データ 保有個人データ 個人情報データ 個人情報ファイル 個人情報等 情報資産 情報 データ
個人情報 書類 帳票 帳簿 文書 ファイル 名簿 台帳 資料 記録
マイナンバー 個人番号 特定個人情報 特定個人情報等
要配慮 要配慮個人情報 要配慮情報 センシティブ センシティブ情報 センシティブデータ
要配慮 機微 機微情報 機微な情報 機微な個人情報 要配慮事項
名 名称 名前
項目 構成要素 構成項目 内訳 中身 内容物 具体的内容 具体的項目 情報項目 データ項目 情報内容 事項
記載 登録 書いてある 書かれた 書かれている 掲載
保管 保存 保持 格納 収納 収容 保存管理 保管管理 しまって しまう 置いて 置く 残して 残す 残しておく
保管 しまい
保管方法 しまい方 置き方 守り方 管理し方 管理仕方
場所 箇所 個所 ところ 所在場所
期間 期限 年限 年数
廃棄 破棄 処分 消去 削除 抹消 廃却 捨てる 捨てた 消す 消した 始末 廃棄等 廃棄処理
完了 終わった 済んだ
発生 起きた 起こった
廃棄方法 捨て方 処分し方 消し方
方法 手段 仕方 しかた やり方 方式 手法 手立て
取得 入手 収集 集める 集めた 集めて 収得
取得方法 集め方 取得仕方 もらい方
経路 ルート 元 源 経緯
預け 預ける 預けた 預けている
利用 使用 活用 取扱 取扱い 取り扱い 取り扱う 取り扱っている 取扱う 取り扱える 取扱える 扱う 扱える
利用 使う 使って 使える
目的 使いみち 使い道 用途 使途 趣旨
者 人
誰 だれ
何 なに なん
閲覧 見てよい 見ていい 触れてよい 触れていい
閲覧 参照 アクセス アクセス権限 アクセス権 アクセス許可 見られる 見れる 見る 触れる 触れられる
部門 部署 部課 セクション
担当 所管 主管 管轄 所轄
委託 外注 外部委託 業務委託 アウトソーシング
委託先 委託業者 委託会社 委託企業 委託事業者 委託先業者 委託先会社 委託先企業 委託先事業者
委託先 外注業者 外注会社 外部委託業者 委託先等 再受託者
日 年月日 日付 日時 月日
実施 開催 実行 履行
発見 発覚 判明 認知 気付いた 気づいた 気がついた 覚知 検知 検出 知った 分かった わかった 見つけた
事故 事案 インシデント トラブル
原因 起きた理由 起こった理由 発生理由 要因
リスク 脅威 問題 危険
想定 起こりうる 起こり得る 考えられる 予想される 予見される 想定される おこりうる
業務 仕事 作業 事務
区分 種別 類型 区別 分類 タイプ カテゴリ カテゴリー
内容 詳しい内容 詳細内容 詳細 くわしい内容
対策 措置 処置 対応策 施策 管理策 安全対策
是正 改善
再発防止 再発防止対策 再発防止策 再発防止措置 再発防止処置 防止策
再発防止 二度と起こさないため対策 二度と起こさない対策 繰り返さないため対策
現在 これまで 今まで 現状 現行 既存 実施済み
現在 実施済 実施中 実施している 講じている 既に実施 行っている やっている
追加 今後 新規 新たな 新たに行う 新しく行う 新しい 追加的 これから これからやる
可能性 起こりやすさ 起こり易さ 起きやすさ 発生頻度 頻度 発生確率 確率 発生可能性 発生しやすさ
影響度 影響 影響大きさ 影響度合 影響度合い 重大性 重大度 重大さ 重要度 深刻度 被害大きさ
影響度 被害度 インパクト 重さ 影響の強さ
対策後 対策実施後 対策後評価 対策実施後評価 対策後リスク 対策後リスク評価 残存リスク評価
対策後 残留リスク評価 対応後 対応後評価 改善後 改善後評価 措置後 低減後 残存リスク値 処置後
残存リスク 残留リスク 残余リスク
所在地 住所 所在
代表者 代表者名 代表者氏名 代表取締役
契約 委託契約 業務委託契約 委託契約書 契約書
秘密保持契約 機密保持契約 守秘義務契約 秘密保持契約書 機密保持契約書
秘密保持契約 nda 秘密保持 守秘 守秘義務 機密保持
終了 満了 満期 終期
受付 受理 受付け 受け付け 受け付けた 受けた
申出 申し出 申し出た お申し出 お申出 申立 申し立て
回答 返答 返事 答えた 返事した
番号 no no. ナンバー
件数 概数 数量 点数
備考 摘要 特記事項 特記 補足 コメント 注記 メモ
返却 返還 返納 返した 戻した
貸与 貸出 貸し出し 配付 配布 支給 交付
持出 持ち出し 持出し 持ち出す 持ち出した 持出す 持出した
入室 入館 入場 入退室開始 入った 来店 来社 来所 来館 来院 来校 来塾 来室
退室 退館 退場 退出 出た
用件 用務 用向き ご用件 御用件
pマーク pmark プライバシーマーク privacymark
来訪者 訪問者 来客 来客者 お客様 来場者 来た人 訪れた人
講師 教えた人 指導者 先生
研修 教育 講習 教育研修 研修会 勉強会 セミナー
受講 参加 出席
承認 許可 承諾
安全管理 セキュリティ 情報セキュリティ
本人 情報主体 データ主体
提供 開示提供
"""
# What says nothing beside the words around it, and polite forms of words that do.
_NOTHING = re.compile(
    r"(?:における|についての|に関する|に係る|として|となる|している|されている|ている|てある|ておく|しておく"
    r"|される|された|することできる|ことできる|有する|する|した|いる|ある|での|への|からの|可能な|可能|できる"
    r"|出来る|を|が|は|に|へ|で|な|お(?=名|客))"
)
_FIRST = {
    word: words[0]
    for words in (line.split() for line in _SAME.strip().splitlines())
    for word in words
}
_WORDS = re.compile("|".join(sorted(map(re.escape, _FIRST), key=len, reverse=True)))
# Who those are that may see something is said of all who work there.
_STAFF = "教職員|役職員|職員|社員|従業員|従業者|スタッフ|メンバー"
# Where a word names another thing behind certain words alone.
_BEHIND = (
    (
        re.compile(
            r"(?<=保管)(?:先|所|場|庫|書庫|倉庫|棚|キャビネット|ロケーション)(?!所|合|面|国)"
        ),
        "場所",
    ),
    (re.compile(r"(?<=保管)フォルダー?名?$"), "場所"),
    (re.compile(r"(?<=取得)(?:先|相手方?|相手先)$"), "経路"),
    (re.compile(r"(?<=取得|利用)理由$"), "目的"),
    (re.compile(r"(?<=預け)(?:会社|業者|企業|相手先?)$"), "先"),
    (
        re.compile(r"(?<=[担当管理個人情報取扱])(?<!内)(?<!外)(?:課|係|部|班|チーム|グループ)$"),
        "部門",
    ),
    (re.compile(rf"(?<=閲覧|利用)(?:{_STAFF})$"), "者"),
    (re.compile(r"(?:(?<=[用覧]者)|(?<=利用担当者))(?:名|氏名|範囲)$"), ""),
)
# Between the words that together say what a heading is about.
GAP = "…"
# What may stand behind them and says no more.
_BEHIND_ALL = r"(?:名|範囲|等|一覧|か|有無)?"
_TWICE = re.compile(r"(.{1,6})\1")
# Whatever is longer is no heading.
LONGEST = 60


@lru_cache(maxsize=8192)
def in_first_words(heading: str) -> str:
    """A heading, as it is looked up, in words that stand for all that say the same."""
    if len(heading) > LONGEST:
        return heading
    found = _NOTHING.sub("", _WORDS.sub(lambda word: _FIRST[word[0]], heading))
    for word, first in _BEHIND:
        found = word.sub(first, found)
    # 書類・データ名 is that of one thing.
    return _TWICE.sub(r"\1", found)


@lru_cache(maxsize=8192)
def told_by(heading: str, gists: tuple[tuple[str, str], ...]) -> str:
    """The column of which a heading has the words that together say it, in their order and with
    anything between them; nothing where they may say several. Words with a gap behind them begin
    a heading, others end it."""
    said = in_first_words(heading)
    keys = {key for words, key in gists if _gist(words).search(said)}
    return keys.pop() if len(keys) == 1 else ""


@lru_cache(maxsize=1024)
def _gist(words: str) -> re.Pattern[str]:
    parts = ".*".join(re.escape(in_first_words(each)) for each in words.split(GAP))
    return re.compile(f"^{parts}" if words.endswith(GAP) else f"{parts}{_BEHIND_ALL}$")
