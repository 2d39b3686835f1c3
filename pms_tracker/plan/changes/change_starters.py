"""Changes that offices often make (新しい教室を開く): begun with what each touches, as drafts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pms_tracker.kernel.words import N_, Words
from pms_tracker.people.firm.people import Viewer
from pms_tracker.plan.changes.planned_changes import CHANGES
from pms_tracker.plan.rules.impact_rules import Area
from pms_tracker.plan.rules.planned_change_rules import Fact, Trigger
from pms_tracker.registers import entries

Say = Callable[[Words], str]


@dataclass(frozen=True)
class Starter:
    """One kind of change: its words, what asks for it, what it touches, and what a body is told."""

    key: str
    name: Words
    trigger: Trigger
    touches: Mapping[Area, Words]
    told: tuple[Fact, ...] = ()


_SITE = {
    Area.POLICY: N_("方針の適用範囲と問合せ窓口に、新しい事業所が含まれるかを確かめる。"),
    Area.PURPOSE: N_("新しい事業所で集める個人情報の利用目的を確かめる。"),
    Area.LEDGER: N_("新しい事業所の部門を作り、扱う個人情報を台帳に登録する。"),
    Area.RISK: N_("保管場所、鍵、持ち運びなどのリスクを洗い出し、対策を決める。"),
    Area.RULE: N_("入退室、施錠、緊急連絡などの規程と手順を、事業所に合わせる。"),
    Area.CONTRACTOR: N_("清掃、警備、回線、廃棄などの委託先を評価し、契約する。"),
    Area.TRAINING: N_("配属する従業者に教育し、誓約書を受け取る。"),
    Area.PUBLICATION: N_("掲示、入会書類、ウェブサイトの表示を用意する。"),
    Area.BODY: N_("事業所の追加について、審査機関に報告が必要かを確かめて報告する。"),
}
STARTERS: tuple[Starter, ...] = (
    Starter("site", N_("新しい教室・店舗を開く"), Trigger.SITE, _SITE),
    Starter(
        *("system", N_("新しいシステムやクラウド、AIを使う"), Trigger.SYSTEM),
        {
            Area.LEDGER: N_("保管場所とアクセス権者を、台帳に反映する。"),
            Area.RISK: N_("不正アクセス、設定の誤り、外国での保管などのリスクを評価する。"),
            Area.RULE: N_("利用の手順と、入力してよい情報の範囲を定める。"),
            Area.CONTRACTOR: N_("提供する会社を委託先として評価し、契約の条項を確かめる。"),
            Area.TRAINING: N_("使う従業者に、使い方と禁止事項を教育する。"),
        },
    ),
    Starter(
        *("service", N_("新しい事業・サービスを始める"), Trigger.BUSINESS),
        {
            Area.PURPOSE: N_("新しいサービスの利用目的を特定する。"),
            Area.LEDGER: N_("新しく集める個人情報を台帳に登録する。"),
            Area.RISK: N_("取得から廃棄までのリスクを評価する。"),
            Area.PUBLICATION: N_("利用目的の公表と、申込書の明示を用意する。"),
            Area.TRAINING: N_("担当する従業者に教育する。"),
        },
    ),
    Starter(
        *("representative", N_("代表者や個人情報保護管理者が交代する"), Trigger.PEOPLE),
        {
            Area.POLICY: N_("方針の代表者名と問合せ窓口を改める。"),
            Area.PUBLICATION: N_("公表している代表者名などを改める。"),
            Area.BODY: N_("審査機関に変更を報告する。"),
        },
        (Fact.REPRESENTATIVE,),
    ),
    Starter(
        *("move", N_("本店や事業所を移転する"), Trigger.SITE),
        {
            Area.POLICY: N_("方針の所在地と問合せ窓口を改める。"),
            Area.LEDGER: N_("保管場所を台帳に反映する。"),
            Area.RISK: N_("運搬中の紛失と、新しい保管場所のリスクを評価する。"),
            Area.CONTRACTOR: N_("運送と廃棄の委託先を評価し、契約する。"),
            Area.PUBLICATION: N_("公表している所在地を改める。"),
            Area.BODY: N_("審査機関に変更を報告する。"),
        },
        (Fact.HEAD_OFFICE,),
    ),
)
BY_KEY = {each.key: each for each in STARTERS}


def draft(key: str, title: str, start_on: date, say: Say, *, by: Viewer) -> Any:
    """Draft a change of one kind: for what it usually touches what to do is proposed, by when it
    starts. Whether any of it is needed is still to be judged. Raises KeyError for no kind, and as
    `entries.enter`."""
    starter = BY_KEY[key]
    values: dict[str, Any] = {
        "title": title,
        "trigger": starter.trigger,
        "start_on": start_on,
        "facts_changed": starter.told,
    }
    for area, what in starter.touches.items():
        values |= {f"{area}_what": say(what), f"{area}_due": start_on}
    return entries.enter(CHANGES, values, by=by)
