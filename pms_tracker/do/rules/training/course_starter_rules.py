"""A course that a small office may begin with, in our own words: what J.4.2 and J.4.3 ask everybody
to understand, and a test of it. It knows no firm's rules, which whoever takes it up adds."""

from dataclasses import dataclass

from pms_tracker.do.rules.training.course_rules import Covers
from pms_tracker.kernel.words import N_, Words


@dataclass(frozen=True)
class Statement:
    """A sentence that is true or not, and why."""

    words: Words
    is_true: bool
    why: Words


TITLE = N_("個人情報保護 基本研修（全従業者向け）")
COVERS = (Covers.POLICY, Covers.BENEFIT, Covers.ROLE, Covers.VIOLATION)
PARTS: tuple[tuple[Words, Words], ...] = (
    (
        N_("個人情報とは"),
        N_(
            "氏名、連絡先、写真など、だれのことかが分かる情報です。それだけでは分からなくても、"
            "ほかの情報と合わせてだれかが分かれば、個人情報です。お客様だけでなく、取引先、"
            "応募者、従業者の情報も含みます。"
        ),
    ),
    (
        N_("個人情報保護方針"),
        N_(
            "会社は個人情報保護方針を定め、公表しています。全文を読み、"
            "自分の仕事に関わるところを確かめてください。"
        ),
    ),
    (
        N_("なぜ取り組むのか"),
        N_(
            "個人情報は、本人からお預かりしているものです。決まりに従って取り扱うことで、"
            "本人の権利と利益を守り、お客様と取引先の信頼を得られます。"
        ),
    ),
    (
        N_("一人一人の役割"),
        N_(
            "伝えた利用目的のためだけに使います。仕事に必要な人だけが、必要な分だけを見ます。"
            "宛先と添付ファイルを確かめてから送ります。席を離れるときは画面をロックし、"
            "書類をしまいます。持ち出しと廃棄は、決められた方法で行います。"
        ),
    ),
    (
        N_("おかしいと思ったら"),
        N_(
            "紛失、誤送信、見慣れない画面などに気付いたら、自分で片付けようとせず、すぐに部門の責任者に"
            "報告してください。影響があるか分からないときも、まず報告します。"
        ),
    ),
    (
        N_("違反したときに起きること"),
        N_(
            "本人に迷惑や損害が及び、会社は信頼を失います。損害賠償や監督機関の命令、"
            "罰則を受けることもあります。社内の規則による処分の対象になることもあります。"
        ),
    ),
)
STATEMENTS = (
    Statement(
        N_("取引先の担当者の名刺は、個人情報である。"),
        is_true=True,
        why=N_("だれのことかが分かる情報は、仕事上のものでも個人情報です。"),
    ),
    Statement(
        N_("氏名がなければ、個人情報になることはない。"),
        is_true=False,
        why=N_("会員番号や写真など、ほかの情報と合わせてだれかが分かれば個人情報です。"),
    ),
    Statement(
        N_("従業者や採用の応募者の情報も、決まりに従って取り扱う。"),
        is_true=True,
        why=N_("お客様の情報だけでなく、従業者や応募者の情報も個人情報です。"),
    ),
    Statement(
        N_("集めた個人情報は、役に立つなら伝えた目的のほかに使ってもよい。"),
        is_true=False,
        why=N_("伝えた利用目的のためだけに使います。ほかに使うときは、先に責任者に相談します。"),
    ),
    Statement(
        N_("メールを送る前に、宛先と添付ファイルを確かめる。"),
        is_true=True,
        why=N_("誤送信は、送る前の確認で防げます。"),
    ),
    Statement(
        N_("少しの間なら、画面をロックせずに席を離れてもよい。"),
        is_true=False,
        why=N_("短い時間でも、見られたり操作されたりすることがあります。"),
    ),
    Statement(
        N_("誤送信に気付いても、相手がまだ読んでいなければ報告しなくてよい。"),
        is_true=False,
        why=N_("影響が分からないときも、すぐに報告します。早いほど、被害を小さくできます。"),
    ),
    Statement(
        N_("個人情報が載った書類は、決められた方法で廃棄する。"),
        is_true=True,
        why=N_("そのまま捨てると、だれかに読まれるおそれがあります。"),
    ),
    Statement(
        N_("同僚に頼まれれば、自分のパスワードを教えてもよい。"),
        is_true=False,
        why=N_("だれが操作したかが分からなくなります。パスワードは、だれにも教えません。"),
    ),
    Statement(
        N_("決まりを守らないと、本人に損害が及び、会社は信頼を失う。"),
        is_true=True,
        why=N_("損害賠償や処分につながることもあります。"),
    ),
)
