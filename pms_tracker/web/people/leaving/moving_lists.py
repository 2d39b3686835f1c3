"""What is checked of somebody who leaves or is new: done or not, and where it is done."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext, ngettext

from pms_tracker import clock
from pms_tracker.act.leaving import comings
from pms_tracker.act.tables.leaving_tables import Departure
from pms_tracker.do.pledges import pledge_duties
from pms_tracker.do.pledges.pledges import PLEDGES
from pms_tracker.do.rules.pledge_rules import PledgeKind
from pms_tracker.do.rules.training.training_rules import Learning
from pms_tracker.people.changes import account_links
from pms_tracker.people.firm import people
from pms_tracker.people.tables.people_tables import Person
from pms_tracker.web.door.access import me
from pms_tracker.web.words import labels, troubles
from pms_tracker.web.words.days_in_words import day_text


@dataclass(frozen=True)
class Check:
    """One thing to see to: what it is, how it stands, and the way to where it is done.

    What comes `by_itself`, or with the last day, asks nobody for anything.
    """

    name: str
    done: bool
    words: str
    url: str = ""
    button: str = ""
    by_itself: bool = False


def leaving(who: Person, departure: Departure | None, left: int) -> list[Check]:
    """The list of one who leaves, in the order in which it is gone through."""
    return [
        _last_day(who),
        *_leaving_pledge(who),
        _returned(who, departure),
        _left(left),
        _account_ends(who),
        _roles_end(who),
    ]


def joining(who: Person) -> list[Check]:
    """The list of one who is new."""
    return [_unit(who), *_joining_pledge(who), _account(who), _trainings(who), _appointed(who)]


def _record(who: Person) -> str:
    return url_for("people.record", person_id=who.id)


def _last_day(who: Person) -> Check:
    name = gettext("最後の日")
    if who.left_on is not None:
        return Check(name, done=True, words=day_text(who.left_on))
    words = gettext("まだ記録されていません。システム管理者が、人の登録で記録します。")
    return Check(name, False, words, _record(who), gettext("人の登録を開く"))


def _pledge(who: Person, kind: PledgeKind, name: str) -> Iterator[Check]:
    """Nothing in a firm that keeps no pledges."""
    if not pledge_duties.are_kept():
        return
    if kind in comings.pledges_missing(who.id):
        url = url_for("pledges.form", person_id=who.id, kind=kind.value)
        words, button = gettext("まだ提出されていません。"), gettext("誓約書を登録する")
        yield Check(name, False, words, url, button if me().may(PLEDGES.keeper) else "")
        return
    url = url_for("pledges.index", person=who.id)
    yield Check(name, True, gettext("提出済みです。"), url, gettext("誓約書を見る"))


def _leaving_pledge(who: Person) -> Iterator[Check]:
    if who.left_on is not None:
        yield from _pledge(who, PledgeKind.LEAVING, gettext("退職時の誓約書"))


def _joining_pledge(who: Person) -> Iterator[Check]:
    yield from _pledge(who, PledgeKind.JOINING, gettext("入社時の誓約書"))


def _returned(who: Person, departure: Departure | None) -> Check:
    name = gettext("貸与物の返却")
    if departure is None:
        words = gettext("まだ記録されていません。入館証、鍵、PC、書類などです。")
        button = gettext("返却を記録する") if who.left_on is not None else ""
        return Check(name, False, words, "#returned" if button else "", button)
    if departure.returned_on is None:
        return Check(name, True, departure.note)
    said = [day_text(departure.returned_on), *filter(None, [departure.note])]
    return Check(name, True, " · ".join(said))


def _left(left: int) -> Check:
    name = gettext("引き継ぎ")
    if not left:
        return Check(name, True, gettext("残っているものはありません。"))
    words = ngettext("%(num)d件が残っています。", "%(num)d件が残っています。", left)
    return Check(name, False, words, "#held", gettext("引き継ぐ人を選ぶ"))


def _is_over(who: Person) -> bool:
    return who.left_on is not None and who.left_on < clock.today()


def _account_ends(who: Person) -> Check:
    name, account = gettext("アカウント"), people.account_of(who.id)
    if account is None:
        return Check(name, True, gettext("アカウントはありません。"))
    if not account.active:
        return Check(name, True, gettext("終了しました。サインインできません。"))
    words = gettext("最後の日が終わると、自動で終了します。")
    return Check(name, False, words, by_itself=who.left_on is not None)


def _roles_end(who: Person) -> Check:
    name = gettext("所属・役割・代理")
    if _is_over(who):
        return Check(name, True, gettext("最後の日に終了しました。"))
    words = gettext("最後の日に、自動で終了します。")
    return Check(name, False, words, by_itself=who.left_on is not None)


def _unit(who: Person) -> Check:
    rows = people.memberships(who.id)
    names = {unit.id: unit.name for unit in people.units()}
    told = [names[row.unit_id] for row in rows if row.until_on is None]
    if told:
        return Check(gettext("所属"), True, str(labels.in_words(told)))
    words = gettext("所属はありません。")
    return Check(gettext("所属"), False, words, _record(who), gettext("人の登録を開く"))


def _account(who: Person) -> Check:
    name, account = gettext("アカウント"), people.account_of(who.id)
    if account is not None and account_links.opened(account):
        return Check(name, True, gettext("サインインできます。"))
    if account is not None:
        words = gettext(
            "案内のメールを送りました。本人がパスワードを決めると、サインインできます。"
        )
        words = words if troubles.sends() else str(troubles.NOT_INVITED)
        return Check(name, False, words)
    if not who.mail:
        words = gettext(
            "メールアドレスがないため、サインインしません。部門責任者が代わりに記録します。"
        )
        return Check(name, True, words)
    words = gettext("まだサインインできません。システム管理者が、人の登録で案内を送ります。")
    return Check(name, False, words, _record(who), gettext("人の登録を開く"))


def _trainings(who: Person) -> Check:
    name, rows = gettext("教育"), comings.trainings_of(who.id)
    if not rows:
        words = gettext("実施中の教育のうち、対象になるものが自動で割り当てられます。")
        return Check(name, False, words, by_itself=True)
    done = (Learning.PASSED, Learning.EXEMPT)
    told = [row.title + gettext("（%(about)s）", about=labels.label(row.state)) for row in rows[:5]]
    words = str(labels.in_words(told))
    return Check(
        *(name, all(row.state in done for row in rows), words),
        *(url_for("training_plans.index"), gettext("教育を見る")),
    )


def _appointed(who: Person) -> Check:
    name = gettext("任命")
    today = clock.today()
    rows = [row for row in people.role_grants(who.id) if not row.until_on or row.until_on >= today]
    if rows:
        told = [labels.label(row.role) for row in rows]
        return Check(name, True, str(labels.in_words(told)))
    words = gettext("任命された役割はありません。任命するときは、人の登録から提案します。")
    return Check(name, True, words)
