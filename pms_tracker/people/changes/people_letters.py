"""What people have to be told at once: how they may sign in, and who stands in for whom."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from pms_tracker.kernel.independence import Role
from pms_tracker.mail.outbox import Letter
from pms_tracker.mail.wording import N_, Way, Wording, counted
from pms_tracker.people.tables.people_tables import ProposalKind

ROLES = {
    Role.REPRESENTATIVE: N_("代表者"),
    Role.PRIVACY_MANAGER: N_("個人情報保護管理者"),
    Role.AUDIT_MANAGER: N_("監査責任者"),
    Role.AUDITOR: N_("監査員"),
    Role.DEPARTMENT_HEAD: N_("部門責任者"),
    Role.EMPLOYEE: N_("従業者"),
    Role.ADMINISTRATOR: N_("システム管理者"),
    Role.EXTERNAL_AUDITOR: N_("外部監査員"),
}
INVITATION = Wording(
    "invitation",
    N_("%(company)sの PMS Tracker へのご案内"),
    (
        (
            N_(
                "%(company)sでは、個人情報保護の計画・監査・是正処置の記録に"
                " PMS Tracker を使っています。"
            ),
            N_("%(inviter)sさんが、あなたを利用者として登録しました。"),
        ),
    ),
    facts=(),
    next=(
        N_(
            "次のページでパスワードを決めると、サインインできます。このリンクは%(days)d日間、1回だけ使えます。"
        ),
    ),
    way=Way(N_("パスワードを決める"), "/welcome/%(token)s"),
    after=(N_("お心当たりのない場合は、何もなさらず、%(inviter)sさんにお知らせください。"),),
)
WITH_ROLES = replace(INVITATION, opening=(*INVITATION.paragraphs, (N_("あなたの役割：%(roles)s"),)))

INFORM = N_("あわせて、システム管理者へお知らせください。")
BY_YOURSELF = N_("ご自分で操作されたか、頼まれた場合は、このままで結構です。")
PASSWORD_CHANGED = Wording(
    "password_changed",
    N_("パスワードが変更されました"),
    N_("あなたのパスワードが変更されました。ご自分で変更された場合は、このままで結構です。"),
    facts=(),
    next=(
        N_("お心当たりのない場合は、すぐに次のページでパスワードを設定し直してください。"),
        INFORM,
    ),
    way=Way(N_("パスワードを設定し直す"), "/password/reset"),
)
LINKED = Wording(
    "account_linked",
    N_("%(provider)sとの連携が登録されました"),
    N_(
        "%(provider)sのアカウントで、あなたとしてサインインできるようになりました。ご自分で連携された場合は、このままで結構です。"
    ),
    facts=(),
    next=(
        N_(
            "お心当たりのない場合は、すぐに次のページで連携を解除し、パスワードを変更してください。"
        ),
        INFORM,
    ),
    way=Way(N_("連携を確かめる"), "/me/oidc"),
)
UNLINKED = replace(
    PASSWORD_CHANGED,
    key="account_unlinked",
    subject=N_("%(provider)sとの連携が解除されました"),
    opening=((N_("%(provider)sのアカウントでは、サインインできなくなりました。"), BY_YOURSELF),),
)
# What happened to a second factor, by the trail's word for it.
FACTORS = {
    change: replace(
        PASSWORD_CHANGED,
        key="factor_changed",
        subject=N_("2段階認証の設定のお知らせ"),
        opening=((said, BY_YOURSELF),),
    )
    for change, said in {
        "authenticator_added": N_(
            "あなたのアカウントに認証アプリが登録されました。サインインには、パスワードと確認コードが必要です。"
        ),
        "authenticator_removed": N_("あなたのアカウントから認証アプリが削除されました。"),
        "passkey_added": N_(
            "あなたのアカウントにパスキーが登録されました。このパスキーだけでサインインできます。"
        ),
        "passkey_removed": N_("あなたのアカウントからパスキーが削除されました。"),
        "recovery_codes_made": N_(
            "あなたの回復コードが新しく作成されました。以前の回復コードは使えません。"
        ),
        "recovery_code_used": N_(
            "あなたの回復コードが1つ使われ、サインインがありました。使ったコードは、もう使えません。"
        ),
        "factors_reset": N_(
            "あなたの2段階認証が解除されました。サインインに必要なのは、パスワードだけになりました。"
        ),
    }.items()
}
PASSWORD_RESET = Wording(
    "password_reset",
    N_("パスワードの設定のご案内"),
    (
        (
            N_("パスワードを設定するご依頼を受け付けました。"),
            N_("次のページで、新しいパスワードを決めてください。このリンクは2時間使えます。"),
        ),
    ),
    facts=(),
    way=Way(N_("新しいパスワードを決める"), "%(link_to)s"),
    after=(N_("お心当たりのない場合は、何もなさらなくて結構です。パスワードは変わりません。"),),
)

MAIL_CHANGED = Wording(
    "mail_changed",
    N_("あなたのメールアドレスの登録が変更されました"),
    (
        (N_("PMS Tracker に登録されているあなたのメールアドレスが変更されました。"),),
        (N_("これからのお知らせは、新しいメールアドレスに届きます。"),),
    ),
    facts=(),
    next=(
        N_("お心当たりのない場合は、すぐにシステム管理者と個人情報保護管理者へお知らせください。"),
    ),
    way=None,
)
SIGN_IN_CHANGED = replace(
    MAIL_CHANGED,
    opening=(
        MAIL_CHANGED.paragraphs[0],
        (*MAIL_CHANGED.paragraphs[1], N_("サインインにも、新しいメールアドレスをお使いください。")),
    ),
    way=Way(N_("サインインする"), "/sign-in"),
)

GAINS = {
    ProposalKind.ROLE: N_("役割への任命"),
    ProposalKind.MEMBERSHIP: N_("所属または責任者の登録"),
    ProposalKind.MAIL: N_("登録アドレスの変更"),
}
MORE = counted("ほかに%(num)d件あります。")
PROPOSAL_MADE = Wording(
    "proposal_made",
    N_("確認のお願い：%(whose)sさんの登録の変更"),
    ((N_("%(by)sさんが、%(whose)sさんについて、%(what)sを提案しました。"), MORE),),
    facts=(),
    next=(
        N_(
            "代表者・個人情報保護管理者・監査責任者のうち、提案した人と本人を除く1人の同意で有効になります。"
        ),
    ),
    way=Way(N_("提案を確認する"), "/people/"),
    after=(N_("お心当たりのない提案は、却下してください。"),),
)
PROPOSAL_AGREED = Wording(
    "proposal_agreed",
    N_("登録の変更のお知らせ：%(whose)sさん"),
    ((N_("%(by)sさんの同意により、%(whose)sさんについて、%(what)sが有効になりました。"), MORE),),
    facts=(),
    way=Way(N_("人と部門を開く"), "/people/"),
)

DEPUTY_NAMED = Wording(
    "deputy_named",
    N_("不在時の代理のお知らせ"),
    (
        (N_("%(deputy)sさんが、%(principal)sさんの代理になりました。"),),
        (N_("期間：%(first)sから%(last)sまで"),),
        (N_("代理の間に決めたことには、両方の名前が記録されます。"),),
    ),
    facts=(),
    way=Way(N_("自分の設定を開く"), "/me/"),
)
DEPUTY_ENDED = replace(
    DEPUTY_NAMED,
    key="deputy_ended",
    subject=N_("不在時の代理を終えるお知らせ"),
    opening=(
        (N_("%(deputy)sさんは、%(principal)sさんの代理ではなくなりました。"),),
        (N_("これまでの期間：%(first)sから%(last)sまで"),),
    ),
)


def invitation(
    token: str, *, company: str, inviter: str, roles: Sequence[Role], days: int
) -> Letter:
    """Leads to choosing a password; secret, as every letter about signing in."""
    told = {"company": company, "inviter": inviter, "roles": tuple(ROLES[role] for role in roles)}
    row = WITH_ROLES if roles else INVITATION
    return Letter(row, {"token": token, "days": days, **told}, secret=True)


def account_link(change: str, *, provider: str) -> Letter:
    """To whom a provider signs in from now on, or no more, by the trail's word for it; secret, as
    all about signing in."""
    row = {row.key: row for row in (LINKED, UNLINKED)}[change]
    return Letter(row, {"provider": provider}, secret=True)


def password_changed() -> Letter:
    """To whose account it is; secret, as all about signing in."""
    return Letter(PASSWORD_CHANGED, secret=True)


def password_reset(address: str) -> Letter:
    """To whoever asked for it: the whole address at which a new password is chosen."""
    return Letter(PASSWORD_RESET, {"link_to": address}, secret=True)


def mail_changed(*, signs_in: bool) -> Letter:
    """To the old and the new address, neither of which it names."""
    return Letter(SIGN_IN_CHANGED if signs_in else MAIL_CHANGED, secret=True)


def factor_changed(change: str) -> Letter:
    """To whose account it is: what happened to their second factor, by the trail's word for it."""
    return Letter(FACTORS[change], secret=True)


def proposal(name: str, kind: ProposalKind, *, others: int, by: str, agreed: bool) -> Letter:
    """To whoever runs the PMS: somebody is to gain something, or gained it; never which address."""
    told = {"whose": name, "what": GAINS[kind], "num": others, "by": by}
    return Letter(PROPOSAL_AGREED if agreed else PROPOSAL_MADE, told)


def deputy_named(principal: str, deputy: str, since_on: date, until_on: date) -> Letter:
    """To both: who stands in for whom, from which day to which; never why."""
    return Letter(DEPUTY_NAMED, _of(principal, deputy, since_on, until_on))


def deputy_ended(principal: str, deputy: str, since_on: date, until_on: date) -> Letter:
    """To both: the deputy of those days stands in no more."""
    return Letter(DEPUTY_ENDED, _of(principal, deputy, since_on, until_on))


def _of(principal: str, deputy: str, since_on: date, until_on: date) -> dict[str, object]:
    return {"principal": principal, "deputy": deputy, "first": since_on, "last": until_on}
