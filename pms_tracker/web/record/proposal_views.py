"""What waits for a second person: agreed to or declined, one or many in one act."""

from flask import Blueprint, request, url_for
from flask_babel import gettext, lazy_gettext as _l

from pms_tracker import clock
from pms_tracker.kernel.errors import BadInput
from pms_tracker.people.changes import proposals
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.forms.form_numbers import id_of
from pms_tracker.web.record.steps import Done, pressed

blueprint = Blueprint("proposals", __name__, url_prefix="/people/proposals")

# What whoever proposed something is told.
WAITS = _l("提案しました。代表者・個人情報保護管理者・監査責任者のうち、別の1人の同意を待ちます。")


@blueprint.post("/agree")
@requires(Permission.GRANT_TOP_ROLES)
@pressed(once=True)
def agree() -> Done:
    proposals.agree(_chosen(), by=me(), on=clock.today())
    return _done(gettext("選んだ提案に同意しました。"))


@blueprint.post("/decline")
@requires(Permission.SEE_PEOPLE)
@pressed()
def decline() -> Done:
    proposals.decline(_chosen(), by=me())
    return _done(gettext("選んだ提案を取り下げました。"))


def _chosen() -> set[int]:
    sent = (id_of(each) for each in request.form.getlist("proposal"))
    chosen = {each for each in sent if each is not None}
    if not chosen:
        raise BadInput("nothing_chosen")
    return chosen


def _done(words: str) -> Done:
    return Done(words, url_for("people.index"))
