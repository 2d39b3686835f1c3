"""Help (使い方と用語): all guides, the guide to one kind of page, and the glossary."""

from collections.abc import Sequence

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l, lazy_pgettext as _p

from pms_tracker import locale_in_use
from pms_tracker.kernel.locales.customs import Custom
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.plan.requirements import requirement_sets
from pms_tracker.web.door import access
from pms_tracker.web.door.reached import reaches
from pms_tracker.web.guides import shelf
from pms_tracker.web.guides.kinds import Guide, Term
from pms_tracker.web.lists import choices

blueprint = Blueprint("help", __name__, url_prefix="/help")

GROUPS = {
    "everyday": _l("日々の仕事と会社"),
    "plan": _p("phase", "計画"),
    "check": _p("phase", "点検"),
    "act": _p("phase", "改善"),
}


@blueprint.get("/")
@access.requires(Permission.OWN_SETTINGS)
def index() -> ResponseReturnValue:
    return render_template(
        "help/index.html",
        groups=GROUPS,
        guides={group: _reached(guides) for group, guides in shelf.GUIDES.items()},
        terms={group: shelf.met(terms) for group, terms in shelf.TERMS.items()},
    )


def _reached(guides: Sequence[Guide]) -> list[Guide]:
    """Those guides whose pages the company meets."""
    return [each for each in guides if reaches(each.pages[0])]


@blueprint.get("/<name>")
@access.requires(Permission.OWN_SETTINGS)
def guide(name: str) -> ResponseReturnValue:
    """How to use pages of one kind, and the way to them where it is one place."""
    found = shelf.BY_KEY.get(name)
    if found is None or not reaches(found.pages[0]):
        abort(404)
    return render_template("help/guide.html", guide=found, way=shelf.way_to(found, access.opens))


@blueprint.get("/terms/<any(everyday,plan,check,act):group>")
@access.requires(Permission.OWN_SETTINGS)
def terms(group: str) -> ResponseReturnValue:
    """The words of one group: what each means, where it comes from, and which pages use it."""
    return render_template(
        "help/terms.html",
        group=group,
        groups=GROUPS,
        terms=shelf.met(shelf.TERMS[group]),
        sources=_sources,
        used_by={key: _reached(guides) for key, guides in shelf.used_by().items()},
        titles=_titles(),
    )


def _sources(term: Term) -> Sequence[str]:
    """The J-items that ask for a term, for companies examined by them."""
    return term.items if locale_in_use.has(Custom.PRIVACY_MARK) else ()


def _titles() -> dict[str, str]:
    """What the J-items are called in the reader's language, by their number."""
    return {
        item.number: choices.requirement_title(item.wording)
        for item in requirement_sets.shipped().items
    }
