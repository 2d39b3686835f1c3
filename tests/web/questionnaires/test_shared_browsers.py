"""Two links in one browser, as on a shared phone: neither is answered by the other's form."""

import pytest

from tests.databases import Served
from tests.visitor import Visitor
from tests.web.browsing import words
from tests.web.questionnaires.asked import Outsider, answers, contractor, kept, link, send

pytestmark = pytest.mark.both_databases


def test_a_form_of_another_link_is_not_taken(outsider: Outsider, asked: Served) -> None:
    proof = outsider.proof()
    contractor(asked, 2)
    send(Visitor(asked).as_("head"), "CO-2026-002")
    second = link(asked, "QN-2026-002")
    # The second link takes the place of the first in the same browser; the first's page is open.
    assert outsider.comes(second).status_code == 200
    crossed = outsider.sends("submit", proof, **answers(), note_0="一社目だけの話")
    assert crossed.status_code == 400
    # What was typed for one is never in a form of the other.
    assert "一社目だけの話" not in crossed.text
    assert "<form" not in crossed.text
    assert "いまのリンクのものではありません" in words(crossed)
    assert (kept(asked, 1).answers, kept(asked, 2).answers) == (None, None)
    # Nor does the first read, once the second is handed in, what came of that one.
    assert outsider.sends("submit", **answers()).location
    crossed = outsider.sends("submit", proof, **answers())
    assert crossed.status_code == 400
    assert "いまのリンクのものではありません" in words(crossed)
    assert kept(asked, 1).answers is None
