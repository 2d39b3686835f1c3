"""Rules of purposes of use (利用目的), pure: which a policy states, and what coverage lacks.

Law art. 17 and 21; guideline, general rules 3-1-1; J.8.1 and J.8.5.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from unicodedata import normalize

# Below a clause that says so, or is called so, stand the purposes themselves.
_LEADS_IN = re.compile(
    r"利用目的の(達成に必要な)?範囲|(?:次|以下|下記)の(?:利用)?目的|^(?:.{0,12}の)?利用目的(?:について)?[。：:]?$"
    r"|利用目的[はを].{0,12}(?:次|以下|下記)の(?:とおり|通り)",
    re.MULTILINE,
)
# A sentence that says by itself what for: 商品の発送のために利用します。
_SAYS = re.compile(r"(?:ため|目的で|目的として)(?:に|のみ)?.{0,16}利用(?:いた)?します")
_SAYS_NOT = re.compile(r"次の|以下の|下記の|範囲内|第三者|あらかじめ")
# A sentence of its own about other persons than customers: partners, staff, applicants.
_OTHERS = re.compile(r"(取引先|従業[員者]|採用|応募).{0,30}個人情報.{0,40}(取得|利用)")
# What the guideline names as not specified enough, and what offices write like it.
_VAGUE = (
    *("事業活動", "マーケティング活動", "サービスの向上", "サービス向上", "業務上必要な"),
    *("その他附帯", "その他の業務", "当社の業務のため", "企業活動"),
)
_LEFT_OUT = re.compile(r"[\s、。，．,.・]")


class Audience(StrEnum):
    """Whose information a purpose is published for."""

    CUSTOMER = "customer"
    APPLICANT = "applicant"
    WORKER = "worker"
    PARTNER = "partner"
    INQUIRER = "inquirer"


@dataclass(frozen=True)
class Stated:
    """What a policy's clause states as a purpose."""

    clause: str
    text: str


def stated(clauses: Sequence[tuple[str, str]]) -> list[Stated]:
    """The purposes that a policy seems to state, from its clauses (path, text) in order: what
    stands below a clause that leads in to them or is called so, sentences that say what for, and
    sentences about other persons. A person confirms each."""
    found, leading = [], ""
    for path, text in clauses:
        if leading and path.startswith(leading) and path != leading:
            found.append(Stated(path, text.strip()))
            continue
        leading = path if _LEADS_IN.search(text) else ""
        found += [Stated(path, each) for each in _sentences(text) if not leading and _states(each)]
    return found


def _states(sentence: str) -> bool:
    says = _SAYS.search(sentence) and not _SAYS_NOT.search(sentence)
    return bool(says or _OTHERS.search(sentence))


def _sentences(text: str) -> Iterable[str]:
    return (each.strip() for each in re.findall(r"[^。\n]+。?", text) if each.strip())


def vague(text: str) -> list[str]:
    """The words of a purpose from which nobody foresees what is done (guideline 3-1-1)."""
    return [each for each in _VAGUE if each in text]


def is_in(purpose: str, published: str) -> bool:
    """Whether a published text says a purpose, however it is set."""
    return _bare(purpose) in _bare(published)


def _bare(text: str) -> str:
    return _LEFT_OUT.sub("", normalize("NFKC", text))


@dataclass(frozen=True)
class Purpose:
    """A purpose that is in force."""

    reference: str
    text: str


@dataclass(frozen=True)
class Coverage:
    """What does not fit, by reference: entries whose purpose no published one covers, purposes that
    no entry uses, those whose words say too little (with them), and those that no published text
    says."""

    unstated: Sequence[str]
    unused: Sequence[str]
    vague: Mapping[str, Sequence[str]]
    unpublished: Sequence[str]


def coverage(
    entries: Mapping[str, Collection[str]], purposes: Sequence[Purpose], texts: Sequence[str]
) -> Coverage:
    """Hold the register (entry to the purposes it names) against purposes and published texts."""
    known = {each.reference for each in purposes}
    used = {name for names in entries.values() for name in names}
    told = {each.reference: vague(each.text) for each in purposes}
    return Coverage(
        unstated=[entry for entry, names in entries.items() if not known & set(names)],
        unused=[each.reference for each in purposes if each.reference not in used],
        vague={reference: words for reference, words in told.items() if words},
        unpublished=lost(purposes, texts),
    )


def lost(purposes: Sequence[Purpose], texts: Sequence[str]) -> list[str]:
    """The purposes that none of these texts says."""
    whole = "\n".join(_bare(each) for each in texts)
    return [each.reference for each in purposes if _bare(each.text) not in whole]
