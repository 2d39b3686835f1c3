"""What an evaluation of a contractor says, field by field (委託先評価表; J.9.4)."""

from pms_tracker.do.contractors.contractors import CONTRACTORS
from pms_tracker.do.rules.contractor_rules import Trade
from pms_tracker.do.rules.evaluation_rules import Answer, Kind, Method, Question, SheetId, Verdict
from pms_tracker.kernel.words import N_, Words
from pms_tracker.registers.entry_fields import Entries
from pms_tracker.registers.fields import Choice, Day, Text
from pms_tracker.registers.file_fields import Files
from pms_tracker.registers.office_fields import (
    FACT,
    FOLDED,
    MORE_FACT,
    Also,
    Labels,
    Several,
    also,
    called,
    noted,
)

KINDS: Labels = {Kind.FIRST: N_("新規"), Kind.AGAIN: N_("継続")}
_ALSO_KINDS: Also = {
    "再評価": Kind.AGAIN,
    "定期": Kind.AGAIN,
    "定期評価": Kind.AGAIN,
    "更新": Kind.AGAIN,
    "年次": Kind.AGAIN,
    "既存": Kind.AGAIN,
    "継続評価": Kind.AGAIN,
    "初回": Kind.FIRST,
    "新規評価": Kind.FIRST,
    "新規委託": Kind.FIRST,
    "選定": Kind.FIRST,
    "選定時": Kind.FIRST,
}
_METHODS: Labels = {
    Method.PAPER: N_("書面"),
    Method.INTERVIEW: N_("ヒアリング"),
    Method.DOCUMENTS: N_("資料の確認"),
    Method.ON_SITE: N_("現地の確認"),
}
_ALSO_METHODS: Also = also(
    (
        Method.PAPER,
        "アンケート チェックシート アンケート調査 書面調査 書面評価 チェックリスト 調査票 自己点検",
    ),
    (
        Method.DOCUMENTS,
        "資料 公開資料 ホームページ HP確認 Web確認 認証確認 Pマーク確認 資料確認 書類確認",
    ),
    (
        Method.ON_SITE,
        "現地 訪問 立入り 現地確認 現地調査 実地 実地調査 訪問調査 立入調査 立入検査 現場確認",
    ),
)
VERDICTS: Labels = {
    Verdict.PASSED: N_("合格"),
    Verdict.CONDITIONAL: N_("条件付"),
    Verdict.FAILED: N_("不合格"),
    Verdict.EXEMPT: N_("評価対象外"),
}
_ALSO_VERDICTS: Also = also(
    (Verdict.PASSED, "適 適合 可 ○ 〇 ◎ A 良 優 良好 委託可 継続可 承認 採用 問題なし OK"),
    (
        Verdict.CONDITIONAL,
        "条件付き 条件付合格 条件付き合格 △ 条件付き可 条件付可 要改善 "
        "条件付適合 条件付き適合 要注意",
    ),
    (Verdict.FAILED, "不適 不可 × 不適合 委託不可 不採用 NG"),
    (Verdict.EXEMPT, "対象外 評価不要 免除 省略"),
)
ANSWERS: Labels = {
    Answer.YES: N_("できている"),
    Answer.PARTLY: N_("一部できている"),
    Answer.NO: N_("できていない"),
    Answer.NOT_APPLICABLE: N_("該当しない"),
}
_ALSO_ANSWERS: Also = also(
    (Answer.YES, "はい ○ 〇"),
    (Answer.PARTLY, "一部 △"),
    (Answer.NO, "いいえ ×"),
    (Answer.NOT_APPLICABLE, "該当なし 対象外 －"),
)
SHEET_NAMES: Labels = {
    SheetId.PROFESSIONAL_2026: N_("士業用（2026年度版）"),
    SheetId.CLOUD_2026: N_("クラウド用（2026年度版）"),
    SheetId.PRINTING_2026: N_("印刷・発送用（2026年度版）"),
    SheetId.SYSTEM_2026: N_("システム保守用（2026年度版）"),
}
# The sheet that suits a trade; whoever evaluates may take another.
SHEET_FOR = {
    Trade.PROFESSIONAL: SheetId.PROFESSIONAL_2026,
    Trade.CLOUD: SheetId.CLOUD_2026,
    Trade.PRINTING: SheetId.PRINTING_2026,
    Trade.SYSTEM: SheetId.SYSTEM_2026,
    Trade.EDUCATION: SheetId.PRINTING_2026,
    Trade.DISPOSAL: SheetId.PRINTING_2026,
    Trade.OTHER: SheetId.PRINTING_2026,
}
QUESTIONS: dict[Question, Words] = {
    Question.RULES: N_("個人情報の取扱いの規程や手順書がある"),
    Question.OFFICER: N_("個人情報を管理する責任者が決まっている"),
    Question.TRAINING: N_("取り扱う従業者に、年1回以上教育している"),
    Question.PLEDGE: N_("取り扱う従業者から、秘密保持の誓約を得ている"),
    Question.ACCESS: N_("取り扱う人を限り、権限を年1回以上見直している"),
    Question.LEAK: N_("漏えいなどのときに、直ちに当社へ連絡する手順がある"),
    Question.HANDING: N_("再委託は、当社の承認を得てから行う"),
    Question.ENDING: N_("委託の終了時に返却か廃棄をし、証明書を出せる"),
    Question.LOCKED: N_("預かった書類や荷物を、施錠して保管している"),
    Question.NUMBER_AREA: N_("マイナンバーを扱う場所と担当者を限っている"),
    Question.STABLE: N_("設備と技術が足り、事業を続けられる経営の状態にある"),
    Question.ENCRYPTION: N_("通信と保存のデータを暗号化している"),
    Question.SIGN_IN: N_("管理者のログインに、二つ以上の認証を求めている"),
    Question.BACKUP: N_("予備のデータを取り、戻せることを確かめている"),
    Question.COUNTRY: N_("データを置く国と、閲覧する国を明らかにしている"),
    Question.ENTRY: N_("作業する場所への出入りを管理している"),
    Question.COUNTED: N_("受け取った件数と、仕上げて渡した件数を照合している"),
    Question.SPOILED: N_("刷り損じや余りを数え、読めない状態にして捨てている"),
    Question.OWN_IDS: N_("利用者IDを、作業する人ごとに分けている"),
    Question.REMOTE: N_("遠隔の作業は、決めた機器と接続だけで行う"),
    Question.TEST_DATA: N_("試験に、本番の個人情報を使わない"),
    Question.WORK_LOG: N_("作業の記録を残し、当社に示せる"),
}
ANSWER_FIELDS = tuple(
    Choice(each.value, words, ANSWERS, _ALSO_ANSWERS, inside="answers", **FOLDED)
    for each, words in QUESTIONS.items()
)
# What came of it later is said at once, without another approval.
AFTERWARDS = (
    Day(
        *("conditions_met_on", N_("条件を満たした日")),
        **FOLDED,
        past=True,
        help=N_("相手が条件を満たしたことを確かめてから入力します。"),
        headings=("改善確認日", "是正確認日"),
    ),
)
FIELDS = (
    Entries(
        *("contractor", N_("評価する委託先"), CONTRACTORS),
        needed=N_("委託先を1件選んでください。"),
        headings=called(
            "委託先 委託先の名称 委託先名 会社名 業者名 取引先名 事業者名 対象業者 "
            "評価対象 vendor contractorname"
        ),
    ),
    Choice(
        *("kind", N_("評価の種類"), KINDS, _ALSO_KINDS),
        needed=N_("新規か継続かを選んでください。"),
        headings=called(
            "区分 種別 評価区分 評価種別 新規・継続 新規・継続の別 新規・更新 評価時期区分"
        ),
    ),
    Day(
        *("evaluated_on", N_("評価した日")),
        needed=N_("評価した日を入力してください。"),
        past=True,
        headings=called(
            "評価日 実施日 評価年月日 評価実施日 実施年月日 調査日 確認日 "
            "evaluationdate dateofevaluation date"
        ),
    ),
    Several(
        *("methods", N_("評価の方法"), _METHODS, _ALSO_METHODS),
        **FACT,
        asked=True,
        headings=called("方法 評価手段 調査方法 method evaluationmethod"),
    ),
    Choice(
        *("sheet", N_("評価表"), SHEET_NAMES),
        aside=N_("評価対象外のときを除き提出までに必要"),
        help=N_("選んで登録すると、その評価表の質問に答えられます。"),
        headings=("使用した評価表",),
    ),
    *ANSWER_FIELDS,
    Choice(
        *("verdict", N_("判定"), VERDICTS, _ALSO_VERDICTS),
        asked=True,
        headings=called(
            "評価結果 結果 評価 総合評価 総合判定 判定結果 総合結果 合否 合否判定 可否 "
            "評価ランク ランク 選定結果 採否 評点区分 result judgement judgment rating"
        ),
    ),
    Text(
        *("conditions", N_("条件"), 2000),
        aside=N_("条件付のとき必須"),
        lines=True,
        help=N_("何をいつまでに改めてもらうか"),
        headings=called(
            "改善事項 指摘事項 是正要求 条件・指摘事項 改善要求 改善要求事項 指導事項 "
            "改善点 是正事項 条件等"
        ),
    ),
    Day(
        *("conditions_due", N_("条件の期日")),
        until=True,
        aside=N_("条件付のとき必須"),
        headings=called("改善期限 是正期限 改善期日 対応期限"),
    ),
    *AFTERWARDS,
    Text(
        *("exempt_rule", N_("評価対象外とする規程の条項")),
        **MORE_FACT,
        help=N_("評価対象外のとき必須。例：外部委託管理規程 第12条（士業、Pマーク取得企業）"),
    ),
    Text(
        *("exception_reason", N_("特例で続ける理由"), 2000),
        **MORE_FACT,
        lines=True,
        help=N_("不合格でも委託を続けるときだけ。代わりの対策も書きます。"),
        headings=("特例の理由",),
    ),
    Day(
        *("exception_until", N_("特例の期限")),
        until=True,
        **FOLDED,
        help=N_("評価した日から1年以内。過ぎると停止になります。"),
    ),
    noted(N_("備考"), "摘要 所見 コメント 備考・所見 remarks 評価者所見", **FOLDED),
    Files("files", N_("回答された評価表、証拠")),
)
