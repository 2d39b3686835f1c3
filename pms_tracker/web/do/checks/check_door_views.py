"""The QR code at the door: made, ended, and printed as a poster, by whoever keeps registers."""

import hmac
from base64 import urlsafe_b64encode
from typing import Any
from urllib.parse import urlsplit

import qrcode
from flask import Blueprint, current_app, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from qrcode.image.svg import SvgPathImage

from pms_tracker.do.checks import check_doors
from pms_tracker.do.checks.check_templates import CHECKS
from pms_tracker.do.tables.operation.operation_check_tables import CheckDoor, CheckTemplate
from pms_tracker.environment import LOOPBACK
from pms_tracker.kernel.errors import RuleBroken
from pms_tracker.kernel.references import Reference
from pms_tracker.people.firm import people
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.people.rules.secret_tokens import digest_of
from pms_tracker.registers import entries
from pms_tracker.web.door.access import me, requires, settings
from pms_tracker.web.pictures import papers
from pms_tracker.web.record.steps import Done, pressed

blueprint = Blueprint("check_doors", __name__, url_prefix="/do/checks")
PLACE = "/<ref(CT):reference>/door"


def token_of(seed: str) -> str:
    """The secret of a link, made again of its seed and the installation's own secret."""
    secret = str(current_app.secret_key).encode()
    made = hmac.digest(secret, f"check door {seed}".encode(), "sha256")
    return urlsafe_b64encode(made).decode().rstrip("=")


def _locked(reference: Reference) -> CheckTemplate:
    found: CheckTemplate = entries.find(CHECKS, reference, seen_by=me(), for_update=True)
    return found


@blueprint.app_template_global()
def door_of(row: Any) -> CheckDoor | None:
    """The link of a check that opens, for whoever may print it."""
    return check_doors.open_of(row) if me().may(Permission.KEEP_REGISTERS) else None


@blueprint.app_template_global()
def opens_here_alone() -> bool:
    """Whether no phone can open the address that a poster would have."""
    return urlsplit(settings().base_url).hostname in LOOPBACK


@blueprint.post(PLACE)
@requires(Permission.KEEP_REGISTERS)
@pressed()
def make(reference: Reference) -> Done:
    template = _locked(reference)
    hangs = check_doors.open_of(template) is not None
    check_doors.make(template, token_of, by=me())
    words = gettext("QRコードを作成しました。ポスターを印刷して、出入口に貼ってください。")
    if hangs:
        words = gettext(
            "QRコードを替えました。前のポスターを外し、新しいポスターを貼ってください。"
        )
    return Done(words, url_for("checks.record", which=reference))


@blueprint.post(f"{PLACE}/end")
@requires(Permission.KEEP_REGISTERS)
@pressed()
def end(reference: Reference) -> Done:
    check_doors.end(_locked(reference), by=me())
    words = gettext("QRコードを無効にしました。貼ってあるポスターを外してください。")
    return Done(words, url_for("checks.record", which=reference))


@blueprint.get(f"{PLACE}.pdf")
@requires(Permission.KEEP_REGISTERS)
def poster(reference: Reference) -> ResponseReturnValue:
    """The poster with the code, as it was made; with another secret of the installation it cannot
    be made again."""
    template: CheckTemplate = entries.find(CHECKS, reference, seen_by=me())
    door = check_doors.open_of(template)
    token = token_of(door.seed) if door is not None else ""
    if door is None or digest_of(token) != door.digest:
        raise RuleBroken("check_no_door")
    address = f"{settings().base_url}/door/{token}/"
    data = {
        **papers.frame(template.title, gettext("点検ポスター"), reference=template.reference),
        "alt": gettext("点検のページを開くQRコード"),
        "unit": people.unit(template.unit_id).name,
        "code": qrcode.make(address, image_factory=SvgPathImage).to_string().decode(),
        "lead": gettext("スマートフォンのカメラで読み取ってください"),
        "steps": [
            gettext("1つずつ見て、答えを選びます。"),
            gettext("×は、何がどうなっていたかを書きます。"),
            gettext("「記録する」を押します。電波がなくても、端末が控えて後で送ります。"),
        ],
        "else": gettext("スマートフォンが使えないときは、紙の点検表に記入してください。"),
    }
    return papers.answer("check_poster", data, papers.named(f"{template.reference}-QR.pdf"))
