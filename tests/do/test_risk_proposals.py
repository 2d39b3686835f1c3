"""Risks that are proposed: what fits the media, what is known already, and what becomes of them."""

from collections.abc import Collection

import pytest
from flask import Flask

from pms_tracker.do.registers import risk_proposals
from pms_tracker.do.registers.ledger import LEDGER
from pms_tracker.do.registers.risks import RISKS
from pms_tracker.do.rules.ledger.ledger_rules import Medium
from pms_tracker.do.rules.risk_catalogue_rules import CATALOGUE, proposed
from pms_tracker.do.rules.risk_rules import RiskKind, Stage
from pms_tracker.kernel.errors import RuleBroken, Stale
from pms_tracker.registers import entries
from pms_tracker.registers.edition_rules import Standing
from tests.cast import viewer
from tests.do.test_ledger import entered

BY_KEY = {each.key: each for each in CATALOGUE}


def test_every_stage_has_something_typical_of_paper_and_of_data() -> None:
    assert len(BY_KEY) == len(CATALOGUE)
    for medium in Medium:
        assert {each.stage for each in CATALOGUE if medium in each.media} == set(Stage)


@pytest.mark.parametrize("media", [(Medium.PAPER,), (Medium.ELECTRONIC,), tuple(Medium), ()])
def test_what_fits_the_media_is_proposed_and_all_where_they_are_not_said(
    media: Collection[Medium],
) -> None:
    found = proposed(media, ())
    assert all(set(each.media) & set(media or Medium) for each in found)
    assert (len(found) == len(CATALOGUE)) is (len(media) != 1)


def test_nothing_of_a_stage_and_kind_that_is_known_is_proposed() -> None:
    left = proposed((), {(Stage.KEPT, RiskKind.LEAK)})
    assert {each.key for each in CATALOGUE} - {each.key for each in left} == {
        "unlocked",
        "broken_into",
    }


def test_the_chosen_are_drafted_for_the_entry_in_one_go(app: Flask) -> None:
    row, by = entered(medium=(Medium.PAPER,)), viewer("head")
    made = risk_proposals.draft(row, {"bag_left", "fire"}, str, by=by)
    assert [each.state for each in made] == [Standing.DRAFT, Standing.DRAFT]
    assert [each.rows for each in made] == [[LEDGER.name_of(row)], [LEDGER.name_of(row)]]
    assert {each.unit_id for each in made} == {row.unit_id}
    assert made[0].scenario == BY_KEY["bag_left"].scenario
    assert {each.likelihood for each in made} == {None}
    left = {each.key for each in risk_proposals.of(row)}
    assert not left & {"bag_left", "fire"}


def test_what_was_drafted_meanwhile_is_not_drafted_again(app: Flask) -> None:
    row, by = entered(), viewer("head")
    (made,) = risk_proposals.draft(row, {"fire"}, str, by=by)
    with pytest.raises(Stale):
        risk_proposals.draft(row, {"fire", "bag_left"}, str, by=by)
    entries.retire(RISKS, made, reason="誤り", by=by)
    assert "fire" in {each.key for each in risk_proposals.of(row)}


def test_nothing_chosen_drafts_nothing(app: Flask) -> None:
    with pytest.raises(RuleBroken, match="choose_some"):
        risk_proposals.draft(entered(), (), str, by=viewer("head"))
