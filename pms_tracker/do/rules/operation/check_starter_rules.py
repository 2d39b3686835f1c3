"""Checks that a small office may begin with, in our own words: offered, and nothing is chosen
beforehand. Their items are what the Guidelines (10-3 to 10-6) name as usual measures."""

from dataclasses import dataclass

from pms_tracker.do.rules.operation.check_rules import Frequency
from pms_tracker.kernel.words import N_, Words


@dataclass(frozen=True)
class Starter:
    """A check that is offered: its items are lines as they are typed."""

    key: str
    title: Words
    frequency: Frequency
    items: tuple[Words, ...]


STARTERS = (
    Starter(
        "last_leaver",
        N_("最終退出の点検"),
        Frequency.DAY,
        (
            N_("書庫と引出しに鍵をかけた"),
            N_("机と複合機の上に書類が残っていない"),
            N_("パソコンの電源を切った"),
            N_("窓を閉め、照明と空調を切った"),
            N_("出入口に鍵をかけ、警備を始めた"),
        ),
    ),
    Starter(
        "desks",
        N_("机とパソコンの点検"),
        Frequency.WEEK,
        (
            N_("離席したときに画面がロックされる"),
            N_("パスワードを書いたメモが見える所にない"),
            N_("廃棄する書類がシュレッダーか鍵付きの箱に入っている"),
            N_("持ち出した媒体がすべて戻っている"),
            N_("私物のUSBメモリやスマートフォンに業務のデータを入れていない"),
        ),
    ),
    Starter(
        "accounts",
        N_("アカウントと更新の点検"),
        Frequency.MONTH,
        (
            N_("退職した人と異動した人のアカウントを止めた"),
            N_("使っていないアカウントの数［数値］"),
            N_("OSとウイルス対策ソフトが最新になっている"),
            N_("アクセスの記録を見て、不審なものがない"),
            N_("気付いたこと［文］"),
        ),
    ),
    Starter(
        "backup",
        N_("バックアップの点検"),
        Frequency.QUARTER,
        (
            N_("バックアップが決めた間隔で取れている"),
            N_("1件を選んで元に戻せた"),
            N_("バックアップの媒体が別の場所に保管されている"),
        ),
    ),
)
# Made of the measures against a unit's risks.
FROM_RISKS = "risks"
RISKS_TITLE = N_("リスク対策の点検")
