"""The boxes of what one person writes and another approves (年度計画): on paper, and in words."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from flask_babel import gettext, pgettext

from pms_tracker.approvals import approvals
from pms_tracker.approvals.approval_tables import Approval
from pms_tracker.kernel.independence import Role
from pms_tracker.people.firm import people
from pms_tracker.web.pictures import papers
from pms_tracker.web.words import labels
from pms_tracker.web.words.labels import label

Box = dict[str, Any]


class Written(Protocol):
    """What has writers and an approval of its own."""

    writer_ids: Any
    submitted_on: Any

    @property
    def reference(self) -> str: ...


def of_yearly(plan: Written, step: str, writer: Role) -> list[Box]:
    """Who approved and who wrote it, from left to right; a box stays empty where nobody has yet."""
    made = approvals.standing(plan.reference, step)
    ids = (made.decided_by_id, made.for_id, made.entered_by_id) if made else ()
    names = people.names([*plan.writer_ids, *(each for each in ids if each is not None)])
    wrote = labels.between(names[each] for each in plan.writer_ids if each in names)
    drafted = papers.box(label(writer), pgettext("decided", "作成"), plan.submitted_on, wrote)
    return [approved(Role.REPRESENTATIVE, made, names), drafted]


def approved(office: Role, made: Approval | None, names: Mapping[int, str]) -> Box:
    """The box of an approval."""
    sign = label(office), pgettext("decided", "承認")
    if made is None:
        return papers.box(*sign)
    return papers.box(*sign, made.decided_on, names.get(made.decided_by_id, ""), _how(made, names))


def _how(made: Approval, names: Mapping[int, str]) -> list[str]:
    """How it was approved: on screen with its digest, for whom, or on paper, entered by whom."""
    if made.entered_by_id is not None:
        return [gettext("書面・入力 %(name)s", name=names[made.entered_by_id])]
    note = gettext("電子承認 %(digest)s", digest=made.digest[:8])
    if made.for_id is None:
        return [note]
    return [gettext("%(name)sさんの代理", name=names[made.for_id]), note]


def in_words(boxes: Sequence[Box]) -> list[str]:
    """The same for a workbook, which has no boxes: who did what and when."""
    told = [
        f"{each['word']} {each['name']} {each['seal']['day']}" for each in boxes if each["seal"]
    ]
    return told or [gettext("未承認")]
