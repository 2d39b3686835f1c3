"""What units wrote of where they looked for a request is erased with the rest of it."""

from pathlib import Path

import pytest
from flask import Flask

from pms_tracker.act import act_proofs
from pms_tracker.act.erasures.erasures import TOMBSTONE
from pms_tracker.do.disclosure_requests import request_searches
from pms_tracker.kernel.errors import BadInput, Stale
from pms_tracker.trail import trail
from tests.act.erasures.erasing import erase, told
from tests.cast import viewer
from tests.do.test_person_requests import NUMBER, a_request, answer, ask, held, search

SEARCHED = "request_searched"


def test_where_units_looked_is_erased_and_what_they_found_stays(app: Flask, tmp_path: Path) -> None:
    held()
    row = a_request()
    ask(row, ["PI-2026-001"])
    with pytest.raises(BadInput):
        erase(tmp_path, NUMBER, SEARCHED)
    answer("head", note="山田太郎の青いファイル")
    read = search("head")
    seen = read.version
    erase(tmp_path, NUMBER, SEARCHED)
    its = [each for each, _unit in request_searches.of(row)]
    assert [(each.found, each.note) for each in its] == [(True, TOMBSTONE)]
    assert "山田" not in told(str(NUMBER))
    # A form that still has the words is not taken.
    with pytest.raises(Stale):
        request_searches.answer(read, True, "山田太郎", version=seen, by=viewer("head"))
    trail.write_pending()
    assert not list(act_proofs.verify())
    assert not list(trail.verify())
