"""Where each page is found, and which view makes it.

A compact's pages begin with the first digits of its hash; an address carries every choice that
was made on the page, so that a link shares the view.
"""

from typing import Any

from django.apps import apps
from django.urls import URLPattern, include, path, re_path, register_converter

from foedus_node.people.signing_in import keep_deeds
from foedus_node.web.calling import called
from foedus_node.web.frame import SHORT

keep_deeds()  # here, for the tables must be known first and this is read once they are

_DOCUMENT = r"^reading/(?P<document>[0-9a-f]{12,64}(?:-[0-9]{1,4})?)"
_CODES = "mfa.recovery_codes.views"
_KEYS = "mfa.webauthn.views"
_DIRECTORY = "socialaccount.views"


class CompactConverter:
    """The first digits of a compact's hash, as an address names it."""

    regex = f"[0-9a-f]{{{SHORT}}}"

    def to_python(self, value: str) -> str:
        """The digits."""
        return value

    def to_url(self, value: str) -> str:
        """The digits."""
        return value[:SHORT]


register_converter(CompactConverter, "compact")


def _page(route: str, view: str, *, name: str) -> URLPattern:
    return path(route, called(view), name=name)


def _matching(route: str, view: str, *, name: str) -> URLPattern:
    return re_path(route, called(view), name=name)


def _theirs(route: str, view: str, *, name: str) -> URLPattern:
    """A page that the sign-in library makes; those alone that a node needs."""
    return path(f"account/{route}", called(view, within="allauth"), name=name)


_OF_A_COMPACT = [
    _page("activity/<str:name>", "activity.showing.activity", name="activity"),
    _page("activity/<str:name>/report", "activity.reporting.report", name="report"),
    _page("activity/<str:name>/handed/<int:number>", "activity.handed.handed", name="handed"),
    _page("activity/<str:name>/handed/<int:number>/back", "activity.handed.hand_back", name="hand-back"),
    _page("activity/<str:name>/handed/<int:number>/take", "activity.handed.take_back", name="handed-take"),
    _page("activity/<str:name>/handed/<int:number>/paper", "activity.handed.paper", name="handed-paper"),
    _page("activity/<str:name>/document/<str:digest>", "activity.papers.document", name="filed"),
    _page("activity/<str:name>/note", "activity.noting.note", name="note"),
    _page("activity/<str:name>/note/drop", "activity.noting.drop", name="drop-note"),
    _page("activity/<str:name>/ours", "activity.noting.fields", name="ours-of"),
    _page("drafts", "drafts.listing.drafts", name="drafts"),
    _page("drafts/begin", "drafts.beginning.begin", name="begin-draft"),
    _page("draft/<str:name>", "drafts.working.draft", name="draft"),
    _page("draft/<str:name>/describe", "drafts.working.describe", name="describe-draft"),
    _page("draft/<str:name>/rebase", "drafts.working.rebase", name="rebase-draft"),
    _page("draft/<str:name>/void", "drafts.working.void", name="void-in-draft"),
    _page("draft/<str:name>/take-out", "drafts.working.take_out", name="take-out"),
    _page("draft/<str:name>/put-back", "drafts.working.put_back", name="put-back"),
    _page("draft/<str:name>/drop", "drafts.listing.drop", name="drop-draft"),
    _page("draft/<str:name>/take-back", "drafts.listing.take_back", name="take-back"),
    _page("activity/<str:name>/change", "drafts.changing.change", name="change"),
    _page("activity/<str:name>/strike", "drafts.changing.strike", name="strike"),
    _page("line", "drafts.changing.new_line", name="new-line"),
    _page("search", "search.search", name="search"),
    _page("", "today.today", name="today"),
    _page("news", "today.all_news", name="news"),
    _page("seen", "today.seen", name="seen"),
    _page("acts", "acts.acts", name="acts"),
    _page("act/<str:name>", "acts.act", name="act"),
    _page("act/<str:name>/sign", "signing.sign", name="sign"),
    _page("act/<str:name>/decline", "signing.decline", name="decline"),
    _page("act/<str:name>/approve", "signing.approve", name="approve"),
    _page("draft/<str:name>/offer", "signing.offer", name="offer"),
    _page("draft/<str:name>/approve", "signing.approve_draft", name="approve-draft"),
    _page("denounce", "signing.denounce", name="denounce"),
    _page("plan", "plan.table.table", name="plan"),
    _page("plan/timeline", "plan.timeline.timeline", name="timeline"),
    _page("plan/calendar", "plan.months.month", name="calendar"),
    _page("plan/cascade", "plan.cascade.cascade", name="cascade"),
    _page("plan/map", "plan.map.shown", name="map"),
    _page("plan/map/ground", "plan.map.lay", name="ground"),
    _page("plan/map/ground/taken-away", "plan.map.take_away", name="ground-away"),
    _page("plan/map/border", "plan.map.load", name="border-load"),
    _page("plan/subscribe", "plan.exports.subscribe", name="subscribe"),
    _page("plan/clashes/<slug:item>", "plan.clashes.clashes", name="clashes"),
    _matching(r"^plan\.(?P<form>csv|geojson|ics|json|xlsx)$", "plan.exports.export", name="export"),
    _page("calendar/<str:secret>/plan.ics", "plan.exports.feed", name="feed"),
    _page("plan/figures", "figures.figures", name="figures"),
    _page("papers", "papers.papers", name="papers"),
    _page("papers/<str:item>", "papers.papers_of", name="papers_of"),
    _page("acts/<slug:act>/paper", "papers.paper_of_act", name="paper"),
    _page("said", "said.said", name="said"),
    _page("said/<slug:name>", "said.undertaking", name="undertaking"),
    _page("said/<slug:name>/decide", "said.decide", name="decide"),
    _page("said/<slug:name>/undo", "said.undo", name="undecide"),
    _page("said/<slug:name>/word", "said.word.word", name="word"),
    _page("meetings", "meetings.meetings", name="meetings"),
    _page("meetings/visits", "meetings.visits", name="visits"),
    _page("meetings/mechanisms/<slug:name>", "meetings.mechanism", name="mechanism"),
    _page("people", "people.people", name="people"),
    _page("people/alike", "people.alike", name="alike"),
    _page("people/met", "people.met", name="met"),
    _page("people/persons/<slug:name>", "people.person", name="person"),
    _page("people/persons/<slug:name>/merge", "people.merge", name="merge"),
    _page("people/persons/<slug:name>/part", "people.part", name="part"),
    _page("people/offices/<slug:name>", "people.office", name="office"),
    _page("exchange", "exchange.exchange", name="exchange"),
    _page("exchange/now", "exchange.now", name="exchange-now"),
    _page("exchange/bundle", "exchange.bundle", name="exchange-bundle"),
    _page("exchange/take", "exchange.take", name="exchange-take"),
    _page("exchange/recover", "exchange.recover", name="exchange-recover"),
    _page("exchange/work/<slug:name>", "exchange.work_page", name="work"),
    _page("exchange/work/<slug:name>/file", "exchange.made", name="work-file"),
    _page("exchange/proof/<str:party>", "exchange.proof", name="exchange-proof"),
    _page("exchange/tell/<str:party>", "exchange.tell", name="exchange-tell"),
    _page("administration", "administration.accounts.accounts", name="administration"),
    _page("administration/new", "administration.accounts.new", name="account-new"),
    _page("administration/account/<int:number>", "administration.accounts.account", name="account"),
    _page("administration/account/<int:number>/give", "administration.accounts.give", name="account-give"),
    _page("administration/account/<int:number>/take", "administration.accounts.take", name="account-take"),
    _page(
        "administration/account/<int:number>/change", "administration.accounts.change", name="account-change"
    ),
    _page("administration/keys", "administration.keys.keys", name="keys"),
    _page("administration/keys/renew", "administration.renewing.renew", name="keys-renew"),
    _page("administration/keys/asked", "administration.renewing.asked", name="keys-asked"),
    _page("administration/keys/finish", "administration.renewing.finish", name="keys-finish"),
    _page("administration/keys/asked/<slug:name>", "administration.renewing.file", name="keys-request"),
    _page("administration/addresses", "administration.addresses.addresses", name="addresses"),
    _page("administration/addresses/forget", "administration.addresses.forget", name="address-forget"),
    _page("administration/approval", "administration.approval.approval", name="approval"),
    _page("administration/approval/require", "administration.approval.require", name="approval-require"),
    _page("administration/approval/remove", "administration.approval.remove", name="approval-remove"),
    _page("administration/second-factor", "administration.second_factor.required", name="second-factor"),
    _page("administration/kinds", "administration.kinds.kinds", name="kinds"),
    _page("administration/kinds/<slug:name>", "administration.kinds.kind", name="kind"),
    _page("administration/kinds/<slug:name>/forget", "administration.kinds.forget", name="kind-forget"),
    _page("administration/backups", "administration.backups.backups", name="backups"),
    _page("administration/backups/<slug:name>", "administration.backups.file", name="backup-file"),
    _page("administration/backups/<slug:name>/remove", "administration.backups.remove", name="backup-remove"),
    _page("administration/deeds", "administration.deeds.deeds", name="deeds"),
    _page("rights", "administration.rights.rights", name="rights"),
    _page("reading", "reading.arriving.documents", name="reading"),
    _page("reading/lessons", "reading.lessons.lessons", name="lessons"),
    _matching(rf"{_DOCUMENT}$", "reading.room.document", name="document"),
    _matching(rf"{_DOCUMENT}/file$", "reading.arriving.original", name="original"),
    _matching(rf"{_DOCUMENT}/sure$", "reading.deciding.sure", name="accept_sure"),
    _matching(rf"{_DOCUMENT}/back$", "reading.deciding.back", name="take_back"),
    _matching(rf"{_DOCUMENT}/(?P<number>[0-9]{{1,12}})$", "reading.deciding.settle", name="settle"),
    _page("ours/<slug:name>/share", "sharing.thing", name="share-thing"),
    _page("reading/<slug:document>/share", "sharing.document", name="share-document"),
]

urlpatterns = [
    _page("", "account.home", name="home"),
    _page("language", "account.language", name="language"),
    _theirs("login/", "account.views.login", name="account_login"),
    _theirs("logout/", "account.views.logout", name="account_logout"),
    _theirs("inactive/", "account.views.account_inactive", name="account_inactive"),
    _page("account/signup/", "account.nobody_alone", name="account_signup"),
    _theirs("password/change/", "account.views.password_change", name="account_change_password"),
    _theirs("password/set/", "account.views.password_set", name="account_set_password"),
    _theirs("reauthenticate/", "account.views.reauthenticate", name="account_reauthenticate"),
    _page("account/2fa/", "factor.index", name="mfa_index"),
    _theirs("2fa/authenticate/", "mfa.base.views.authenticate", name="mfa_authenticate"),
    _theirs("2fa/reauthenticate/", "mfa.base.views.reauthenticate", name="mfa_reauthenticate"),
    _theirs("2fa/totp/activate/", "mfa.totp.views.activate_totp", name="mfa_activate_totp"),
    _theirs("2fa/totp/deactivate/", "mfa.totp.views.deactivate_totp", name="mfa_deactivate_totp"),
    _theirs("2fa/codes/", f"{_CODES}.view_recovery_codes", name="mfa_view_recovery_codes"),
    _theirs("2fa/codes/generate/", f"{_CODES}.generate_recovery_codes", name="mfa_generate_recovery_codes"),
    _theirs("2fa/codes/download/", f"{_CODES}.download_recovery_codes", name="mfa_download_recovery_codes"),
    _theirs("2fa/keys/", f"{_KEYS}.list_webauthn", name="mfa_list_webauthn"),
    _theirs("2fa/keys/add/", f"{_KEYS}.add_webauthn", name="mfa_add_webauthn"),
    _theirs("2fa/keys/show/", f"{_KEYS}.reauthenticate_webauthn", name="mfa_reauthenticate_webauthn"),
    _theirs("2fa/keys/<int:pk>/remove/", f"{_KEYS}.remove_webauthn", name="mfa_remove_webauthn"),
    _theirs("2fa/keys/<int:pk>/edit/", f"{_KEYS}.edit_webauthn", name="mfa_edit_webauthn"),
    _theirs("directory/", f"{_DIRECTORY}.connections", name="socialaccount_connections"),
    _theirs("directory/error/", f"{_DIRECTORY}.login_error", name="socialaccount_login_error"),
    _theirs("directory/cancelled/", f"{_DIRECTORY}.login_cancelled", name="socialaccount_login_cancelled"),
    _page("account/directory/signup/", "account.nobody_alone", name="socialaccount_signup"),
    _page("compacts", "compacts.listing.compacts", name="compacts"),
    _page("compacts/card", "compacts.listing.card", name="compacts-card"),
    _page("compacts/signed", "compacts.listing.signed", name="compacts-signed"),
    _page("compacts/request/<slug:name>", "compacts.listing.asked", name="compacts-request"),
    _page("compacts/begin", "compacts.beginning.begin", name="compact-begin"),
    _page("compacts/draft/<str:name>", "compacts.beginning.charter", name="compact-draft"),
    _page("compacts/draft/<str:name>/drop", "compacts.beginning.drop", name="compact-drop"),
    _page("compacts/draft/<str:name>/approve", "compacts.beginning.approve", name="compact-approve"),
    _page("compacts/join", "compacts.joining.join", name="compact-join"),
    _page("compacts/taking/<slug:name>", "compacts.joining.taking", name="compact-taking"),
    _page("compacts/first/<slug:short>", "compacts.joining.first", name="compact-first"),
    path("<compact:compact>/", include(_OF_A_COMPACT)),
]

if apps.is_installed("allauth.socialaccount.providers.openid_connect"):
    urlpatterns.append(path("account/oidc/", include("foedus_node.web.views.directory")))

handler400: Any = "foedus_node.web.refusing.misshapen"
handler404: Any = "foedus_node.web.refusing.nothing_here"
handler500: Any = "foedus_node.web.refusing.failed"
