"""Addresses of signing in. Only what is needed of allauth's is here: no sign-up, no mail, no password by mail."""

from allauth.account import views as allauth
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from django.urls import path

from zhicheng.web.accounts import tokens, views
from zhicheng.web.shared.pages import page

anybody = page(public=True)
signed_in = page()

urlpatterns = [
    path("login/", anybody(views.sign_in), name="account_login"),
    path("logout/", anybody(allauth.logout), name="account_logout"),
    path("inactive/", anybody(allauth.account_inactive), name="account_inactive"),
    path("demo/", views.demo_sign_in, name="demo-sign-in"),
    path("invitation/<str:secret>/", views.accept_invitation, name="invitation"),
    path("", views.my_account, name="my-account"),
    path("tokens/", tokens.tokens, name="my-tokens"),
    path("tokens/<int:number>/end/", tokens.end, name="my-token-end"),
    path("reauthenticate/", signed_in(views.password_again), name="account_reauthenticate"),
    path("password/", signed_in(views.change_password), name="account_change_password"),
    path("2fa/", signed_in(views.second_factor), name="mfa_index"),
    path("2fa/authenticate/", anybody(views.code), name="mfa_authenticate"),
    path("2fa/reauthenticate/", signed_in(views.code_once_more), name="mfa_reauthenticate"),
    path("2fa/totp/activate/", signed_in(views.set_up_second_factor), name="mfa_activate_totp"),
    path("2fa/totp/deactivate/", signed_in(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("2fa/recovery-codes/", signed_in(codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("2fa/recovery-codes/generate/", signed_in(codes.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("2fa/recovery-codes/download/", signed_in(codes.download_recovery_codes), name="mfa_download_recovery_codes"),
]
