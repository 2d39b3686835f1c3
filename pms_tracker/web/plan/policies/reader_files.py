"""Who has read a policy, as a file: what the list shows, in the same order, every row."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext as _l

from pms_tracker.kernel.errors import NotFound
from pms_tracker.kernel.references import Reference
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.plan.acknowledgements import acknowledgements as records, readers
from pms_tracker.plan.acknowledgements.acknowledgements import Known
from pms_tracker.plan.policies import policies
from pms_tracker.plan.rules import acknowledgement_rules as rules
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.lists import list_files
from pms_tracker.web.lists.list_files import Column, Kind, Sheet
from pms_tracker.web.plan.policies import acknowledgement_views
from pms_tracker.web.words import labels

blueprint = Blueprint("plan_exports", __name__, url_prefix="/plan/policies")


@blueprint.get("/<ref(POL):reference>/acknowledgements/export.csv", defaults={"kind": "csv"})
@blueprint.get("/<ref(POL):reference>/acknowledgements/export.xlsx", defaults={"kind": "xlsx"})
@requires(Permission.SEE_RECORDS)
def readers_of(reference: Reference, kind: str) -> ResponseReturnValue:
    viewer = me()
    rules.check_may_look(sees_all=viewer.sees_all, headed_unit_ids=viewer.headed_unit_ids)
    policy = policies.by_reference(reference)
    asked = acknowledgement_views.AskedReaders(policy)
    known = asked.known(records.made_known(policy.id, viewer.person_id))
    if known is None:
        raise NotFound("not_announced")
    edition, stood = known.version.edition, known.stood
    narrowed = acknowledgement_views.wanted(asked, readers.by_unit(stood, viewer))

    def more(last: Any | None) -> Sequence[Any]:
        order = list_files.following(asked.order, last and last[0], readers.SORTS)
        found = readers.listed(stood, viewer, narrowed, order, list_files.CHUNK)
        units = readers.units_of([row.id for row in found], stood.on)
        return [(row, units.get(row.id, [])) for row in found]

    title = gettext("方針の確認 第%(num)d版", num=edition)
    name = f"acknowledgements-{policy.reference}-{edition}"
    return list_files.answer(Sheet(title, name, _columns(known), more, asked.words), kind)


def _columns(known: Known) -> Sequence[Column]:
    told = known.announcement

    def due_on(row: Any) -> date:
        return rules.read_by(told.due_on, announced_on=told.announced_on, first_on=row[0].first_on)

    def units(row: Any) -> str:
        return labels.between(row[1])

    return (
        Column("name", _l("氏名"), lambda row: row[0].name, width=18),
        Column("units", _l("部門"), units, width=24),
        Column("acknowledged_on", _l("確認した日"), lambda row: row[0].acknowledged_on, Kind.DAY),
        Column("way", _l("確認のしかた"), lambda row: _way(row[0])),
        Column("due_on", _l("確認の期限"), due_on, Kind.DAY),
    )


def _way(row: Any) -> str:
    if row.acknowledged_on is None:
        return gettext("まだ")
    return gettext("画面") if row.scan_number is None else gettext("紙")
