"""The first steps from an empty installation to its first audits, each to whoever can take it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext as _l, ngettext
from flask_babel.speaklater import LazyString

from pms_tracker import locale_in_use
from pms_tracker.kernel.independence import Role
from pms_tracker.people.firm.people import Viewer
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.reminders.rules import step_rules
from pms_tracker.reminders.rules.step_rules import Facts, Step
from pms_tracker.reminders.start import first_steps
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.door.reached import reaches
from pms_tracker.web.words import labels

blueprint = Blueprint("start", __name__, url_prefix="/start")


@dataclass(frozen=True)
class Words:
    """What a step is for, why the standard asks for it, who does it, and where."""

    title: LazyString
    sentence: LazyString
    why: LazyString
    who: Role
    permission: Permission
    phase: str
    button: LazyString
    endpoint: str
    # Where one click is all there is to it: the button does it instead of leading to a page.
    does: bool = False
    values: Mapping[str, Any] = field(default_factory=dict)
    # Another way to take it, and where.
    also: tuple[LazyString, str] | None = None


STEPS = {
    Step.UNITS: Words(
        _l("会社と部門"),
        _l("監査し、改善する単位になる部門・教室・事務局を、すべて登録します。"),
        _l(
            "Pマークの構築・運用指針は、マネジメントシステムの適用範囲を決めることを求めています（J.1.4）。"
        ),
        Role.ADMINISTRATOR,
        Permission.KEEP_PEOPLE,
        "plan",
        _l("部門を登録する"),
        "people.index",
    ),
    Step.PEOPLE: Words(
        _l("人と役割"),
        _l("人を登録し、部門ごとに責任者を、そして監査員を決めます。"),
        _l(
            "役割・責任・権限を割り当て、個人情報保護管理者と監査責任者は別の人にします（J.2.3.1、J.2.3.2）。"
        ),
        Role.ADMINISTRATOR,
        Permission.KEEP_PEOPLE,
        "plan",
        _l("人と部門を開く"),
        "people.index",
        also=(_l("人を登録する"), "people.new"),
    ),
    Step.POLICY: Words(
        _l("方針"),
        _l(
            "公表している個人情報保護方針を、そのまま取り込みます。条項が、監査で確かめる要求事項になります。"
        ),
        _l("指針は、個人情報保護方針を定め、公表することを求めています（J.2.2）。"),
        Role.PRIVACY_MANAGER,
        Permission.KEEP_POLICIES,
        "plan",
        _l("方針を取り込む"),
        "policies.import_form",
    ),
    Step.REQUIREMENTS: Words(
        _l("要求事項"),
        _l(
            "プライバシーマークの構築・運用指針の項目（J.1.1〜J.11）を取り込み、方針の条項との対応を確かめます。"
        ),
        _l("審査は指針の項目ごとに行われます。監査も同じ番号で記録します（J.6.2）。"),
        Role.PRIVACY_MANAGER,
        Permission.KEEP_REQUIREMENTS,
        "plan",
        _l("Jの項目を取り込む"),
        "requirement_imports.adopt_shipped",
        does=True,
    ),
    Step.YEAR: Words(
        _l("年度計画"),
        _l(
            "1年のあいだに行う教育・点検・監査・見直しの予定を立て、代表者が承認します。下書きには、一般的な1年の予定が入っています。"
        ),
        _l("指針は、教育と監査を含む計画を少なくとも年に1回作ることを求めています（J.3.3）。"),
        Role.PRIVACY_MANAGER,
        Permission.KEEP_YEAR,
        "plan",
        _l("年度計画を作る"),
        "years.index",
    ),
    Step.LEDGER: Words(
        _l("はじめての台帳"),
        _l(
            "10の質問に答えて、個人情報管理台帳・利用目的・リスクを下書きにします。Excelの台帳を取り込むこともできます。"
        ),
        _l("指針は、取り扱うすべての個人情報を特定し、台帳に記すことを求めています（J.3.1.1）。"),
        Role.PRIVACY_MANAGER,
        Permission.KEEP_POLICIES,
        "do",
        _l("10の質問に答える"),
        "first_ledger.questions",
    ),
    Step.QUESTIONS: Words(
        _l("監査の質問"),
        _l(
            "部門の監査で尋ねる質問のひな形を取り込みます。監査を計画すると、チェックリストに入ります。"
        ),
        _l(
            "監査は、要求事項に照らして客観的な証拠を集めます。質問は会社に合わせて変更できます（J.6.2）。"
        ),
        Role.AUDIT_MANAGER,
        Permission.PLAN_AUDITS,
        "check",
        _l("はじめの質問を取り込む"),
        "question_templates.take_starter",
        does=True,
        values={"kind": "operation"},
    ),
    Step.AUDIT: Words(
        _l("最初の監査"),
        _l(
            "1年の監査プログラムを作り、代表者が承認します。下書きには、すべての部門の監査と日と監査員が入っています。"
        ),
        _l(
            "指針は、少なくとも年に1回の内部監査を計画し、代表者の承認を得ることを求めています（J.6.2）。"
        ),
        Role.AUDIT_MANAGER,
        Permission.PLAN_AUDITS,
        "check",
        _l("監査プログラムを作る"),
        "programmes.index",
    ),
}
# The same step where everybody is there, and heads and auditors among them are to be named.
NAMING = replace(STEPS[Step.PEOPLE], also=None)
OWN_LIST = "requirement_imports.import_form"
# Steps while what was written waits for its approval.
APPROVALS = {
    Step.PEOPLE: replace(
        STEPS[Step.PEOPLE],
        who=Role.REPRESENTATIVE,
        permission=Permission.SEE_PEOPLE,
        button=_l("提案を確認する"),
        also=None,
    ),
    Step.AUDIT: replace(
        STEPS[Step.AUDIT],
        who=Role.REPRESENTATIVE,
        permission=Permission.DECIDE_PROGRAMMES,
        button=_l("監査プログラムを見る"),
    ),
    Step.YEAR: replace(
        STEPS[Step.YEAR],
        who=Role.REPRESENTATIVE,
        permission=Permission.CARRY_OUT_YEAR,
        button=_l("年度計画を見る"),
    ),
}


@dataclass(frozen=True)
class Line:
    """A step as it is shown: `state` is done, now or todo; `lacking` says what is missing yet."""

    words: Words
    state: str
    mine: bool
    lacking: Sequence[str]
    url: str
    ready: bool = True


def lines(facts: Facts, viewer: Viewer) -> list[Line]:
    """The steps for whoever looks; the first that is open is the one that is now."""
    now = step_rules.next_step(facts)
    found = []
    for step, usual in STEPS.items():
        if not locale_in_use.has(first_steps.STEPS_OF.get(step)):
            continue
        waits = _waits(step, facts, viewer)
        words = APPROVALS[step] if waits else _as_reached(usual)
        if not waits and step is Step.PEOPLE and step_rules.has_people(facts):
            words = NAMING
        state = "done" if step_rules.is_done(step, facts) else "now" if step is now else "todo"
        # Anybody may come to decide a programme, but it is the representative who is asked; and who
        # approves the plan of the year, or the ledger, does not write it.
        asked = waits or step in {Step.YEAR, Step.LEDGER}
        mine = words.who in viewer.roles if asked else viewer.may(words.permission)
        # The form for units is folded away: the browser opens it for its field.
        place = "name" if step is Step.UNITS else None
        url = url_for(words.endpoint, _anchor=place, **words.values)
        ready = step_rules.is_ready(step, facts)
        lacking = _lacking(step, facts)
        # Of people, whoever is to agree reads of the proposal alone: the rest is not theirs.
        shown = lacking[-1:] if waits and step is Step.PEOPLE else lacking
        found.append(Line(words, state, mine, shown, url, ready))
    return found


def _as_reached(words: Words) -> Words:
    """A step as the company can take it: where no list of ours is offered, it brings its own."""
    return words if reaches(words.endpoint) else replace(words, endpoint=OWN_LIST, does=False)


def _waits(step: Step, facts: Facts, viewer: Viewer) -> bool:
    """Whether what the step is about was written and waits for its approval; whoever keeps people
    goes on with others while one of them waits."""
    waiting = {
        Step.PEOPLE: facts.proposed and not viewer.may(Permission.KEEP_PEOPLE),
        Step.AUDIT: facts.programme_waits,
        Step.YEAR: facts.year_plan_waits,
    }
    return waiting.get(step, False)


def _lacking(step: Step, facts: Facts) -> list[str]:
    """What the step still wants, said so that one knows where to press."""
    if step is Step.UNITS:
        return [
            ngettext(
                "いま登録されているのは%(num)d部門です。部門が1つの会社は、次の手順へ進んでください。",
                "いま登録されているのは%(num)d部門です。部門が1つの会社は、次の手順へ進んでください。",
                facts.units,
            )
        ]
    if step is Step.YEAR and facts.year_plan_waits:
        return [gettext("年度計画は提出されています。代表者の承認を待っています。")]
    if step is Step.AUDIT and facts.programme_waits:
        return [gettext("監査プログラムは提出されています。代表者の承認を待っています。")]
    if step is not Step.PEOPLE:
        first = [str(STEPS[each].title) for each in step_rules.waits_for(step, facts)]
        if not first:
            return []
        return [gettext("先に終える手順：%(steps)s", steps=labels.in_words(first))]
    names = {"unit_without_head": facts.without_head, "unit_without_auditor": facts.without_auditor}
    return [
        str(LACKING[key]) % {"units": _listed(names.get(key, ()))}
        for key in step_rules.lacking_of_people(facts)
    ]


def _listed(names: Collection[str]) -> str:
    """Units by name, the first few where they are many."""
    shown = str(labels.in_words([*names][:MOST_NAMED]))
    more = len(names) - MOST_NAMED
    if more <= 0:
        return shown
    return ngettext("%(names)sほか%(num)d部門", "%(names)sほか%(num)d部門", more, names=shown)


# Units that a message names before it only counts.
MOST_NAMED = 5
LACKING = {
    "top_roles": _l(
        "代表者・個人情報保護管理者・監査責任者のうち、まだ決まっていない役割があります。"
    ),
    "unit_without_head": _l(
        "責任者のいない部門があります：%(units)s。責任者にする人を開き、「所属を追加する」で、その部門の責任者にします。"
    ),
    "unit_without_auditor": _l(
        "監査できる人がいない部門があります：%(units)s。その部門に所属しない人を、監査員に任命してください。"
    ),
    "proposed": _l(
        "同意を待つ提案があります。代表者・個人情報保護管理者・監査責任者のうち、提案した人と本人を除く1人が同意します。"
    ),
}


def panel(viewer: Viewer, facts: Facts) -> Line | None:
    """The first open step that the reader can take, else the one that is now and whose it is; for
    those who take part in the first steps, until all are done."""
    if not any(viewer.may(words.permission) for words in STEPS.values()):
        return None
    if step_rules.next_step(facts) is None:
        return None
    every = lines(facts, viewer)
    own = (line for line in every if line.mine and line.ready)
    return next(own, next(line for line in every if line.state == "now"))


def onward(usual: str) -> str:
    """Where somebody goes on from a step that is done: home, where their next one stands; without
    one to where the page usually leads."""
    line = panel(me(), first_steps.facts())
    return url_for("overview.home") if line is not None and line.mine else usual


@blueprint.get("/")
@requires(Permission.SEE_PEOPLE)
def path() -> ResponseReturnValue:
    """Where the installation stands; it can be left and resumed, for nothing here is stored."""
    return render_template("start/path.html", lines=lines(first_steps.facts(), me()))
