"""What figures narrow the list of cases to: said in words there, and taken out again."""

import re

from flask_babel import gettext, ngettext

from pms_tracker.act.cases.measures import Measure
from pms_tracker.act.rules.measure_rules import Step
from pms_tracker.check.rules.audit_rules import Grade
from pms_tracker.web.lists import choices
from pms_tracker.web.lists.filters import Asked
from pms_tracker.web.words.labels import label

# A step and the fewest days it took: `plan~31`.
TOOK = re.compile(r"([a-z]{1,10})~([0-9]{1,5})", re.ASCII)


def measured(asked: Asked) -> Measure:
    """What an address asks of the list besides what everybody is offered."""
    return Measure(
        grade=_grade(asked),
        done=asked.days("done", gettext("実施日")),
        on_time=_either(asked, "ontime", gettext("期限内に実施"), gettext("期限を過ぎて実施")),
        judged=asked.days("judged", gettext("1回目の有効性の判定日")),
        effective=_either(asked, "first", gettext("1回目で有効"), gettext("1回目は有効でない")),
        again=_either(asked, "again", gettext("再発"), gettext("再発ではない")),
        again_of_id=asked.linked("again_of", gettext("再発した要求事項"), choices.requirement),
        took=_took(asked),
        step=_step(asked),
        standing=asked.flag("standing", gettext("取り下げたものを除く")),
        began=asked.days("began", gettext("現在のステップの開始日")),
    )


def _grade(asked: Asked) -> Grade | None:
    caption = gettext("等級")
    said = (each for each in Grade if asked.flag("grade", f"{caption} {label(each)}", each.value))
    return next(said, None)


def _step(asked: Asked) -> Step | None:
    caption = gettext("現在のステップ")
    said = (each for each in Step if asked.flag("step", f"{caption} {label(each)}", each.value))
    return next(said, None)


def _either(asked: Asked, name: str, yes: str, no: str) -> bool | None:
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
