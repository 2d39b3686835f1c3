"""Where a record stands, as its page draws it: the discs of its path, and whose turn it is."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import gettext

from pms_tracker.people.firm.firm import Firm


@dataclass(frozen=True)
class Step:
    """One disc on the path; `state` is done, now, back or todo."""

    label: str
    state: str
    detail: str = ""


@dataclass(frozen=True)
class Turn:
    """The next step: `kind` is yours, theirs or done; `form` names the form of yours."""

    kind: str
    label: str | None
    sentence: str
    form: str = ""


def in_place_of(name: str) -> str:
    """The label of a step that a deputy takes."""
    return gettext("%(name)sさんの代理として、対応が必要です", name=name)


def first_of(person_ids: Iterable[int], firm: Firm) -> int | None:
    """Who is named of several of whom each may take a step: the first who can sign in, else the
    first; None of nobody."""
    asked = [*person_ids]
    return next(iter((*firm.who_sign_in(asked), *asked)), None)


def blocked(person_id: int | None, firm: Firm) -> str:
    """Why a step waits and cannot be taken: nobody is left for it, or whoever is asked has left or
    cannot sign in yet; "" where it can be."""
    if person_id not in firm.members:
        return gettext("次に進める人がいません。役割と所属を確かめてください。")
    if firm.who_sign_in([person_id]):
        return ""
    member = firm.members[person_id]
    if not member.here:
        return gettext(
            "%(name)sさんの対応待ちですが、退職しています。個人情報保護管理者が、引き継ぎのページで引き継ぐ人を決めます。",
            name=member.name,
        )
    if not member.mail:
        return gettext(
            "%(name)sさんの対応待ちですが、メールアドレスがないため、サインインできません。システム管理者が、人の登録でアドレスを登録します。",
            name=member.name,
        )
    return gettext(
        "%(name)sさんの対応待ちですが、まだサインインできません。システム管理者が、人の登録でアカウントの案内を送ります。",
        name=member.name,
    )
