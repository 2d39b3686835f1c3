"""Customs: parts of the product that are there because the law or custom of a country asks."""

from enum import StrEnum


class Custom(StrEnum):
    """What a company has by its locale pack, or never meets."""

    # 個人情報保護法, with its guidelines, its commission and My Number.
    PERSONAL_INFORMATION_ACT = "personal_information_act"
    # プライバシーマーク and JIS Q 15001: their items, examinations and renewals.
    PRIVACY_MARK = "privacy_mark"
    # 和暦: years counted by era.
    ERAS = "eras"
    # ふりがな: how a name is read, written beside it, and family names before given ones.
    READINGS = "readings"
    # 押印: boxes for seals, on papers that are approved.
    SEALS = "seals"
