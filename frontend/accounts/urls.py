"""Accounts, the invitation, the welcome, and enrolling. No other page of allauth is reachable."""

from django.conf import settings
from django.urls import path

from frontend.pages import (
    about_you,
    account,
    accounts,
    again,
    consent,
    demo,
    enrol,
    invitation,
    passkey_offer,
    reminders,
    second_factor,
)

factor_urls = [
    path("sign-in/passkey", second_factor.SignInByPasskey.as_view(), name="mfa_login_webauthn"),
    path("sign-in/second", second_factor.ShowFactor.as_view(), name="mfa_authenticate"),
    path("sign-in/again", second_factor.AgainByPassword.as_view(), name="account_reauthenticate"),
    path("sign-in/again/code", second_factor.AgainByFactor.as_view(), name="mfa_reauthenticate"),
    path(
        "sign-in/again/passkey",
        second_factor.AgainByPasskey.as_view(),
        name="mfa_reauthenticate_webauthn",
    ),
    path("sign-in/fresh", again.again, name="again"),
    path("account", account.Account.as_view(), name="mfa_index"),
    path("account/sessions", account.end_session, name="sessions"),
    path("account/app", second_factor.SetUpApp.as_view(), name="mfa_activate_totp"),
    path("account/app/remove", second_factor.RemoveApp.as_view(), name="mfa_deactivate_totp"),
    path("account/codes", second_factor.RecoveryCodes.as_view(), name="mfa_view_recovery_codes"),
    path(
        "account/codes/new",
        second_factor.NewRecoveryCodes.as_view(),
        name="mfa_generate_recovery_codes",
    ),
    path("account/passkeys/new", second_factor.AddPasskey.as_view(), name="mfa_add_webauthn"),
    path(
        "account/passkeys/<int:pk>/remove",
        second_factor.RemovePasskey.as_view(),
        name="mfa_remove_webauthn",
    ),
]

account_urls = [
    *factor_urls,
    path("sign-in", accounts.SignIn.as_view(), name="account_login"),
    path("sign-in", accounts.SignIn.as_view(), name="account_request_login_code"),
    path("sign-in/password", accounts.SignInByPassword.as_view(), name="sign_in_by_password"),
    path("sign-in/code", accounts.EnterCode.as_view(), name="account_confirm_login_code"),
    path("sign-in/verify", accounts.VerifyEmail.as_view(), name="account_email_verification_sent"),
    path("sign-in/closed", accounts.closed, name="account_inactive"),
    path("sign-up", accounts.by_invitation, name="account_signup"),
    path("sign-out", accounts.SignOut.as_view(), name="account_logout"),
    path("password", accounts.ChangePassword.as_view(), name="account_change_password"),
    path("password/new", accounts.SetPassword.as_view(), name="account_set_password"),
    path("password/done", accounts.password_done, name="account_password_reset_completed"),
    path("password/forgot", accounts.ForgotPassword.as_view(), name="account_reset_password"),
    path(
        "password/forgot/code",
        accounts.ForgotPasswordCode.as_view(),
        name="account_confirm_password_reset_code",
    ),
    path(
        "password/forgot/new",
        accounts.ForgotPasswordNew.as_view(),
        name="account_complete_password_reset",
    ),
    path("i/<str:token>", invitation.open_link, name="invitation_link"),
    path("invitation", invitation.show, name="invitation"),
    path("invitation/birth", invitation.birth, name="invitation_birth"),
    path("invitation/not-me", invitation.refuse, name="invitation_refuse"),
    path("invitation/account", invitation.account, name="invitation_account"),
    path("invitation/code", invitation.code, name="invitation_code"),
    path("welcome", consent.welcome, name="welcome"),
    path("welcome/about-you", about_you.about_you, name="about_you"),
    path("welcome/reminder-time", reminders.first_hour, name="reminder-time"),
    path("welcome/next-time", passkey_offer.passkey_offer, name="passkey-offer"),
    path("welcome/<str:kind>", consent.consent, name="consent"),
    path("clinic/enrol", enrol.enrol, name="enrol"),
    path("clinic/patients/<uuid:pk>/invite", enrol.invite_again, name="invite-patient"),
]
if settings.FADEWELL_DEMO:
    account_urls.append(path("sign-in/demo", demo.sign_in_as, name="demo_sign_in"))
