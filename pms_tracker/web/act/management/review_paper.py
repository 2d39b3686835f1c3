"""Minutes as a paper: plain data for the template, with boxes that carry the signature."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from flask_babel import gettext, pgettext

from pms_tracker import clock
from pms_tracker.act.erasures import erasures
from pms_tracker.act.rules.management_rules import ReviewState
from pms_tracker.act.tables.management_tables import ManagementReview
from pms_tracker.approvals.approval_tables import Approval, Decision
from pms_tracker.kernel.independence import Role
from pms_tracker.web.act.management import review_words
from pms_tracker.web.act.management.review_figures import Told
from pms_tracker.web.pictures import papers
from pms_tracker.web.words import days_in_words, labels


def data(
    review: ManagementReview, content: Mapping[str, Any], decided: Sequence[Approval]
) -> dict[str, object]:
    """What the paper says, in the reader's words."""
    head, facts = content["head"], content["facts"]
    row = _standing(decided) if review.state is ReviewState.SIGNED else None
    return {
        **_frame(review, head, row),
        **_labels(),
        # What nobody has handed in yet is not said to be nothing.
        "none": gettext("なし") if review.content else gettext("記載なし"),
        "rows": _rows(head),
        "between": labels.between(("", "")),
        "period": review_words.period_words(facts),
        "inputs": [_input(each) for each in review_words.told(facts, content["remarks"])],
        "conclusion": content["conclusion"],
        "decisions": [
            [str(each["position"]), each["text"], each["owner"], _day(each["due_on"])]
            for each in content["decisions"]
        ],
        "boxes": _boxes(review, head, row),
        "foot": _foot(head, row, erasures.last_of(review.reference)),
    }


def _standing(decided: Sequence[Approval]) -> Approval | None:
    found = (each for each in decided if each.decision is Decision.APPROVED)
    return next((each for each in found if each.voided_at is None), None)


def _frame(
    review: ManagementReview, head: Mapping[str, Any], row: Approval | None
) -> dict[str, object]:
    stamps = {
        ReviewState.SIGNED: "",
        ReviewState.SUBMITTED: gettext("署名待ち"),
        ReviewState.CANCELLED: gettext("中止"),
    }
    day = row.decided_on if row else review.submitted_on or clock.today()
    to = (gettext("代表者 %(name)s 殿", name=each) for each in head["addressees"])
    return papers.frame(
        gettext("マネジメントレビュー議事録"),
        reference=review.reference,
        company=head["company"],
        day=days_in_words.day_text(day),
        stamp=stamps.get(review.state, gettext("案")),
        addressee="\n".join(to),
    )


def _labels() -> dict[str, str]:
    return {
        "facts_head": gettext("開催"),
        "inputs_head": gettext("インプット"),
        "period_word": gettext("対象期間"),
        "comment_word": gettext("コメント"),
        "unchanged_word": gettext("変化なし・指摘なし"),
        "conclusion_head": gettext("アウトプット：総括"),
        "decisions_head": gettext("アウトプット：決定事項"),
        "number_word": gettext("番号"),
        "text_word": gettext("内容"),
        "owner_word": gettext("担当者"),
        "due_word": gettext("期限"),
    }


def _rows(head: Mapping[str, Any]) -> list[tuple[str, str | list[list[str]]]]:
    """The facts above it all; who was there is known once it was held."""
    others = [[each] for each in head["others"].splitlines()]
    nobody = [[gettext("なし")]]
    asked = _people(head, "asked")
    told: list[tuple[str, str | list[list[str]]]] = []
    if asked:
        told.append((gettext("出席を求めた人"), asked if head["held_on"] else asked + others))
    if head["held_on"]:
        told.append((gettext("出席者"), [*(_people(head, "present") or nobody), *others]))
        told.append((gettext("欠席者"), _people(head, "absent") or nobody))
    return [
        (gettext("開催日"), _day(head["held_on"]) or _planned(head)),
        (gettext("場所"), head["place"] or gettext("未定")),
        *told,
        (gettext("議題"), head["agenda"]),
    ]


def _planned(head: Mapping[str, Any]) -> str:
    return gettext("%(day)s（予定）", day=_day(head["planned_on"]))


def _people(head: Mapping[str, Any], kind: str) -> list[list[str]]:
    """Names with the office of each, on one line; minutes that were signed earlier name them
    alone."""
    names = head.get(kind, ())
    offices = head.get("offices", {}).get(kind, ("",) * len(names))
    told = [
        gettext("%(name)s（%(about)s）", name=name, about=labels.label(Role(office)))
        if office
        else name
        for name, office in zip(names, offices, strict=True)
    ]
    return [told] if told else []


def _input(each: Told) -> dict[str, object]:
    return {
        "title": each.title,
        "figures": [[figure.label, figure.value] for figure in each.figures],
        "lines": [[line.reference, line.words, line.detail] for line in each.lines],
        "comment": each.comment,
        "unchanged": each.unchanged,
    }


def _boxes(
    review: ManagementReview, head: Mapping[str, Any], row: Approval | None
) -> list[dict[str, object]]:
    """The representative's box, then the writer's on the right; empty until it is signed."""
    office = Role(review.signers.get("office", Role.REPRESENTATIVE.value))
    whose = labels.label(office if row else Role.REPRESENTATIVE)
    sign = papers.box(whose, pgettext("decided", "承認"))
    if row is not None:
        sign |= _sealed(review.signers, row)
    writers = labels.between(head["written_by"])
    written = papers.box(labels.label(Role.PRIVACY_MANAGER), pgettext("decided", "作成"))
    if review.submitted_on is not None and head["written_by"]:
        seal = papers.seal(pgettext("decided", "作成"), review.submitted_on, head["written_by"][0])
        written |= {"seal": seal, "name": writers, "notes": []}
    return [sign, written]


def _sealed(signers: Mapping[str, str], row: Approval) -> dict[str, object]:
    notes = [days_in_words.instant_text(row.recorded_at)]
    if "for" in signers:
        notes.append(gettext("%(name)sの代理", name=signers["for"]))
    if "entered_by" in signers:
        notes.append(gettext("書面・入力 %(name)s", name=signers["entered_by"]))
    word = pgettext("decided", "承認")
    return {
        "seal": papers.seal(word, row.decided_on, signers["name"]),
        "name": signers["name"],
        "notes": notes,
    }


def _foot(
    head: Mapping[str, Any], row: Approval | None, erased_at: datetime | None
) -> list[tuple[str, str]]:
    """What proves the paper: its digest, and the head of the trail when it was handed in.

    Of what was erased since, the digest is still the one that was signed; the paper says so.
    """
    if row is None:
        return []
    trail = gettext("提出時の操作履歴の最終番号 %(num)d", num=head["trail"])
    told = [
        (gettext("議事録のハッシュ値（SHA-256）"), row.digest),
        (trail, str(head["trail_digest"])),
    ]
    if erased_at is not None:
        told.append((gettext("内容の一部を消去"), days_in_words.instant_text(erased_at)))
    return told


def _day(text: str) -> str:
    return days_in_words.day_text(date.fromisoformat(text)) if text else ""
