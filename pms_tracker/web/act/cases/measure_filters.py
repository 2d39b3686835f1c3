"""What figures narrow the list of cases to: said in words there, and taken out again."""

import re

from flask_babel import lazy_gettext as _l, ngettext
from flask_babel.speaklater import LazyString

from pms_tracker.act.cases.measures import Measure
from pms_tracker.act.rules.measure_rules import Step
from pms_tracker.check.rules.audit_rules import Grade
from pms_tracker.web.lists import choices
from pms_tracker.web.lists.filters import Asked, Member
from pms_tracker.web.words.labels import label

# A step and the fewest days it took: `plan~31`.
TOOK = re.compile(r"([a-z]{1,10})~([0-9]{1,5})", re.ASCII)


def measured(asked: Asked) -> Measure:
    """What an address asks of the list besides what everybody is offered."""
    return Measure(
        grade=_member(asked, "grade", _l("等級"), Grade),
        done=asked.days("done", _l("実施日")),
        on_time=_either(asked, "ontime", _l("期限内に実施"), _l("期限を過ぎて実施")),
        judged=asked.days("judged", _l("1回目の有効性の判定日")),
        effective=_either(asked, "first", _l("1回目で有効"), _l("1回目は有効でない")),
        again=_either(asked, "again", _l("再発"), _l("再発ではない")),
        again_of_id=asked.linked("again_of", _l("再発した要求事項"), choices.requirement),
        took=_took(asked),
        step=_member(asked, "step", _l("現在のステップ"), Step),
        standing=asked.flag("standing", _l("取り下げたものを除く")),
        began=asked.days("began", _l("現在のステップの開始日")),
    )


def _member(asked: Asked, name: str, caption: LazyString, kind: type[Member]) -> Member | None:
    """A member of an enum that came with a link."""
    spelled = asked.raw(name)
    found = kind(spelled) if spelled in set(kind) else None
    if found is not None:
        asked.flag(name, f"{caption} {label(found)}", spelled)
    return found


def _either(asked: Asked, name: str, yes: LazyString, no: LazyString) -> bool | None:
    if asked.flag(name, yes):
        return True
    return False if asked.flag(name, no, "0") else None


def _took(asked: Asked) -> tuple[Step, int] | None:
    spelled = asked.raw("took")
    found = TOOK.fullmatch(spelled)
    if found is None or found[1] not in set(Step):
        return None
    step, days = Step(found[1]), int(found[2])
    words = ngettext("%(step)sに%(num)d日以上", "%(step)sに%(num)d日以上", days, step=label(step))
    asked.flag("took", words, spelled)
    return step, days
