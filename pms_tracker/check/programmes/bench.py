"""Teams of a whole programme: everybody who could audit through a run of days, read once."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property

from pms_tracker.check.audits import teams
from pms_tracker.check.programmes import programmes
from pms_tracker.check.rules.audit_rules import AuditKind
from pms_tracker.kernel.independence import AUDITING, EXCUSABLE, Candidate, Tie, bar_to_auditing
from pms_tracker.people.firm.over_time import OverTime
from pms_tracker.people.tables.people_tables import Unit
from pms_tracker.plan.policies import requirements


class Bench:
    """Everybody who could be asked to audit, through a run of days.

    `ties` are shares in the work of units, as `act` knows them.
    """

    def __init__(
        self, first: date, last: date, units: Sequence[Unit], ties: Collection[Tie]
    ) -> None:
        self._firm = OverTime(first, last)
        self._ties = ties
        # Every unit, closed ones too.
        self.units = units

    @property
    def names(self) -> dict[int, str]:
        return self._firm.names

    @cached_property
    def _wrote(self) -> list[Tie]:
        """Who wrote what conformity audits are held against."""
        against = programmes.held_against(AuditKind.CONFORMITY, requirements.in_force(most=None))
        clauses = [each.id for each in against if each.requirement_set_id is None]
        return teams.criterion_ties(clauses) if clauses else []

    def unit_count(self, on: date) -> int:
        return teams.count_of(self.units, on)

    def auditors(self, on: date) -> list[Candidate]:
        """Those who hold a role that audits on a day, in order of reading."""
        return [each for each in self._firm.on(on).candidates if each.roles & AUDITING]

    def able(self, kind: AuditKind, unit_id: int, on: date) -> list[Candidate]:
        """Those whom nothing bars from an audit, or what a reason lets pass."""
        count = self.unit_count(on)
        found = self._standing(teams.Setting(unit_id, on, kind)).candidates
        bars = ((each, bar_to_auditing(each, unit_id, count)) for each in found)
        return [each for each, bar in bars if bar is None or bar in EXCUSABLE]

    def judge(self, team_ids: Sequence[int], setting: teams.Setting) -> list[Candidate]:
        """The team, as `teams.judge` judges it; what it is held against is known here."""
        return teams.judge(team_ids, self._standing(setting))

    def _standing(self, setting: teams.Setting) -> teams.Standing:
        wrote = self._wrote if setting.kind is AuditKind.CONFORMITY else []
        there = self._firm.on(setting.on)
        # Its criteria are known for all conformity audits at once.
        asked = replace(setting, criteria=())
        return teams.standing(asked, [*self._ties, *wrote], there, self.units)
