"""What an entry of the register of incidents says, field by field (J.4.4.2; guideline 3-5)."""

from pms_tracker.do.contractors.client_works import CLIENT_WORKS
from pms_tracker.do.incidents import incident_choices as choices
from pms_tracker.do.incidents.incident_report_fields import REPORTS
from pms_tracker.do.registers.ledger import LEDGER
from pms_tracker.do.registers.risks import RISKS
from pms_tracker.kernel.words import N_
from pms_tracker.registers.entry_fields import Entries
from pms_tracker.registers.fields import Choice, Day, Flag, Number, Of, Pick, Text
from pms_tracker.registers.file_fields import Files
from pms_tracker.registers.office_fields import FOLDED, MORE_FACT, Several, called, noted

FIRST = (
    Text(
        *("title", N_("件名")),
        needed=N_("件名を入力してください。"),
        help=N_("例：出席簿の入った鞄を電車に置き忘れた"),
        headings=called(
            "事案 案件名 事故名 事故件名 標題 表題 事故の名称 事象名 タイトル 見出し 事案名 "
            "インシデント名 何の事故か incident subject"
        ),
        begins="what",
        erasable=True,
    ),
    Text(
        *("what", N_("何が起きたか"), 4000),
        lines=True,
        needed=N_("何が起きたかを、分かるところまで入力してください。"),
        help=N_("分かるところまででかまいません。個人の氏名や番号は書かないでください。"),
        wide=True,
        headings=called(
            "概要 内容 事故の内容 経緯 事故の概要 事案の内容 発生状況 事故の状況 内容・経緯 "
            "事象の内容 事故の詳細 発生内容 詳細 事故等の概要 事故等の内容 ヒヤリハット内容 "
            "どんなこと どんなことか どんなことがあったか 起こったことの内容 "
            "description summary どんな事故か 何があったか 起こったこと details whathappened"
        ),
        erasable=True,
    ),
    Day(
        *("known_on", N_("気付いた日")),
        needed=N_("気付いた日を入力してください。"),
        past=True,
        help=N_("社内のだれかが最初に知った日。この日を1日目と数えます。"),
        perhaps=("報告日", "報告年月日"),
        instead="happened_on",
        headings=called(
            "発覚 発見 判明 発覚日 認知日 発見日 発見日時 発覚年月日 発見年月日 認知日時 判明日 "
            "発覚日時 "
            "気づいた日 気が付いた日 把握日 認識日 覚知日 discoveredon datediscovered detectedon "
            "会社が知った日 知った日 dateknown dateofdiscovery discoverydate datenoticed "
            "noticedon"
        ),
    ),
    Pick(
        *("unit_id", N_("部門"), Of.UNIT),
        needed=N_("部門を選んでください。"),
        headings=called(
            "発生部門 部署 部門名 発生部署 所属 担当部署 当該部署 発生部門名 発生事業所 発生拠点 "
            "発生店舗 報告部署 所管部署 部署・課 発生場所（部署） department 発生営業所 発生支店 "
            "発生教室 発生施設 unit division"
        ),
    ),
)
SCOPE = (
    Choice(
        *("nature", N_("区分"), choices.NATURES, choices.ALSO_NATURES),
        **FOLDED,
        help=N_("空欄なら事故になります。"),
        headings=called(
            "種別 事故区分 事故・ヒヤリの別 事故・ヒヤリハットの別 事故・ヒヤリハット "
            "事故・ヒヤリハット区分 事故・ヒヤリ type category"
        ),
    ),
    Several(
        *("events", N_("起きたこと"), choices.EVENTS, choices.ALSO_EVENTS),
        **MORE_FACT,
        headings=called(
            "種類 事故の種類 事故種別 事象 漏えい等の種類 事故の分類 事故類型 事象区分"
        ),
    ),
    Day(
        *("happened_on", N_("発生した日")),
        **MORE_FACT,
        past=True,
        headings=called(
            "発生 発生日 発生年月日 発生日時 事故発生日 起きた日 dateofincident occurredon "
            "事故が起きた日 起こった日 incidentdate dateofoccurrence occurrencedate dateoccurred"
        ),
    ),
    Text(
        "finder",
        N_("発見者"),
        **MORE_FACT,
        help=N_("役職か部門で入力します。"),
        headings=called("発見した人 第一発見者 発見者・報告者 discoveredby reportedby foundby"),
    ),
    Choice(
        *("role", N_("だれが扱っていたか"), choices.ROLES, choices.ALSO_ROLES),
        **FOLDED,
        help=N_("空欄なら自社になります。"),
    ),
    Flag(
        *("own_too", N_("自社の個人情報も含まれる")),
        **MORE_FACT,
        help=N_(
            "委託元から預かった情報と自社の情報の両方のとき。委託元に連絡しても、自社の分の報告が必要です。"
        ),
    ),
    Entries("rows", N_("台帳の記録"), LEDGER, **MORE_FACT, headings=("個人情報", "対象")),
    Entries(
        *("works", N_("関わる受託業務"), CLIENT_WORKS),
        **MORE_FACT,
        help=N_("台帳の記録を選ぶと、その記録を扱う受託業務は自動で関わるものになります。"),
        headings=("受託業務",),
    ),
    Entries("risks", N_("関係するリスク"), RISKS, **MORE_FACT, headings=("リスク", "リスク番号")),
    Text(
        "items",
        N_("項目"),
        2000,
        **MORE_FACT,
        help=N_("氏名、住所、成績など"),
        headings=called(
            "対象情報 対象となった個人情報 対象データ 対象個人情報 漏えいした項目 漏えい情報 "
            "漏えいした情報 漏えいした個人情報 個人情報の項目 個人データの項目 個人情報の内容 "
            "情報の内容 関係する個人情報 含まれる情報 個人情報の種類 関係した情報 関わった情報 "
            "漏れた情報 dataaffected datainvolved affecteddata datatype personaldatainvolved"
        ),
    ),
    Text(
        "medium",
        N_("媒体"),
        **MORE_FACT,
        help=N_("書類、PC、メール、クラウドなど"),
        headings=called("媒体種別 対象媒体 媒体・経路 媒体の種類"),
    ),
    Number(
        *("affected", N_("本人の数")),
        **FOLDED,
        most=choices.MOST_PERSONS,
        headings=called(
            "何人分 何名分 何件分 件数 人数 影響人数 対象人数 漏えい件数 該当件数 対象件数 "
            "影響を受けた人数 対象者数 "
            "影響件数 affectedpersons 関係した人数 numberaffected peopleaffected "
            "numberofpeopleaffected numberofindividualsaffected"
        ),
    ),
    Number(
        *("affected_most", N_("考えられる最大の本人の数")),
        **FOLDED,
        most=choices.MOST_PERSONS,
        help=N_("まだ分からないときに入力します。"),
    ),
    Day(
        *("many_on", N_("1,000人を超えると分かった日")),
        **MORE_FACT,
        past=True,
        help=N_("気付いた日より後に分かったときだけ入力します。"),
    ),
)
# Apart from what is told of the incident, and let go by itself.
PERSONS = (
    Text(
        *("persons", N_("本人の氏名と連絡先"), 4000),
        **MORE_FACT,
        lines=True,
        private=True,
        erasable=True,
        help=N_("本人に通知するために必要な人だけを入力します。監査だけをする人には表示しません。"),
    ),
    Day(
        *("persons_until", N_("氏名と連絡先の保存期限")),
        until=True,
        **MORE_FACT,
        help=N_("空欄なら、気付いた日から1年になります。期限が来たら消去します。"),
    ),
    Day(*("persons_erased_on", N_("氏名と連絡先を消去した日")), **MORE_FACT, past=True),
)
CLASSES = (
    Flag("sensitive", N_("要配慮個人情報がある"), **MORE_FACT),
    Flag(
        *("property", N_("財産的な被害のおそれがある")),
        **MORE_FACT,
        help=N_("カード番号、口座とパスワードなど"),
    ),
    Flag(
        *("malice", N_("不正の目的のおそれがある")),
        **MORE_FACT,
        help=N_("不正アクセス、盗難、従業者の持出しなど。確報の期限が60日になります。"),
    ),
    Flag("grave", N_("そのほか重大なおそれがある"), **MORE_FACT),
    Flag(
        *("encrypted", N_("高度に暗号化されている")),
        **MORE_FACT,
        help=N_("委員会への報告が不要になります。審査機関への報告は必要です。"),
    ),
    Flag(
        *("my_number", N_("マイナンバーがある")),
        **MORE_FACT,
        help=N_("番号そのものは、ここにも添付ファイルにも入力しないでください。"),
    ),
    Flag("my_number_systems", N_("マイナンバー：国などの情報システムの情報"), **MORE_FACT),
    Flag("my_number_open", N_("マイナンバー：だれでも見られる状態になった"), **MORE_FACT),
)
HANDLING = (
    Text(
        *("stopped", N_("初動の対応"), 4000),
        **MORE_FACT,
        lines=True,
        help=N_("広がりを止めるためにしたこと"),
        headings=called(
            "応急処置 初動対応 応急対応 応急措置 初期対応 一次対応 暫定対応 対応内容 処置内容 "
            "処理内容 対応 処置 初動 緊急対応 直後の対応 当面の対応 対応経過 発生時の対応 "
            "事後対応 対応・処置 とった対応 とった措置 immediateaction すぐに行ったこと "
            "すぐにしたこと すぐにやったこと immediateresponse actiontaken containment"
        ),
        erasable=True,
    ),
    Text(
        *("cause", N_("原因"), 4000),
        **MORE_FACT,
        lines=True,
        headings=called(
            "発生原因 原因分析 直接原因 根本原因 原因・背景 なぜ起きたか rootcause 起きた理由 "
            "起こった理由"
        ),
        erasable=True,
    ),
    Several(
        *("causes", N_("原因の区分"), choices.CAUSES, choices.ALSO_CAUSES),
        **FOLDED,
        help=N_("直接の原因をすべて選びます。事故を完了するまでに選んでください。"),
        headings=called("原因区分 原因の種類 原因分類"),
    ),
    Text(
        "second_harm",
        N_("二次被害"),
        2000,
        **MORE_FACT,
        lines=True,
        erasable=True,
        headings=called("二次被害の有無 二次被害のおそれ 被害状況"),
    ),
    Choice(
        "notice",
        N_("本人への通知"),
        choices.NOTICES,
        choices.ALSO_NOTICES,
        **MORE_FACT,
        words_in="notice_reason",
        headings=called(
            "本人への連絡 本人通知 本人連絡 保護者連絡 保護者への連絡 お客様への連絡 患者への連絡"
        ),
    ),
    Day(
        "notified_on",
        N_("通知した日"),
        **MORE_FACT,
        past=True,
        headings=called(
            "本人通知日 本人への通知日 本人連絡日 本人への連絡日 通知日 notifiedindividualson "
            "datenotified individualsnotified"
        ),
    ),
    Text(
        *("notice_reason", N_("通知の方法、または通知しない理由"), 2000),
        **MORE_FACT,
        lines=True,
        erasable=True,
        headings=called("本人対応 本人への対応 お客様対応 お客様への対応 本人への説明"),
    ),
    Text(
        "published",
        N_("公表"),
        2000,
        **MORE_FACT,
        lines=True,
        help=N_("いつ、どこで、または公表しない理由"),
        headings=called("公表の有無 公表・広報 公表状況"),
    ),
    Text(
        "others_told",
        N_("警察などへの連絡"),
        **MORE_FACT,
        headings=called(
            "警察への届出 警察届出 関係機関への連絡 外部機関への報告 他機関への報告 "
            "関係機関への報告"
        ),
    ),
    Text(
        *("measures", N_("再発防止策"), 4000),
        **MORE_FACT,
        lines=True,
        help=N_("実施したことと、これからすること"),
        headings=called(
            "再発防止 対策 再発防止対策 恒久対策 改善策 是正措置 是正処置 今後の対策 "
            "再発防止の取組 改善内容 是正・予防処置 prevention correctiveaction "
            "二度と起こさないための対策 preventivemeasures preventiveaction"
        ),
        erasable=True,
    ),
    noted(
        N_("備考"),
        "摘要 メモ 特記事項 その他 補足 コメント remarks notes comments",
        **MORE_FACT,
        erasable=True,
    ),
)
ENDING = (
    Text(
        *("case_reference", N_("是正処置の番号"), 40),
        **MORE_FACT,
        help=N_("例：CA-2026-003"),
        headings=("是正処置",),
    ),
    Text("no_case", N_("是正処置をしない理由"), 2000, **MORE_FACT, lines=True),
    Day(
        *("closed_on", N_("完了した日")),
        **FOLDED,
        past=True,
        told=(N_("完了"), N_("未完了")),
        headings=called(
            "完了日 完了年月日 対応完了日 処理完了日 終了日 クローズ日 対応終了日 解決日 完結日 "
            "完了 終結日 終わった日 dateclosed"
        ),
    ),
)
# The fields by what they are about, as the form of an entry shows them.
PARTS = (
    (N_("範囲"), SCOPE),
    (N_("報告の要否を決めること"), CLASSES),
    (N_("対応"), HANDLING),
    (N_("本人の氏名と連絡先"), PERSONS),
    (N_("報告"), REPORTS),
    (N_("完了"), ENDING),
)
# What is asked for first as long as an incident is open.
URGENT = (CLASSES, REPORTS)
FIELDS = (
    *FIRST,
    *(field for _words, fields in PARTS for field in fields),
    Files("files", N_("写真・証跡")),
)
