"""What the register of incidents calls its choices: labels, and the words that sheets of Japanese
offices are found with."""

from pms_tracker.do.rules.incidents.incident_rules import Cause, Event, Nature, Notice
from pms_tracker.do.rules.incidents.leak_rules import Role
from pms_tracker.kernel.words import N_
from pms_tracker.registers.office_fields import Also, Labels, also

NATURES: Labels = {
    Nature.INCIDENT: N_("事故"),
    Nature.NEAR_MISS: N_("ヒヤリハット"),
    Nature.DRILL: N_("訓練"),
}
ALSO_NATURES: Also = also(
    (Nature.INCIDENT, "事故等 重大事故 漏えい事故 インシデント アクシデント"),
    (Nature.NEAR_MISS, "ヒヤリ ヒヤリ・ハット ニアミス 未遂 未然防止"),
    (Nature.DRILL, "演習"),
)
EVENTS: Labels = {
    Event.LEAKED: N_("漏えい"),
    Event.LOST: N_("紛失"),
    Event.DESTROYED: N_("滅失・毀損"),
    Event.ALTERED: N_("改ざん・不正確"),
    Event.ACQUIRED: N_("不正・不適正な取得"),
    Event.BEYOND_PURPOSE: N_("目的外の利用・提供"),
    Event.MISUSED: N_("不正利用"),
    Event.REFUSED: N_("開示等の求めの拒否"),
    Event.FEARED: N_("上のいずれかのおそれ"),
}
ALSO_EVENTS: Also = also(
    (
        Event.LEAKED,
        "漏洩 情報漏えい 情報漏洩 誤送信 誤送付 誤配達 誤交付 誤配布 "
        "誤廃棄による漏えい 流出 誤封入 誤FAX "
        "メール誤送信 FAX誤送信 誤配 誤公開 誤表示",
    ),
    (Event.LOST, "亡失 置き忘れ 盗難 紛失・盗難 盗難・紛失 遺失 所在不明"),
    (Event.DESTROYED, "滅失 毀損 き損 滅失・き損 誤廃棄 破損 消失"),
    (Event.ALTERED, "改ざん 不正確 誤登録 誤入力"),
    (Event.ACQUIRED, "不正取得 不適正取得"),
    (Event.BEYOND_PURPOSE, "目的外利用 目的外提供 目的外利用・提供 無断提供"),
    (Event.FEARED, "おそれ 漏えいのおそれ 漏洩のおそれ"),
)
CAUSES: Labels = {
    Cause.MISDIRECTED: N_("宛先・封入の誤り"),
    Cause.MISHANDLED: N_("操作・作業の誤り"),
    Cause.LEFT: N_("置き忘れ・紛失"),
    Cause.SETTINGS: N_("設定・公開範囲の誤り"),
    Cause.NOT_FOLLOWED: N_("決めた手順の不遵守"),
    Cause.NO_PROCEDURE: N_("手順や確認の仕組みがない"),
    Cause.FAILURE: N_("システムの不具合・故障"),
    Cause.ATTACK: N_("不正アクセス・ウイルス"),
    Cause.THEFT: N_("盗難"),
    Cause.INSIDER: N_("内部の不正"),
    Cause.CONTRACTOR: N_("委託先での取扱い"),
    Cause.OTHER: N_("そのほかの原因"),
}
ALSO_CAUSES: Also = also(
    (
        Cause.MISDIRECTED,
        "誤送信 誤配達 誤交付 封入ミス 宛先間違い 誤封入 宛先誤り 誤送付 宛名間違い 送付先誤り",
    ),
    (
        Cause.MISHANDLED,
        "操作ミス 作業ミス 誤操作 確認不足 確認漏れ 入力ミス ヒューマンエラー 人為ミス 不注意",
    ),
    (Cause.LEFT, "紛失 置き忘れ"),
    (Cause.SETTINGS, "設定ミス 権限設定ミス"),
    (Cause.NOT_FOLLOWED, "ルール違反 手順違反 手順不遵守 ルール不遵守"),
    (Cause.ATTACK, "不正アクセス マルウェア ランサムウェア サイバー攻撃 ウイルス感染 フィッシング"),
    (Cause.INSIDER, "内部不正"),
    (Cause.CONTRACTOR, "委託先"),
    (Cause.OTHER, "その他"),
)
ROLES: Labels = {
    Role.OWN: N_("自社で扱っていた"),
    Role.AT_CONTRACTOR: N_("委託先で扱っていた"),
    Role.AS_CONTRACTOR: N_("委託元から預かっていた"),
}
ALSO_ROLES: Also = also(
    (Role.OWN, "自社 当社 社内"),
    (Role.AT_CONTRACTOR, "委託先 業務委託先 外注先"),
    (Role.AS_CONTRACTOR, "委託元 受託 受託業務 受託先"),
)
NOTICES: Labels = {
    Notice.DONE: N_("通知した"),
    Notice.NEEDED: N_("これから通知する"),
    Notice.LATER: N_("まだ通知しない"),
    Notice.SUBSTITUTE: N_("公表などの代替措置をとった"),
    Notice.UNNEEDED: N_("通知しない"),
}
ALSO_NOTICES: Also = also(
    (Notice.DONE, "済 通知済 通知済み 連絡済 連絡済み 実施 実施済 謝罪済 説明済 有 あり ○ 〇"),
    (Notice.NEEDED, "予定 通知予定 これから 未通知 未"),
    (Notice.LATER, "保留 検討中"),
    (Notice.SUBSTITUTE, "公表 代替措置 ホームページで公表"),
    (Notice.UNNEEDED, "不要 なし 無 該当なし 通知不要 対象外 ×"),
)
MOST_PERSONS = 99_999_999
