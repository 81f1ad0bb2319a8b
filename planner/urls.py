"""Every address, and what answers it."""

from allauth.account import views as sign_in
from django.urls import URLPattern, URLResolver, include, path, re_path

from cycles.views import feeds, shares
from planner.views import (
    activity,
    calendars,
    home,
    invitations,
    jump,
    now,
    people,
    probes,
    profile,
    report,
    settings,
)
from planner.views.gallery import gallery, gallery_note
from planner.views.theme import switch_theme
from support.views import asked, hooks

handler500 = "planner.views.failures.server_error"

# Of allauth only what we need: there is no sign-up, and nobody changes their address alone.
_accounts: list[URLPattern | URLResolver] = [
    path("login/", sign_in.login, name="account_login"),
    path("logout/", sign_in.logout, name="account_logout"),
    path("inactive/", sign_in.account_inactive, name="account_inactive"),
    path("signup/", sign_in.signup, name="account_signup"),  # closed, and says so
    path("password/change/", sign_in.password_change, name="account_change_password"),
    path("password/set/", sign_in.password_set, name="account_set_password"),
    path("password/reset/", sign_in.password_reset, name="account_reset_password"),
    path("password/reset/done/", sign_in.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        sign_in.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        sign_in.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]
_workspace: list[URLPattern | URLResolver] = [
    path("", now.now, name="now"),
    path("jump/", jump.jump, name="jump"),
    path("settings/", settings.settings, name="settings"),
    path("settings/people/", people.people, name="people"),
    path("settings/people/invite/", people.invite, name="invite"),
    path("settings/people/<int:pk>/", people.person, name="person"),
    path("settings/people/<int:pk>/deactivate/", people.deactivate, name="deactivate"),
    path("settings/people/<int:pk>/reactivate/", people.reactivate, name="reactivate"),
    path("settings/people/<int:pk>/resend/", people.resend, name="resend_invitation"),
    path("activity/", activity.activity, name="activity"),
    path("cycles/<int:number>/", report.report, name="report"),
    path("cycles/<int:number>/report.md", report.markdown, name="report_markdown"),
    path("cycles/<int:number>/reports/<int:pk>/", report.version, name="report_version"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", probes.healthz),
    path("readyz", probes.readyz),
    path("metrics", probes.metrics),
    path("accounts/", include(_accounts)),
    path("gallery/", gallery, name="gallery"),
    path("gallery/note/", gallery_note, name="gallery_note"),
    path("profile/theme/", switch_theme, name="switch_theme"),
    path("hooks/<slug:kind>", hooks.receive, name="hooks"),
    path("hooks/<slug:kind>/<str:token>", hooks.receive, name="hooks"),
    path("api/v1/", include("planner.api.urls")),
    path("", home.home, name="home"),
    path("profile/", profile.profile, name="profile"),
    path("profile/tokens/", profile.make_token, name="make_token"),
    path("profile/tokens/<int:pk>/revoke/", profile.end_token, name="revoke_token"),
    path("profile/calendars/", calendars.make, name="make_calendar"),
    path("profile/calendars/<int:pk>/revoke/", calendars.revoke, name="revoke_calendar"),
    path("calendar/<str:token>.ics", feeds.calendar, name="calendar"),
    path("r/<str:token>/", shares.shared, name="shared"),
    path("invitation/<str:token>/", invitations.invitation, name="invitation"),
    path("asking/<str:token>/", asked.ask, name="asking"),
    path("asked/<str:token>/", asked.asked, name="asked"),
    path("asked/<str:token>/write/", asked.write, name="asked_write"),
    path("asked/<str:token>/solved/", asked.solved, name="asked_solved"),
    path("asked/<str:token>/unsolved/", asked.unsolved, name="asked_unsolved"),
    path("w/<slug:slug>/", include(_workspace)),
    path("w/<slug:slug>/", include("cycles.urls")),
    path("w/<slug:slug>/", include("support.urls")),
]
