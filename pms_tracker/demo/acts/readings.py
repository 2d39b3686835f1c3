"""Plan in the demo: the policy made known again lately, read by some and signed for on paper."""

from collections.abc import Iterator
from functools import partial

from pms_tracker.config import MEGABYTE
from pms_tracker.demo.ground.demo_desk import Desk
from pms_tracker.demo.ground.schedule import Act, Hour
from pms_tracker.evidence.evidence import Upload
from pms_tracker.kernel.independence import Role
from pms_tracker.plan.acknowledgements import acknowledgements, announcements
from pms_tracker.plan.policies import policies
from pms_tracker.plan.tables.policy_tables import Policy

# Days counted from the day the demo is loaded.
ANNOUNCED, DUE = -12, 6
WAY = "全体朝礼で説明し、このシステムで確認をお願いしました。"
# How many days ago each read it; whoever is missing has still to.
READ = {
    "小林 恒雄": -11,
    "田中 美緒": -11,
    "髙橋 正行": -10,
    "加藤 慎司": -10,
    "渡辺 千恵": -9,
    "小川 真由": -6,
    "𠮷田 尚子": -5,
    "岡田 アンナ": -4,
}
SIGNED, SIGNER, ENTERED_BY = -4, "清水 和枝", "𠮷田 尚子"
SCAN = ("署名一覧_諏訪教室.txt", "個人情報保護方針を読みました。清水 和枝\n")


class ReadingActs:
    """The first policy made known to everybody, and who has read it since."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def __iter__(self) -> Iterator[Act]:
        days = self._desk.days
        yield Act(days.open(ANNOUNCED), Hour.PLAN, self._announce)
        for name, offset in READ.items():
            yield Act(days.open(offset), Hour.DONE, partial(self._read, name))
        yield Act(days.open(SIGNED), Hour.CLOSE, self._enter_list)

    def _policy(self) -> Policy:
        return policies.listed()[0]

    def _announce(self) -> None:
        announcements.announce(
            self._policy(),
            edition=policies.in_force(self._policy().id).edition,
            due_on=self._desk.days.exactly(DUE),
            way=WAY,
            by=self._desk.cast.holder(Role.PRIVACY_MANAGER),
        )

    def _read(self, name: str) -> None:
        by = self._desk.cast.viewer(name)
        known = acknowledgements.the_announced(self._policy().id, by.person_id)
        acknowledgements.acknowledge(known, seen_edition=known.version.edition, by=by)

    def _enter_list(self) -> None:
        desk, by = self._desk, self._desk.cast.viewer(ENTERED_BY)
        known = acknowledgements.the_announced(self._policy().id, by.person_id)
        signed = acknowledgements.SignedList(
            known.version.edition,
            [desk.cast.person_ids[SIGNER]],
            desk.days.open(SIGNED),
            Upload(SCAN[0], SCAN[1].encode()),
        )
        acknowledgements.enter_list(
            self._policy(), signed, desk.evidence_folder, limit_bytes=MEGABYTE, by=by
        )
