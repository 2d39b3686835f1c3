"""What an incident asks of whoever runs the PMS: reports by their days (Law art. 26, rule 8), and
its end once they are made."""

from collections.abc import Collection, Iterable, Iterator

from sqlalchemy import select

from pms_tracker.database import session
from pms_tracker.do.by_two import matter_rows
from pms_tracker.do.by_two.matters import deciders
from pms_tracker.do.incidents.incident_persons import PERSONS, UNTIL
from pms_tracker.do.incidents.incidents import INCIDENTS, is_judged, reported, visible_to
from pms_tracker.do.rules.incidents import incident_rules
from pms_tracker.do.rules.incidents.leak_rules import first_at_the_latest
from pms_tracker.do.tables.incident_tables import Incident, IncidentDecision
from pms_tracker.duties import duty_sources as duties
from pms_tracker.kernel.duty import Holder, Wanted
from pms_tracker.kernel.eligible import Eligible
from pms_tracker.kernel.habits import Ladder
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.references import Kind
from pms_tracker.kernel.words import N_
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.tables.people_tables import CompanyHoliday
from pms_tracker.plan.deciding import decisions

FIRST, FINAL = "report_incident_first", "report_incident_final"
CHASE, JUDGE = "chase_incident_first", "judge_incident"
DECIDE, ERASE = "decide_incident", "erase_incident_persons"
CLOSE = "close_incident"


def wants(ids: Collection[int]) -> Iterator[Wanted]:
    """The next first report and the next final report of each, whomever they go to, the first
    decision that waits, and the facts from which it follows whether there is a first report."""
    rows = duties.loaded(Incident, ids)
    waits = matter_rows.first_waiting(IncidentDecision, (row.id for row in rows if not row.struck))
    for row in rows:
        if row.id in waits:
            asked_on, asked_by_id = waits[row.id]
            yield Wanted(
                *(row.id, INCIDENTS.name_of(row), DECIDE, decisions.due_on(asked_on), Holder.RULE),
                parties={decisions.WRITERS: [asked_by_id]},
                title=row.title,
                unit_id=row.unit_id,
            )
        until = INCIDENTS.field(UNTIL).of(row)
        if row.facts.get(PERSONS) and until is not None:
            yield Wanted(
                *(row.id, INCIDENTS.name_of(row), ERASE, until, Holder.MANAGER),
                title=row.title,
                unit_id=row.unit_id,
                first_on=until,
            )
        if row.struck or row.closed_on is not None:
            continue
        yield from _reports(row, is_asked=row.id in waits)


def _reports(row: Incident, *, is_asked: bool) -> Iterator[Wanted]:
    """The facts and the reports that are still to come, that the representative looks to the first
    report, and after all of them the end, unless something `is_asked` of somebody else."""
    its = reported(row)
    # Until a fact is said, a first report may be due by the day that it would be.
    facts_by = None if not its or is_judged(row) else first_at_the_latest(row.known_on)
    days = {
        JUDGE: (facts_by, Holder.MANAGER),
        FIRST: (incident_rules.first_by(its), Holder.MANAGER),
        CHASE: (incident_rules.first_by(its), Holder.RULE),
        FINAL: (incident_rules.final_by(its), Holder.MANAGER),
    }
    if facts_by is None and not is_asked:
        days[CLOSE] = incident_rules.ends_by(row.known_on, its), Holder.MANAGER
    for kind, (due_on, holder) in days.items():
        if due_on is not None:
            yield Wanted(
                *(row.id, INCIDENTS.name_of(row), kind, due_on, holder),
                title=row.title,
                unit_id=row.unit_id,
                first_on=incident_rules.chased_from(its) if kind == CHASE else None,
            )


def _representatives(_row: duties.KeptRow, firm: Firm) -> list[duties.Taker]:
    """The representative, where others run the PMS: who does hears of the report itself."""
    running = firm.managers()
    others = (each for each in firm.holders(Role.REPRESENTATIVE) if each not in running)
    return duties.asked_first(Eligible(tuple(others)), firm)


def _every() -> Iterable[int]:
    return session.scalars(select(Incident.id))


REPORTS = duties.Source(
    Kind.INCIDENT,
    (
        duties.DutyKind(
            JUDGE,
            N_("事故の事実の入力"),
            N_("分かった事実を入力し、委員会や審査機関への速報が必要かを確かめてください。"),
            N_("分かった事実を入力する"),
            field="affected",
        ),
        duties.DutyKind(
            FIRST,
            N_("事故の速報"),
            N_(
                "報告が必要な相手（委員会・審査機関・委託元）に速報を送り、送った日を記録してください。"
            ),
            N_("報告した日を記録する"),
            field="commission_first_on",
            usual=Ladder(every=1),
        ),
        duties.DutyKind(
            CHASE,
            N_("速報がまだ済んでいない事故"),
            N_("速報がまだ記録されていません。担当者に状況を確かめ、速報を送らせてください。"),
            N_("事故の状況を見る"),
            takers=_representatives,
            heads_hear=False,
            # Daily from the third day to the fifth, and after it.
            usual=Ladder((2, 1, 0), every=1),
            legal=True,
        ),
        duties.DutyKind(
            FINAL,
            N_("事故の確報"),
            N_("報告が必要な相手（委員会・審査機関）に確報を送り、送った日を記録してください。"),
            N_("報告した日を記録する"),
            field="commission_final_on",
        ),
        duties.DutyKind(
            CLOSE,
            N_("事故・ヒヤリハットの完了"),
            N_("残っている事項を入力し、完了にしてください。"),
            N_("残っている事項を入力する"),
            field="closed_on",
            usual=Ladder((7, 1, 0)),
        ),
        duties.DutyKind(
            DECIDE,
            N_("事故についての判断の承認"),
            N_("判断の内容を読み、承認するか、理由を添えて差し戻してください。"),
            N_("内容を読んで決める"),
            page="incident_decisions.mine",
            takers=deciders,
            decides=True,
        ),
        duties.DutyKind(
            ERASE,
            N_("本人の氏名と連絡先の消去"),
            N_("保存期限が来ます。不要なら消去し、まだ必要なら期限を変更してください。"),
            N_("期限を変更する"),
            field="persons_until",
        ),
    ),
    wants,
    every=_every,
    changes={
        Incident: duties.own(
            *("nature", "known_on", "role", "affected", "affected_most", "facts", "closed_on"),
            *("struck", "title", "unit_id", "unreported_on"),
        ),
        IncidentDecision: duties.of("entry_id", "state"),
        CompanyHoliday: duties.Watched(lambda _day: matter_rows.undecided(IncidentDecision)),
    },
    sees=duties.seen_by(Incident, visible_to),
)
