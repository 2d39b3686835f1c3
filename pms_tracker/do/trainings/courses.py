"""The register of courses (教材, J.4.2): what is taught, approved by a second person."""

from pms_tracker.do.rules.training.course_rules import Covers
from pms_tracker.do.tables.training_tables import Course
from pms_tracker.do.trainings.quiz_fields import Quiz
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.locales.customs import Custom
from pms_tracker.kernel.references import Kind
from pms_tracker.kernel.words import N_
from pms_tracker.people.firm.listings import everybody
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.plan.deciding import entry_duties
from pms_tracker.registers.fields import Text
from pms_tracker.registers.file_fields import Files
from pms_tracker.registers.office_fields import Enclosed, Labels, Several, noted
from pms_tracker.registers.register import Register

COVERS: Labels = {
    Covers.POLICY: N_("個人情報保護方針"),
    Covers.BENEFIT: N_("個人情報保護マネジメントシステムに適合することの重要性と利点"),
    Covers.ROLE: N_("適合するための役割と責任"),
    Covers.VIOLATION: N_("違反したときに予想される結果"),
    Covers.MY_NUMBER: N_("マイナンバーの取扱い"),
    Covers.RULES: N_("社内規程と手順"),
}

# What is taught is for everybody who may open the register.
visible_to = everybody
COURSES = Register(
    *("courses", "do/courses", Course, N_("教育の教材")),
    kind=Kind.COURSE,
    new=N_("教材を登録する"),
    why=N_(
        "教育で使う教材と理解度テストの問題を登録します。承認された版が、教育の開始時に固定されます。"
    ),
    requirement=N_(
        "Pマークの構築・運用指針 J.4.2とJ.4.3は、方針、適合することの重要性と利点、役割と責任、"
        "違反したときの結果を、すべての従業者に理解させることを求めています。"
    ),
    fields=(
        Text(
            *("title", N_("教材の名称")),
            needed=N_("教材の名称を入力してください。"),
            help=N_("例：個人情報保護 基本研修（全従業者向け）"),
            headings=("教材", "テキスト", "研修名"),
            wide=True,
        ),
        Several(
            *("covers", N_("扱う内容"), COVERS),
            of_customs={Covers.MY_NUMBER: Custom.PERSONAL_INFORMATION_ACT},
            wide=True,
        ),
        Text(
            *("text", N_("本文"), 20_000),
            lines=True,
            wide=True,
            help=N_("受講する画面にそのまま表示します。リンクかファイルだけでもかまいません。"),
        ),
        Text(
            *("link", N_("教材のリンク"), 500),
            help=N_("動画やスライドのアドレス。https:// か http:// から始めます。"),
            wide=True,
            headings=("URL",),
        ),
        noted(N_("次の版への申し送り"), "備考 メモ", erasable=True),
        Quiz("questions", N_("理解度テストの問題")),
        Enclosed(
            *("material", N_("この版の教材のファイル")),
            help=N_("この版に含めないファイルは外します。前の版には、前のファイルが残ります。"),
        ),
        Files(
            *("files", N_("教材のファイル")),
            help=N_("追加したファイルは、承認されてから教材になります。"),
        ),
    ),
    columns=("title", "covers"),
    sorts=(),
    title=("title",),
    seen=visible_to,
    keeper=Permission.KEEP_REGISTERS,
    decided=("questions",),
    boxes=(N_("個人情報保護管理者"), N_("教育責任者")),
    approvers=(Role.PRIVACY_MANAGER, Role.REPRESENTATIVE),
)
TO_APPROVE = entry_duties.source(
    COURSES,
    *("approve_courses", N_("教材の承認")),
    N_("提出された教材の内容と問題を読み、承認するか、理由を添えて差し戻してください。"),
)
