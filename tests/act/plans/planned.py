"""Plans of corrective action as tests need them: one plain action unless told otherwise."""

from dataclasses import replace
from datetime import timedelta

from pms_tracker import clock
from pms_tracker.act.plans.plans import Plan
from pms_tracker.act.rules.action_rules import Action
from pms_tracker.act.rules.cause_rules import CauseCategory
from tests.cast import IDS


def action(**changes: object) -> Action:
    written = Action(
        action="申込書を台帳に登録し、廃棄の担当と時期を定める。",
        owner_id=IDS["owner"],
        due_on=clock.today() + timedelta(days=14),
    )
    return replace(written, **changes)  # type: ignore[arg-type]


def plan(**changes: object) -> Plan:
    """A plan of one action, or of these `actions`; other changes may be the action's too."""
    written = Plan(
        correction="鍵のかかる棚へ移した。",
        cause="申込書が台帳に登録されておらず、廃棄を決める手続がなかった。",
        actions=(),
        cause_category=CauseCategory.INVENTORY,
        # Asked for only where the same cause was there before, as it is in many tests.
        repeat_answer="四半期ごとに棚卸しをする。",
    )
    own = {name: changes.pop(name) for name in [*changes] if name in Action.__match_args__[:3]}
    changes.setdefault("actions", (action(**own),))
    return replace(written, **changes)  # type: ignore[arg-type]
