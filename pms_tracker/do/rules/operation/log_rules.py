"""Rules of log sheets (記録簿): what may be kept of a device, what is carried out, who came."""

from datetime import date
from enum import StrEnum

from pms_tracker.kernel.words import N_, Faults


class AssetKind(StrEnum):
    """What is handed to people and has to come back."""

    PC = "pc"
    PHONE = "phone"
    MEDIUM = "medium"
    KEY = "key"
    OTHER = "other"


def carrying_faults(
    carrier_id: int, permitted_by_id: int, out_on: date, due_on: date, returned_on: date | None
) -> Faults:
    """What is wrong with a line of what was carried out. Nobody permits what they carry out
    themselves."""
    if carrier_id == permitted_by_id:
        yield "permitted_by_id", N_("持ち出す人とは別の人を選んでください。")
    if due_on < out_on:
        yield "due_on", N_("持ち出した日以降の日を入力してください。")
    if returned_on is not None and returned_on < out_on:
        yield "returned_on", N_("持ち出した日以降の日を入力してください。")


def ending_faults(handed_on: date | None, ended_on: date | None, ended_how: str) -> Faults:
    """What is wrong with how a device was parted with."""
    if ended_on is None and ended_how.strip():
        yield "ended_on", N_("手放した日を入力してください。")
    if handed_on is not None and ended_on is not None and ended_on < handed_on:
        yield "ended_on", N_("渡した日以降の日を入力してください。")
    if ended_on is not None and not ended_how.strip():
        yield "ended_how", N_("返却、消去、廃棄など、手放し方を入力してください。")


def visit_faults(came_at: str, left_at: str) -> Faults:
    """What is wrong with the times of a visit (`HH:MM`)."""
    if came_at and left_at and left_at < came_at:
        yield "left_at", N_("入室の時刻以降の時刻を入力してください。")
