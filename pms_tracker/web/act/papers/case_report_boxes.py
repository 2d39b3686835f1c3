"""The boxes of a case's report (承認欄): who drafted, approved, did, judged and closed it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext, pgettext

from pms_tracker.act.cases.dossier import Dossier
from pms_tracker.act.plans import plans
from pms_tracker.act.rules import route_rules
from pms_tracker.approvals.approvals import Decisive
from pms_tracker.kernel.independence import Role
from pms_tracker.people.firm import people
from pms_tracker.people.tables.people_tables import RoleGrant
from pms_tracker.web.act.papers.case_report_words import Told
from pms_tracker.web.pictures import papers
from pms_tracker.web.words import days_in_words
from pms_tracker.web.words.labels import label

Box = dict[str, object]
# Whose name an office's box bears, the highest office first.
SIGNING = (Role.REPRESENTATIVE, Role.PRIVACY_MANAGER, Role.AUDIT_MANAGER, Role.AUDITOR)


def signers(dossier: Dossier) -> set[int]:
    """Whoever signed the current round, as an office of theirs stands above the seal."""
    now = dossier.current
    ids = {now.written_by_id, now.written_for_id, now.reviewed_by_id, now.reviewed_for_id}
    ids |= {who for each in dossier.decisions for who in (each.decided_by_id, each.for_id)}
    return {each for each in ids if each is not None}


@dataclass(frozen=True)
class Boxes:
    """The boxes of the current round; one stays empty where nobody has signed it yet."""

    told: Told
    grants: Collection[RoleGrant]

    @property
    def dossier(self) -> Dossier:
        return self.told.dossier

    def of_plan(self) -> list[Box]:
        """Who approved the plan and who drafted it, the highest rank on the left."""
        case = self.dossier.case
        last = self.dossier.approval(plans.step(case))
        first = self.dossier.approval(route_rules.first_approval(case.round))
        word = pgettext("decided", "承認")
        if route_rules.ExtraStep.SECOND_APPROVAL not in case.extra_steps:
            room = [papers.box(label(Role.REPRESENTATIVE), pgettext("decided", "確認"))]
            kept = room if people.the_company().representative_box else []
            return [*kept, self._signed(word, Role.PRIVACY_MANAGER, last), self._drafted()]
        signed = [self._signed(word, Role.REPRESENTATIVE, last)]
        # The representative's own word needs no first one.
        if first is not None or last is None:
            signed.append(self._signed(word, Role.PRIVACY_MANAGER, first))
        return [*signed, self._drafted()]

    def of_ending(self) -> list[Box]:
        """Who closed it, judged its effect, confirmed and did it, from left to right."""
        case, found = self.dossier.case, []
        if route_rules.ExtraStep.CLOSING_APPROVAL in case.extra_steps:
            made = self.dossier.approval(route_rules.closing(case.round))
            word = pgettext("decided", "承認")
            found.append(self._signed(gettext("完了承認"), Role.REPRESENTATIVE, made, word))
        elif people.the_company().representative_box:
            found.append(papers.box(label(Role.REPRESENTATIVE), gettext("完了承認")))
        found.append(self._judged())
        if route_rules.ExtraStep.DONE_CHECK in case.extra_steps:
            made = self.dossier.approval(route_rules.done_check(case.round))
            word = pgettext("decided", "確認")
            found.append(self._signed(gettext("完了確認"), Role.AUDIT_MANAGER, made, word))
        return [*found, self._done()]

    def _signed(self, word: str, usual: Role, made: Decisive | None, sealed: str = "") -> Box:
        """The box of a decision; its seal has room for fewer letters than its head."""
        if made is None:
            return papers.box(label(usual), word)
        notes = [days_in_words.instant_text(made.recorded_at)]
        if made.on_paper:
            entered = self.told.whom(made.entered_by_id)
            notes.append(gettext("書面・入力 %(name)s", name=entered))
        office = self._office(made.for_id or made.decided_by_id, made.decided_on) or label(usual)
        whom = made.decided_by_id, made.for_id
        return self._sealed(papers.box(office, word), sealed or word, made.decided_on, whom, notes)

    def _drafted(self) -> Box:
        now, word = self.dossier.current, pgettext("report", "起案")
        head = label(Role.DEPARTMENT_HEAD)
        if now.submitted_on is None or not now.planned:
            return papers.box(head, word)
        by = now.written_for_id or now.written_by_id or 0
        is_head = by in self.dossier.firm.heads_of(self.dossier.case.unit_id)
        office = head if is_head else self._office(by, now.submitted_on) or head
        whom = now.written_by_id, now.written_for_id
        return self._sealed(papers.box(office, word), word, now.submitted_on, whom, [])

    def _judged(self) -> Box:
        now, word = self.dossier.current, gettext("有効性の確認")
        if now.verdict is None or now.reviewed_on is None:
            return papers.box(gettext("確認者"), word)
        whom = now.reviewed_by_id, now.reviewed_for_id
        office = self._office(now.reviewed_for_id or now.reviewed_by_id or 0, now.reviewed_on)
        return self._sealed(papers.box(office, word), label(now.verdict), now.reviewed_on, whom, [])

    def _done(self) -> Box:
        """Whoever did the last of it; all else that was done tells its own."""
        now, word = self.dossier.current, pgettext("report", "実施")
        done = [each for each in now.planned if each.done_on]
        if now.done_on is None or not done:
            return papers.box(gettext("処置の責任者"), word)
        last = max(done, key=lambda each: (each.done_on or date.min, each.position))
        entered = self.told.whom(last.done_entered_by_id)
        notes = [gettext("書面・入力 %(name)s", name=entered)] if entered else []
        whom = last.done_by_id, last.done_for_id
        return self._sealed(
            papers.box(gettext("処置の責任者"), word), word, now.done_on, whom, notes
        )

    def _sealed(
        self,
        box: Box,
        word: str,
        on: date,
        whom: tuple[int | None, int | None],
        notes: Sequence[str],
    ) -> Box:
        """A box with its seal; the whole name, for whom, and what it is bound to beneath."""
        by_id, for_id = whom
        name = self.told.whom(by_id)
        absent = [gettext("%(name)sの代理", name=self.told.whom(for_id))] if for_id else []
        stamped = {"seal": papers.seal(word, on, name), "name": name}
        return box | stamped | {"notes": [*absent, *notes]}

    def _office(self, person_id: int, on: date) -> str:
        """The highest office that somebody held on the day they signed."""
        held = {
            each.role
            for each in self.grants
            if each.person_id == person_id
            and each.since_on <= on
            and (each.until_on is None or each.until_on >= on)
        }
        return next((label(role) for role in SIGNING if role in held), "")
