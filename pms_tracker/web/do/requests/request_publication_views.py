"""What persons can read of how to ask (開示等の手続の公表): held against the published policies."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from pms_tracker.do.disclosure_requests.person_requests import REQUESTS
from pms_tracker.do.registers import purpose_coverage
from pms_tracker.do.rules.contact import publication_rules
from pms_tracker.do.rules.contact.publication_rules import Published
from pms_tracker.people.firm import people
from pms_tracker.web.door.access import requires
from pms_tracker.web.words.register_words import say

blueprint = Blueprint("request_publication", __name__, url_prefix="/do/requests/publication")
ITEMS: Mapping[Published, LazyString] = {
    Published.NAME: _l("事業者の名称"),
    Published.ADDRESS: _l("事業者の住所"),
    Published.REPRESENTATIVE: _l("代表者の氏名"),
    Published.PURPOSES: _l("すべての保有個人データの利用目的"),
    Published.PROCEDURE: _l("請求に応じる手続"),
    Published.FEE: _l("手数料の額（無料のときはその旨）"),
    Published.MEASURES: _l("安全管理のために講じた措置"),
    Published.DESK: _l("苦情の申出先"),
    Published.BODY: _l("認定個人情報保護団体（対象事業者のとき）"),
}
# By which item of the law each is asked for.
NUMBERS: Mapping[Published, int] = {
    **dict.fromkeys((Published.NAME, Published.ADDRESS, Published.REPRESENTATIVE), 1),
    Published.PURPOSES: 2,
    **dict.fromkeys((Published.PROCEDURE, Published.FEE), 3),
    Published.MEASURES: 4,
    **dict.fromkeys((Published.DESK, Published.BODY), 5),
}


@dataclass(frozen=True)
class Line:
    """One item, with the line that seems to say it."""

    number: int
    name: LazyString
    said: str


@blueprint.get("/")
@requires(REQUESTS.reader)
def shown() -> ResponseReturnValue:
    published = list(purpose_coverage.published())
    texts = [version.text for _policy, version in published]
    said = publication_rules.found(texts, people.the_company().name)
    return render_template(
        "do/requests/publication.html",
        name=say(REQUESTS.name),
        policies=[policy for policy, _version in published],
        lines=[Line(NUMBERS[each], words, said[each]) for each, words in ITEMS.items()],
    )
