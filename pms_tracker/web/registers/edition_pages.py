"""Pages of registers whose entries are approved: handing in, deciding one or several, ending."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from pms_tracker import clock
from pms_tracker.approvals.approval_tables import Approval
from pms_tracker.kernel.duty import Duty
from pms_tracker.people.firm.firm import Firm
from pms_tracker.plan.deciding import entry_decisions
from pms_tracker.plan.deciding.entry_decisions import Offered, Seen
from pms_tracker.registers import entries, entry_editions
from pms_tracker.registers.edition_rules import WAITS, Standing
from pms_tracker.registers.edition_tables import Edition
from pms_tracker.registers.entries import Which
from pms_tracker.registers.fields import Field, Value, Values
from pms_tracker.registers.file_fields import Files
from pms_tracker.registers.imports.register_sheets import number_of
from pms_tracker.registers.office_fields import Reckoned
from pms_tracker.registers.register import Register
from pms_tracker.web.door import freshness
from pms_tracker.web.door.access import me
from pms_tracker.web.forms.shared_forms import Form, ReasonForm, StepForm
from pms_tracker.web.proofs import decision_forms
from pms_tracker.web.proofs.decision_forms import DecisionForm, NextStep
from pms_tracker.web.record.steps import Done, step
from pms_tracker.web.registers import register_files
from pms_tracker.web.words import duty_words, labels
from pms_tracker.web.words.register_words import said_by, say

CHOSEN = re.compile(r"(?P<id>[0-9]{1,9}):(?P<version>[0-9]{1,9}):(?P<digest>[0-9a-f]{64})?")
Again = Callable[..., ResponseReturnValue]


class SeveralForm(Form):
    """Which of the entries that are shown are meant; their boxes are drawn by the page."""


@dataclass(frozen=True)
class Told:
    """One field of what is decided on: what stands, and what is to stand."""

    field: Field
    before: str
    after: str


@dataclass(frozen=True)
class Choice:
    """An entry to be chosen, with what its box sends, all that is drafted of it, and what it lacks
    to be handed in, and what of it is to be confirmed."""

    offer: Offered
    value: str
    changes: list[Told]
    lacks: list[str]
    doubts: list[str]
    is_chosen: bool


def told(register: Register, offer: Offered) -> list[Told]:
    """What an entry is decided on in words: all of a new one, of another what changes, with what
    follows from that."""
    return list(_told(register, offer))


def _told(register: Register, offer: Offered) -> Iterator[Told]:
    for each in register.told:
        if isinstance(each, Files) or each.has_pages:
            continue
        if offer.first and each.name not in offer.first.fields:
            continue
        after, before = (_value(each, offer, values) for values in (offer.after, offer.before))
        if after != before:
            # Of a new entry nothing was said before, not even no.
            called = register.name_of(offer.row)
            stood = said_by(each, before, called) if offer.before else ""
            yield Told(each, stood, said_by(each, after, called))


def _value(field: Field, offer: Offered, values: Values) -> Value:
    """What values say of a field, or what follows from them but moves with the days."""
    if not isinstance(field, Reckoned):
        return values.get(field.name, field.nothing)
    if field.of_now or not values:
        return field.nothing
    return field.of(SimpleNamespace(**values, recorded_at=offer.row.recorded_at))


class EditionPages:
    """What the pages of a register have besides where its entries are approved."""

    def __init__(self, register: Register, again: Again) -> None:
        self.register, self._again = register, again

    def add_to(self, add: Callable[..., None], entry: str) -> None:
        """Its pages; who decides is asked of each entry, as whose it is differs."""
        keeper, reader = self.register.keeper, self.register.reader
        for name, act in (
            ("hand_in", self.hand_in),
            ("take_back", self.take_back),
            ("drop", self.drop),
        ):
            once_more = step(StepForm, self._again)(act)
            add(f"{entry}/{name.replace('_', '-')}", name, once_more, keeper, "POST")
        end = step(ReasonForm, self._again)(self.end)
        add(f"{entry}/end", "end", end, keeper, "POST")
        decide = step(DecisionForm, self._again, signs=True)(self.decide)
        add(f"{entry}/decision", "decide", decide, reader, "POST")
        add("/drafts", "drafts", self.drafts, keeper, "GET")
        together = step(SeveralForm, self._drafts_page)(self.hand_in_several)
        add("/drafts", "hand_in_several", together, keeper, "POST")
        add("/waiting", "waiting", self.waiting, reader, "GET")
        together = step(SeveralForm, self._waiting_page, signs=True)(self.approve_several)
        add("/waiting", "approve_several", together, reader, "POST")

    def _locked(self, which: Which) -> Any:
        return entries.find(self.register, which, seen_by=me(), for_update=True)

    def _done(self, words: str, row: Any) -> Done:
        place = url_for(f"{self.register.key}.record", which=number_of(self.register, row))
        return Done(words, place, turn=True)

    def hand_in(self, form: StepForm, which: Which) -> Done:
        row = self._locked(which)
        entry_decisions.hand_in(self.register, row, version=form.version.number, by=me())
        return self._done(gettext("提出しました。承認を待ちます。"), row)

    def take_back(self, form: StepForm, which: Which) -> Done:
        row = self._locked(which)
        entry_decisions.take_back(self.register, row, version=form.version.number, by=me())
        return self._done(gettext("提出を取り下げました。続けて書けます。"), row)

    def drop(self, form: StepForm, which: Which) -> Done:
        row = self._locked(which)
        entry_decisions.drop(self.register, row, version=form.version.number, by=me())
        return self._done(gettext("改定をやめました。現在の内容のままです。"), row)

    def end(self, form: ReasonForm, which: Which) -> Done:
        row, version = self._locked(which), form.version.number
        reason = form.reason.data or ""
        entry_decisions.propose_end(self.register, row, reason, version=version, by=me())
        return self._done(gettext("廃止を提出しました。承認を待ちます。"), row)

    def decide(self, form: DecisionForm, which: Which) -> Done:
        decided, seen, by = form.decided, form.version.number, me()
        row, firm = self._locked(which), Firm(clock.today())
        signed = entry_decisions.decide(self.register, row, decided, firm, version=seen, by=by)
        decision_forms.keep_scan(signed)
        approved = gettext("承認しました。")
        sent_back = gettext("差戻しを記録しました。書いた人に知らせます。")
        return self._done(approved if decided.approves else sent_back, row)

    def drafts(self) -> ResponseReturnValue:
        return self._drafts_page(SeveralForm(formdata=None))

    def _drafts_page(self, form: SeveralForm) -> ResponseReturnValue:
        offers = entry_decisions.drafted_by(self.register, me())
        return self._several("registers/drafts.html", form, [(each, "") for each in offers])

    def hand_in_several(self, _form: SeveralForm) -> Done:
        chosen = self._chosen()
        read = [(row, seen.version) for row, seen in chosen]
        entry_decisions.hand_in_several(self.register, read, by=me())
        words = ngettext("%(num)d件を提出しました。", "%(num)d件を提出しました。", len(chosen))
        return Done(words, url_for(".drafts"), turn=True)

    def waiting(self) -> ResponseReturnValue:
        return self._waiting_page(SeveralForm(formdata=None))

    def _waiting_page(self, form: SeveralForm) -> ResponseReturnValue:
        found = entry_decisions.waiting_for(self.register, me(), Firm(clock.today()))
        return self._several(
            "registers/waiting.html", form, [(offer, waits.about.digest) for offer, waits in found]
        )

    def approve_several(self, _form: SeveralForm) -> Done:
        chosen = self._chosen()
        entry_decisions.approve_several(self.register, chosen, by=me())
        words = ngettext("%(num)d件を承認しました。", "%(num)d件を承認しました。", len(chosen))
        return Done(words, url_for(".waiting"), turn=True)

    def _chosen(self) -> list[tuple[Any, Seen]]:
        """The chosen entries with what their reader saw, sent as `12:4:` and a digest.

        Raises RuleBroken for none, NotFound for one that the reader may not know of.
        """
        found = (CHOSEN.fullmatch(each) for each in request.form.getlist("entry"))
        seen = {
            int(one["id"]): Seen(int(one["version"]), one["digest"] or "") for one in found if one
        }
        rows = entries.find_all(self.register, list(seen), seen_by=me())
        return [(row, seen[row.id]) for row in rows]

    def _several(
        self, template: str, form: SeveralForm, offers: Sequence[tuple[Offered, str]]
    ) -> ResponseReturnValue:
        shown = [self._choice(each, digest) for each, digest in offers]
        page = render_template(
            template,
            register=self.register,
            form=form,
            offers=shown,
            number_of=number_of,
            signs_afresh=freshness.wanted(),
        )
        return page, form.status

    def _choice(self, offer: Offered, digest: str) -> Choice:
        """An entry as it is chosen; chosen again where a form was refused that chose just that."""
        value = f"{offer.row.id}:{offer.row.version}:{digest}"
        return Choice(
            offer,
            value,
            told(self.register, offer),
            [
                say(each)
                for each in entry_decisions.lacking(self.register, offer.after, offer.first)
            ],
            self._doubts(offer),
            value in request.form.getlist("entry"),
        )

    def _doubts(self, offer: Offered) -> list[str]:
        """The fields that a person is to confirm until a first approval, by their labels: whoever
        decides knows what was guessed."""
        if not self.register.doubted or offer.row.edition:
            return []
        names = getattr(offer.row, self.register.doubted)
        return [say(each.label) for each in self.register.fields if each.name in names]

    def of(self, row: Any, refused: Form | None, theirs: Duty | None) -> dict[str, Any]:
        """What the record of an entry is shown with besides; it may wait for what is `theirs` to
        do: somebody else's than the reader's."""
        (offer,) = entry_decisions.offered(self.register, [row])
        firm, called = Firm(clock.today()), self.register.name_of(row)
        waits = None
        if row.state in WAITS:
            waits = entry_decisions.waiting(self.register, offer, firm)
        made = entry_decisions.made_of(self.register, called)
        form = refused if isinstance(refused, DecisionForm) else None
        where = url_for(".decide", which=number_of(self.register, row))
        box = decision_forms.box(waits, firm, place=where, version=row.version, refused=form)
        drafted = row.state in (Standing.DRAFT, Standing.REVISED)
        sent_back = decision_forms.sent_back(made) if drafted else None
        turn = self._turn(offer, box, theirs, firm)
        if sent_back is not None and decision_forms.is_anothers(row.writer_ids, firm):
            turn = NextStep("theirs", decision_forms.anothers(row.writer_ids, firm))
        elif sent_back is not None and turn.kind == "draft":
            # Whoever wrote it is asked to go on with it.
            turn = replace(turn, kind="yours", label=None)
        editions = entry_editions.of(self.register, row)
        return {
            "offer": offer,
            "changes": told(self.register, offer) if row.edition else [],
            "doubts": self._doubts(offer),
            "box": box,
            "decisions": made,
            "scans": decision_forms.scans(made, lambda number: self._file(row, number)),
            "sent_back": sent_back,
            "names": firm.names(firm.members),
            "stage": self._stage(offer),
            "about": self._about(made),
            "turn": turn,
            "editions": editions,
            "enclosed": self._enclosed(row, editions),
        }

    def _enclosed(self, row: Any, editions: Sequence[Edition]) -> dict[int, list[Any]]:
        """The files of each edition, where they belong to editions, each with where it is."""
        if self.register.enclosed is None:
            return {}
        every = register_files.of(self.register, row)
        return {
            each.number: [
                (one, self._file(row, one.number))
                for one in register_files.of_edition(self.register, each, every)
            ]
            for each in editions
        }

    def _is_cleared(self, row: Any) -> bool:
        its = self.register.beforehand
        return its is not None and not row.edition and getattr(row, its.column) is not None

    def _stage(self, offer: Offered) -> str:
        """How an entry stands with what is approved beforehand; "" where its state says it."""
        its, row = self.register.beforehand, offer.row
        if its is None:
            return ""
        if offer.first is not None and row.state is Standing.WAITING:
            return say(its.asked)
        return say(its.cleared) if self._is_cleared(row) else ""

    def _about(self, made: Sequence[Approval]) -> dict[int, str]:
        """What each decision was about, by its id, where there were two kinds of an entry."""
        its = self.register.beforehand
        if its is None or not any(each.step == its.step for each in made):
            return {}
        what = {its.step: its.what, "edition-1": its.rest}
        return {each.id: say(what[each.step]) for each in made if each.step in what}

    def _file(self, row: Any, number: int) -> str:
        return url_for(".file", which=number_of(self.register, row), file_number=number)

    def _turn(
        self, offer: Offered, box: decision_forms.Box | None, theirs: Duty | None, firm: Firm
    ) -> NextStep:
        row = offer.row
        if box is not None and box.turn.is_mine:
            words = gettext("内容を読み、承認するか差し戻してください。")
            return NextStep("yours", words, "#step", gettext("読んで決める"), box.turn.label)
        if box is not None:
            waits = gettext("%(name)sさんの対応待ちです。承認を待っています。", name=box.turn.name)
            return NextStep("theirs", box.turn.blocked or waits)
        if row.state is Standing.ENDED:
            return NextStep("done", gettext("廃止されました。"), label=labels.label(row.state))
        if row.state is Standing.IN_FORCE and theirs is not None:
            name, what = firm.members[theirs.person_id].name, duty_words.said(theirs.kind)[0]
            words = gettext("%(name)sさんの対応待ちです：%(what)s", name=name, what=what)
            return NextStep("theirs", words, due_on=theirs.due_on)
        if row.state is Standing.IN_FORCE:
            approved = gettext("承認された内容です。")
            return NextStep("done", approved, label=labels.label(row.state))
        return self._drafted(offer, is_anothers=theirs is not None)

    def _drafted(self, offer: Offered, *, is_anothers: bool) -> NextStep:
        """What may be done with a draft: handed in, or gone on with while something lacks. It waits
        for nobody by any day, so it is no duty."""
        if not me().may(self.register.keeper) or is_anothers:
            return NextStep("theirs", gettext("下書きです。まだ提出されていません。"))
        first, its, label = offer.first, self.register.beforehand, labels.label(offer.row.state)
        found = entry_decisions.lacking(self.register, offer.after, first)
        lacks = [say(each) for each in found]
        if not lacks and first is not None:
            asks = gettext(
                "取得する前に、取得の承認を求めてください。保管などの項目は、取得した後に入力できます。"
            )
            return NextStep("draft", asks, label=label)
        if not lacks:
            ready = gettext("内容を確かめて、承認のために提出してください。")
            return NextStep("draft", ready, label=label)
        if its is not None and self._is_cleared(offer.row):
            words = gettext(
                "取得した後、残りを入力して、取扱いの承認を求めてください：%(fields)s",
                fields=labels.in_words(lacks),
            )
            where = url_for(".edit_form", which=number_of(self.register, offer.row))
            return NextStep("draft", words, where, gettext("続きを入力する"), label)
        words = gettext("提出までに入力：%(fields)s", fields=labels.in_words(lacks))
        where = url_for(".edit_form", which=number_of(self.register, offer.row))
        return NextStep("draft", words, where, gettext("続きを入力する"), label)
