"""The addresses of accounts: those of allauth's that have a page of ours, by allauth's names."""

from allauth.account import views as allauth_views
from django.conf import settings
from django.urls import path, re_path

from iamlab.accounts.views import owned
from iamlab.accounts.views.signup import signup

urlpatterns = [
    # ---------- In and out ----------
    path("signup/", signup, name="account_signup"),
    path("login/", allauth_views.login, name="account_login"),
    path("logout/", allauth_views.logout, name="account_logout"),
    path("inactive/", allauth_views.account_inactive, name="account_inactive"),
    # ---------- Passwords ----------
    path("password/change/", allauth_views.password_change, name="account_change_password"),
    path("password/set/", allauth_views.password_set, name="account_set_password"),
    path(
        "password/reset/",
        allauth_views.PasswordResetView.as_view(
            extra_context={"mail_is_sent": bool(settings.EMAIL_HOST)}
        ),
        name="account_reset_password",
    ),
    path(
        "password/reset/done/",
        allauth_views.password_reset_done,
        name="account_reset_password_done",
    ),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]{1,20})-(?P<key>[^/]{1,200})/$",
        allauth_views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        allauth_views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    # ---------- One's own account ----------
    path("", owned.overview, name="account_overview"),
    path("email/", owned.email, name="account_address"),
    path("delete/", owned.delete, name="account_delete"),
    path("deleted/", owned.deleted, name="account_deleted"),
]
