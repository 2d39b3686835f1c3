"""What the report of a corrective action says, in the reader's words: sections as plain data."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext, ngettext, pgettext

from pms_tracker.act.cases.dossier import Dossier
from pms_tracker.act.cases.grounds import Ground
from pms_tracker.act.erasures import erasures
from pms_tracker.act.plans import fishbone, plans, why_chain
from pms_tracker.act.plans.repeats import Before
from pms_tracker.act.rules import route_rules
from pms_tracker.act.tables.action_tables import CaseAction
from pms_tracker.act.tables.case_tables import Case, CaseRound, InterimReview
from pms_tracker.approvals.approval_tables import Decision
from pms_tracker.approvals.approvals import Decisive
from pms_tracker.check.rules.audit_rules import Grade
from pms_tracker.web.act.papers import case_report_elsewhere, case_report_parts as parts
from pms_tracker.web.act.record import case_steps, elsewhere_page
from pms_tracker.web.words.days_in_words import day_text, instant_text
from pms_tracker.web.words.labels import label, marked


def plan_digest(dossier: Dossier) -> str:
    """What whoever decides on the current plan signs."""
    return plans.subject(dossier.case, dossier.current).digest


def grounds_of(
    case: Case, about: Sequence[Ground], files: Mapping[str, Sequence[str]]
) -> list[parts.Section]:
    """Each nonconformity: what was asked for, the fact, the objective evidence."""
    found: list[parts.Section] = []
    for ground in about:
        name = ground.finding
        asked = ground.requirement
        rows = (
            parts.row(
                gettext("要求事項"),
                parts.bold(asked.path if asked else ""),
                parts.text(asked.text if asked else ""),
                parts.text(ground.rule),
            ),
            parts.row(
                gettext("事実"), parts.text(ground.fact), parts.note(_found(ground, case.grade))
            ),
            parts.row(
                gettext("客観的証拠"),
                parts.text(ground.evidence),
                parts.note("\n".join(files.get(name, ()))),
            ),
        )
        title = gettext("不適合")
        found += parts.section(f"{title}　{name}" if name else title, rows)
    return found


def _found(ground: Ground, grade: Grade) -> str:
    """When it was found; of what grade, where its case is of another."""
    day = gettext("発見日 %(day)s", day=day_text(ground.found_on))
    return day if ground.grade is grade else f"{marked(ground.grade)}　{day}"


@dataclass(frozen=True)
class Told:
    """A case with the names of all who had a hand in it, and earlier ones like it."""

    dossier: Dossier
    names: Mapping[int, str]
    before: Before
    elsewhere: elsewhere_page.Told

    def whom(self, person_id: int | None, for_id: int | None = None) -> str:
        """Who did it; a deputy with whom they stood in for (不在時代理)."""
        name = self.names.get(person_id or 0, "")
        if for_id is None:
            return name
        principal = self.names.get(for_id, "")
        return gettext("%(deputy)s（%(principal)sの代理）", deputy=name, principal=principal)

    def rounds(self) -> Iterator[parts.Section]:
        """Every round from correction to verdict, the first one first."""
        several = len(self.dossier.rounds) > 1
        for each in self.dossier.rounds:
            told = [
                *parts.section(pgettext("report", "応急処置"), self._correction(each)),
                *parts.section(gettext("原因"), self._cause(each)),
                *self._actions(each),
                *parts.section(gettext("水平展開"), self._elsewhere(each)),
                *parts.section(gettext("決定の記録"), self._decisions(each)),
                *parts.section(gettext("有効性の確認"), self._effect(each)),
            ]
            for part in told:
                if several:
                    number = gettext("%(num)d回目", num=each.number)
                    part["title"] = f"{number}　{part['title']}"
                yield part

    def _correction(self, of: CaseRound) -> Iterator[parts.Row]:
        done = ""
        if of.corrected_on:
            name, day = self.whom(of.corrected_by_id), day_text(of.corrected_on)
            done = gettext("実施 %(name)s・%(day)s", name=name, day=day)
        needless = parts.bold("" if of.correction_needed else gettext("不要"))
        yield parts.row(gettext("内容"), needless, parts.text(of.correction), parts.note(done))
        yield parts.row(gettext("影響範囲の確認"), parts.text(of.spread))

    def _cause(self, of: CaseRound) -> Iterator[parts.Row]:
        if not of.planned:
            words = gettext("原因と計画は、まだ書かれていません。")
            yield parts.row(pgettext("one", "是正処置"), parts.note(words))
            return
        yield parts.row(gettext("直接原因"), parts.text(of.direct_cause))
        yield parts.row(gettext("なぜなぜ分析"), *_whys(of.whys))
        yield parts.row(gettext("特性要因図"), *_bones(of.fishbone))
        category = label(of.cause_category) if of.cause_category else ""
        kind = gettext("原因の分類：%(category)s", category=category) if category else ""
        yield parts.row(gettext("根本原因"), parts.text(of.cause), parts.note(kind))
        yield parts.row(gettext("流出原因"), parts.text(of.escape_cause))
        if of.repeats:
            yield self._repeat(of)

    def _repeat(self, of: CaseRound) -> parts.Row:
        """The same cause again: how often, in which cases, and why it will hold this time."""
        count = ngettext(
            "24か月以内に、同じ分類の原因の是正処置が%(num)d件ありました。",
            "24か月以内に、同じ分類の原因の是正処置が%(num)d件ありました。",
            of.repeats,
        )
        earlier = [
            parts.note(f"{each.case.reference}　{parts.said(each.case.title)}")
            for each in self.before.of(of.cause_category)
        ]
        answer = parts.captioned(gettext("なぜ今度は防げるのか"), of.repeat_answer)
        return parts.row(gettext("同じ原因の再発"), parts.bold(count), *earlier, *answer)

    def _elsewhere(self, of: CaseRound) -> Iterator[parts.Row]:
        return case_report_elsewhere.rows(of, self.elsewhere, self.whom)

    def _actions(self, of: CaseRound) -> Iterator[parts.Section]:
        title = pgettext("one", "是正処置")
        one = len(of.planned) == 1
        for number, each in enumerate(of.planned, start=1):
            named = title if one else gettext("是正処置 %(number)d", number=number)
            # What is one cause's is said beneath it already.
            said_above = one and each.cause == of.cause
            rows = self._action(
                each,
                cause="" if said_above else each.cause,
                done="" if one and of is self.dossier.current else self._done(each),
            )
            yield from parts.section(named, rows)

    def _action(self, action: CaseAction, *, cause: str, done: str) -> Iterator[parts.Row]:
        """What is done; who did it where no box says so."""
        yield parts.row(gettext("取り除く原因"), parts.text(cause))
        yield parts.row(gettext("内容"), parts.text(action.action))
        due_on = action.turn_due_on or action.due_on
        heir = self.whom(action.heir_id)
        taken_over = parts.note(gettext("引き継いだ人：%(name)s", name=heir) if heir else "")
        yield parts.row(gettext("責任者"), parts.text(self.whom(action.owner_id)), taken_over)
        yield parts.row(gettext("期限"), parts.text(day_text(due_on)), *self._moves(action))
        yield parts.row(gettext("必要な人・物・費用"), parts.text(action.resources))
        day = gettext("測る日 %(day)s", day=day_text(action.measured_on))
        measured = parts.note(day if action.measured_on else "")
        yield parts.row(gettext("効果の測り方"), parts.text(action.measure), measured)
        if action.done_on is None:
            yield parts.row(gettext("途中経過"), parts.text(action.progress))
        else:
            yield parts.row(gettext("実施したこと"), parts.text(action.result), parts.note(done))
            yield parts.row(gettext("証拠ファイルがない理由"), parts.text(action.no_proof))
            yield parts.row(gettext("改善指示への回答"), parts.text(action.instruction_answer))

    def _moves(self, action: CaseAction) -> Iterator[parts.Part]:
        for change in action.due_changes:
            yield parts.note(
                gettext(
                    "期限の変更：%(was)s → %(day)s（%(name)sが同意）%(reason)s",
                    was=day_text(change.was_on),
                    day=day_text(change.due_on),
                    name=self.whom(change.agreed_by_id),
                    reason=parts.said(change.reason),
                )
            )

    def _done(self, action: CaseAction) -> str:
        if action.done_on is None:
            return ""
        name = self.whom(action.done_by_id, action.done_for_id)
        done = gettext("実施 %(name)s・%(day)s", name=name, day=day_text(action.done_on))
        if action.done_entered_by_id is None:
            return done
        return done + gettext("（紙・入力 %(name)s）", name=self.whom(action.done_entered_by_id))

    def _decisions(self, of: CaseRound) -> Iterator[parts.Row]:
        """Every decision about the round, with what it was bound to (R17); not an approval that its
        box says all of, bound to the plan whose digest stands at the foot."""
        for each in self.dossier.decisions:
            if each.step.split("-")[1] == str(of.number) and not self._is_in_box(each):
                words = [label(each.decision), case_steps.signed_as(each.step)]
                yield parts.row("\n".join(filter(None, words)), *self._decision(each))

    def _is_in_box(self, made: Decisive) -> bool:
        steps = plans.step(self.dossier.case), route_rules.first_approval(self.dossier.case.round)
        stands = made.step in steps and self.dossier.approval(made.step) is made
        more = made.reason or made.exception_reason
        return stands and not more and made.digest == plan_digest(self.dossier)

    def _decision(self, made: Decisive) -> Iterator[parts.Part]:
        who = self.whom(made.decided_by_id, made.for_id)
        yield parts.text(f"{who}　{day_text(made.decided_on)}")
        if made.voided_at is not None:
            when = instant_text(made.voided_at)
            changed = gettext("計画が変更されたため（%(when)s）", when=when)
            why = when if made.step.endswith("-first") else changed
            yield parts.note(f"{gettext('無効')} {why}")
        if made.on_paper:
            entered = gettext("書面・入力 %(name)s", name=self.whom(made.entered_by_id))
            yield parts.note(f"{entered} {instant_text(made.recorded_at)}")
        if made.decision is Decision.APPROVED:
            yield parts.text(made.reason)
        else:
            yield from parts.captioned(gettext("理由"), made.reason)
        if made.exception_reason:
            yield parts.note(
                gettext("例外の理由：%(reason)s", reason=parts.said(made.exception_reason))
            )
        yield {"kind": "digest", "words": f"{gettext('内容のハッシュ値')} {made.digest}"}

    def _effect(self, of: CaseRound) -> Iterator[parts.Row]:
        """Looks at the effect, those that settled nothing among them, and the judgement."""
        for look in self.dossier.interim:
            if look.round == of.number:
                day = gettext("次に確かめる日 %(day)s", day=day_text(look.next_on))
                yield self._look(look, label(look.set_aside) if look.set_aside else day)
        if of.verdict:
            yield self._look(of, "")

    def _look(self, at: CaseRound | InterimReview, after: str) -> parts.Row:
        name = self.whom(at.reviewed_by_id, at.reviewed_for_id)
        seen = gettext("確認 %(name)s・%(day)s", name=name, day=day_text(at.reviewed_on))
        # The judgement of the current round has a box that says so.
        by = "" if at is self.dossier.current else seen
        return parts.row(
            label(at.verdict) if at.verdict else "",
            *parts.captioned(gettext("確かめた方法"), at.how_seen),
            *parts.captioned(gettext("見たもの"), at.data_seen),
            *parts.captioned(gettext("判定の根拠"), at.grounds),
            parts.note(after),
            parts.note(by),
        )


def _bones(outlines: Mapping[str, str]) -> Iterator[parts.Part]:
    """The fishbone as it is read: each area, its causes, and those behind them."""
    for area, causes in fishbone.bones(outlines or {}):
        yield parts.note(label(area))
        for cause in causes:
            yield {"kind": "why", "words": parts.said(cause.text), "depth": 0}
            for each in cause.behind:
                yield {"kind": "why", "words": each, "depth": 1}


def _whys(outline: str) -> Iterator[parts.Part]:
    """The chain as people write it on paper: each why below the one that it answers."""
    if outline == erasures.TOMBSTONE:
        yield parts.text(outline)
        return
    for root in why_chain.read(outline):
        for depth, why in root.every():
            step = why.text or gettext("（空欄）")
            words = gettext("なぜ%(number)d：%(text)s", number=depth + 1, text=step)
            yield {"kind": "why", "words": words, "depth": depth}
