"""Risks that are typical of paper and of data, and which to propose for what is held (J.3.1.3).

The words are our own.
"""

from collections.abc import Collection
from dataclasses import dataclass

from pms_tracker.do.rules.ledger.ledger_rules import Medium
from pms_tracker.do.rules.risk_rules import RiskKind, Safeguard, Stage
from pms_tracker.kernel.words import N_, Words

BOTH = (Medium.PAPER, Medium.ELECTRONIC)


@dataclass(frozen=True)
class Candidate:
    """A typical risk with a typical measure against it; `key` names it in forms."""

    key: str
    stage: Stage
    kind: RiskKind
    media: Collection[Medium]
    scenario: Words
    measure: Words
    safeguard: Safeguard


_PAPER, _DATA = (Medium.PAPER,), (Medium.ELECTRONIC,)
CATALOGUE = (
    Candidate(
        *("unasked", Stage.ACQUIRED, RiskKind.UNFAIR, BOTH),
        N_("利用目的を示さないまま、本人から受け取る"),
        N_("受け取る書面や画面に利用目的を示し、同意の欄を設ける"),
        Safeguard.ORGANISATIONAL,
    ),
    Candidate(
        *("left_on_counter", Stage.ACQUIRED, RiskKind.LEAK, _PAPER),
        N_("受け取った書類を受付に置いたままにし、来客に見られる"),
        N_("受け取ったらすぐ所定の箱に入れ、その日のうちに書庫へ移す"),
        Safeguard.PHYSICAL,
    ),
    Candidate(
        *("mistyped", Stage.ACQUIRED, RiskKind.INACCURATE, BOTH),
        N_("書き写しや入力を誤り、別人の情報として登録する"),
        N_("入力した内容を、もとの書面や本人の申告と照らし合わせる"),
        Safeguard.ORGANISATIONAL,
    ),
    Candidate(
        *("bag_left", Stage.MOVED, RiskKind.LEAK, _PAPER),
        N_("書類の入った鞄を、移動の途中で置き忘れるか盗まれる"),
        N_("持出しは責任者の承認を受け、鞄を手元から離さない"),
        Safeguard.HUMAN,
    ),
    Candidate(
        *("wrong_address", Stage.MOVED, RiskKind.LEAK, _DATA),
        N_("宛先やファイルを間違えてメールを送る"),
        N_("送る前に宛先と添付を別の人が確かめ、ファイルは共有の場所で渡す"),
        Safeguard.HUMAN,
    ),
    Candidate(
        *("lost_in_post", Stage.MOVED, RiskKind.LOSS, _PAPER),
        N_("郵送や社内便の途中で書類が失われる"),
        N_("追跡できる方法で送り、届いたことを確かめて記録する"),
        Safeguard.ORGANISATIONAL,
    ),
    Candidate(
        *("left_open", Stage.USED, RiskKind.LEAK, _PAPER),
        N_("机の上に書類を出したまま席を離れ、関係のない人に見られる"),
        N_("席を離れるときは引出しにしまい、退社のときに机の上を空にする"),
        Safeguard.PHYSICAL,
    ),
    Candidate(
        *("shared_account", Stage.USED, RiskKind.LEAK, _DATA),
        N_("利用者IDを共用し、担当でない人が閲覧する"),
        N_("IDを1人に1つとし、担当の変更と退職のときに権限を見直す"),
        Safeguard.TECHNICAL,
    ),
    Candidate(
        *("other_use", Stage.USED, RiskKind.OFF_PURPOSE, BOTH),
        N_("示した利用目的にない案内や分析に使う"),
        N_("新しい使い方を始める前に、利用目的を確かめて責任者の承認を受ける"),
        Safeguard.ORGANISATIONAL,
    ),
    Candidate(
        *("unlocked", Stage.KEPT, RiskKind.LEAK, _PAPER),
        N_("書庫の鍵をかけ忘れ、持ち出される"),
        N_("鍵の管理者を決め、最後に退出する人が施錠を確かめて記録する"),
        Safeguard.PHYSICAL,
    ),
    Candidate(
        *("broken_into", Stage.KEPT, RiskKind.LEAK, _DATA),
        N_("不正なアクセスや不正なプログラムで、外へ流出する"),
        N_("更新プログラムを当て、2段階認証を使い、ログを月に1回確かめる"),
        Safeguard.TECHNICAL,
    ),
    Candidate(
        *("fire", Stage.KEPT, RiskKind.LOSS, _PAPER),
        N_("火災や水漏れで書類が失われる"),
        N_("床に置かず耐火の書庫に保管し、失うと困る書類は写しを別の場所に置く"),
        Safeguard.PHYSICAL,
    ),
    Candidate(
        *("no_backup", Stage.KEPT, RiskKind.LOSS, _DATA),
        N_("機器の故障や操作の誤りで消え、元に戻せない"),
        N_("毎日バックアップし、年に1回は戻せることを試す"),
        Safeguard.TECHNICAL,
    ),
    Candidate(
        *("kept_too_long", Stage.KEPT, RiskKind.UNLAWFUL, BOTH),
        N_("保管期限を過ぎても持ち続ける"),
        N_("年度末に保管期限を過ぎたものを調べ、廃棄して記録する"),
        Safeguard.ORGANISATIONAL,
    ),
    Candidate(
        *("in_the_rubbish", Stage.DISPOSED, RiskKind.LEAK, _PAPER),
        N_("裁断しないままごみに出し、拾われる"),
        N_("裁断か溶解で廃棄し、業者に頼むときは証明書を受け取る"),
        Safeguard.PHYSICAL,
    ),
    Candidate(
        *("left_on_device", Stage.DISPOSED, RiskKind.LEAK, _DATA),
        N_("データが残ったまま機器や媒体を手放す"),
        N_("消去ソフトか物理破壊で消し、だれがいつ消したかを記録する"),
        Safeguard.TECHNICAL,
    ),
)


def proposed(
    media: Collection[Medium], known: Collection[tuple[Stage, RiskKind]]
) -> list[Candidate]:
    """What to propose for what is held on these media, on any where that is not said; nothing of a
    stage and kind that a risk is known of."""
    return [
        each
        for each in CATALOGUE
        if (each.stage, each.kind) not in known and set(each.media) & set(media or BOTH)
    ]
