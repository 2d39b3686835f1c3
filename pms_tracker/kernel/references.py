"""References that people say and type: `F-2026-012` from kind, fiscal year and number, and back."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR
from enum import StrEnum
from functools import lru_cache

# How many references are known by heart: pages name the same few again and again.
KNOWN = 4096


class Kind(StrEnum):
    """A kind of record with a reference; the value is its prefix."""

    POLICY = "POL"
    POLICY_REVIEW = "PR"
    ANNUAL_PLAN = "YP"
    PROGRAMME = "AP"
    AUDIT = "AU"
    FINDING = "F"
    CASE = "CA"
    MANAGEMENT_REVIEW = "MR"
    # What somebody noticed and reported (報告).
    REPORT = "RP"
    PLEDGE = "PL"
    PERSONAL_INFORMATION = "PI"
    PURPOSE = "PU"
    PROVISION = "TP"
    RISK = "RK"
    DISPOSAL = "DS"
    # Use of what is held beyond its purpose (目的外利用).
    USE_BEYOND = "UB"
    # What persons are shown when they give their information (取得時の明示文).
    ACQUISITION_NOTICE = "NT"
    # An incident, a near miss or a drill (事故・ヒヤリハット).
    INCIDENT = "IN"
    # What a person asks of what is held of them (開示等の請求).
    PERSON_REQUEST = "RQ"
    # A complaint, a consultation, an inquiry or a request from a person (苦情・相談).
    COMPLAINT = "CP"
    # What the representative is told of a month's complaints (月次報告).
    COMPLAINT_REPORT = "CM"
    # Whom the handling of personal information is entrusted to (委託先), and its evaluation.
    CONTRACTOR = "CO"
    EVALUATION = "CE"
    # Work with personal information that is taken from a client (受託業務).
    CLIENT_WORK = "CW"
    # What a unit checks how often, what was found wanting, and a quarter's report (運用の確認).
    CHECK_TEMPLATE = "CT"
    CHECK_FAULT = "CF"
    CHECK_REPORT = "CQ"
    # A device, a medium or a key, what was carried out or lent, and a visit (記録簿).
    ASSET = "AS"
    CARRY_OUT = "MO"
    VISIT = "VS"
    # A yearly review of the register of personal information (台帳の見直し).
    LEDGER_REVIEW = "LR"
    # Questions to somebody outside, answered by a link (確認票).
    QUESTIONNAIRE = "QN"
    # What is taught (教材), a training of it (教育), and that somebody takes it (受講).
    COURSE = "TC"
    TRAINING = "TR"
    TRAINING_ASSIGNMENT = "TA"
    # That a requirement does not concern a unit for a year (対象外の決定).
    EXEMPTION = "EX"
    # A law, a guideline or another norm (法令・規範).
    LAW = "LW"
    # A rule, a blank form or another document (文書・様式), and a kind of records (記録の種類).
    DOCUMENT = "DC"
    RECORD_TYPE = "RT"
    # A change of the PMS that is planned (変更の計画).
    PLANNED_CHANGE = "CH"
    # An application to renew the PrivacyMark (更新申請), and what examiners remarked (指摘事項).
    RENEWAL = "RN"
    REMARK = "RE"

    @property
    def is_yearly(self) -> bool:
        """Whether its numbers start again each fiscal year."""
        return self is not Kind.POLICY

    @property
    def is_alone(self) -> bool:
        """Whether the first of a year goes without number, there being one as a rule."""
        return self in ALONE

    @property
    def digits(self) -> int:
        """How many digits a number has at least; larger numbers grow."""
        return DIGITS.get(self, 3)


ALONE = (Kind.ANNUAL_PLAN, Kind.PROGRAMME)
DIGITS = {
    **{Kind.ANNUAL_PLAN: 2, Kind.PROGRAMME: 2, Kind.POLICY_REVIEW: 2, Kind.MANAGEMENT_REVIEW: 2},
    Kind.LEDGER_REVIEW: 2,
}


@dataclass(frozen=True)
class Reference:
    """Kind, the fiscal year it belongs to (None for a kind without) and number, from 1.

    Raises ValueError if the year is missing, superfluous or no year, or the number below 1.
    """

    kind: Kind
    fiscal_year: int | None
    number: int

    def __post_init__(self) -> None:
        if self.kind.is_yearly != (self.fiscal_year is not None):
            raise ValueError(f"{self.kind.name} and fiscal year {self.fiscal_year} do not match")
        if self.fiscal_year is not None and not MINYEAR <= self.fiscal_year <= MAXYEAR:
            raise ValueError(f"{self.fiscal_year} is no year")
        if self.number < 1:
            raise ValueError(f"numbers start at 1, not {self.number}")

    def __str__(self) -> str:
        parts = [self.kind.value]
        if self.fiscal_year is not None:
            parts.append(f"{self.fiscal_year:04d}")
        if self.number > 1 or not self.kind.is_alone:
            parts.append(f"{self.number:0{self.kind.digits}d}")
        return "-".join(parts)


@lru_cache(maxsize=KNOWN)
def format_reference(kind: Kind, fiscal_year: int | None, number: int) -> str:
    """`F-2026-012`, `POL-001`, `MR-2026-01`, `AP-2026`. Raises ValueError as `Reference` does."""
    return str(Reference(kind, fiscal_year, number))


BY_PREFIX = {kind.value: kind for kind in Kind}
# Whatever a keyboard or an input method gives for a dash: hyphens, dashes, minus, bar, long vowel.
SEPARATORS = re.compile(r"[\s_\-\u2010-\u2015\u2043\u2212\u2500\u2501\u30fc]+")
# Nine digits are plenty, and fit in a database integer.
UNBROKEN = re.compile(r"-?0*(?P<number>[1-9][0-9]{0,8})")
YEARLY = re.compile(r"-?(?P<year>(?!0000)[0-9]{4})(?:-0*(?P<number>[1-9][0-9]{0,8}))?")


@lru_cache(maxsize=KNOWN)
def parse_reference(text: str) -> Reference | None:
    """What somebody typed to go to a record, or None if it is no reference.

    Full-width letters and digits, lower case, missing zeros, any dash or blank for the dash, and
    none after the prefix are all read: `F-2026-012` is also `ｆ2026ー12`.
    """
    plain = SEPARATORS.sub("-", unicodedata.normalize("NFKC", text).upper()).strip("-")
    prefix = plain.rstrip("-0123456789")
    kind = BY_PREFIX.get(prefix)
    if kind is None:
        return None
    match = (YEARLY if kind.is_yearly else UNBROKEN).fullmatch(plain, len(prefix))
    if match is None:
        return None
    found = match.groupdict()
    number = found["number"] or ("1" if kind.is_alone else None)
    if number is None:
        return None
    return Reference(kind, int(found["year"]) if kind.is_yearly else None, int(number))
