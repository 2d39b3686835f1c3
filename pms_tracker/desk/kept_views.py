"""Saved views: the conditions of a list under a name, for oneself or for everybody.

A view holds conditions only: each reader's list shows what that reader may know of.
"""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import String, bindparam, func, or_, select

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.desk import desk_rules
from pms_tracker.desk.desk_tables import SavedView
from pms_tracker.kernel.errors import NotFound
from pms_tracker.people.firm.listings import ASKER, parameters
from pms_tracker.people.firm.people import Viewer
from pms_tracker.people.tables.people_tables import Person
from pms_tracker.questions import as_text, cells_of, texts

# More shared views than that no row of tabs can hold.
SHOWN = 60


@dataclass(frozen=True)
class Wanted:
    """What is to be saved: of which list, under which name, and what its address says."""

    page: str
    name: str
    query: str
    shared: bool = False


@dataclass(frozen=True)
class View:
    """A view as a list shows it, and who saved it."""

    id: int
    person_id: int
    name: str
    query: str
    shared: bool
    saved_by: str


_OWN = SavedView.person_id == ASKER
# Of a `page`: one's own, then the ones that others share.
LISTED = as_text(
    select(
        *(SavedView.id, SavedView.person_id, SavedView.name, SavedView.query, SavedView.shared),
        Person.name.label("saved_by"),
    )
    .join(Person, Person.id == SavedView.person_id)
    .where(SavedView.page == bindparam("page", type_=String), or_(_OWN, SavedView.shared))
    .order_by(_OWN.desc(), SavedView.name, SavedView.id)
    .limit(SHOWN)
)


def told_in(text: str) -> list[View]:
    """The views that `LISTED` says."""
    return [View(*cells) for cells in cells_of(text)]


def listed(viewer: Viewer, page: str) -> list[View]:
    """A person's own views of a list, then the ones that others share."""
    (said,) = texts((LISTED,), {**parameters(viewer), "page": page})
    return told_in(said)


def save(wanted: Wanted, known: Collection[str], *, by: Viewer) -> SavedView:
    """Keep a list's conditions under a name; one's own view of that name is replaced.

    `known` are the names of conditions that the list has. Raises BadInput for a name or
    conditions that cannot be kept, RuleBroken where there is no room for another.
    """
    name = desk_rules.view_name(wanted.name)
    query = desk_rules.normalised(wanted.query, known)
    # One saves at a time per person, so that neither name nor number is exceeded by two tabs.
    session.execute(select(Person.id).where(Person.id == by.person_id).with_for_update())
    mine = (SavedView.person_id == by.person_id, SavedView.page == wanted.page)
    view = session.scalar(select(SavedView).where(*mine, SavedView.name == name))
    if view is None:
        desk_rules.check_room(session.scalar(select(func.count(SavedView.id)).where(*mine)) or 0)
        view = SavedView(person_id=by.person_id, page=wanted.page, name=name)
        session.add(view)
    view.query, view.shared, view.saved_at = query, wanted.shared, clock.now()
    session.flush()
    return view


def _visible(view_id: int, viewer: Viewer) -> SavedView:
    view = session.get(SavedView, view_id)
    if view is None or not (view.shared or view.person_id == viewer.person_id):
        raise NotFound("no_such_view")
    return view


def share(view_id: int, *, shared: bool, by: Viewer) -> SavedView:
    """Show one's view to everybody, or to nobody else any more.

    Raises NotFound for a view that the person does not see, NotAllowed for another's.
    """
    view = _visible(view_id, by)
    desk_rules.check_sharer(by.person_id, view.person_id)
    view.shared = shared
    session.flush()
    return view


def remove(view_id: int, *, by: Viewer) -> SavedView:
    """Take a view away; raises NotFound and NotAllowed as `share` does."""
    view = _visible(view_id, by)
    desk_rules.check_remover(by.person_id, view.person_id, by.roles)
    session.delete(view)
    session.flush()
    return view
