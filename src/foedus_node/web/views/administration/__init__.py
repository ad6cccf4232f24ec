"""Administration: who signs in and may do what, keys and addresses, approval, kinds, backups, what was done.

What an office says to the other parties is no part of it: that is signed, on other pages.
"""

from django.urls import path

from foedus_node.web.views.administration import (
    accounts,
    addresses,
    approval,
    backups,
    deeds,
    keys,
    kinds,
    renewing,
    rights,
    second_factor,
)

urlpatterns = [
    path("administration", accounts.accounts, name="administration"),
    path("administration/new", accounts.new, name="account-new"),
    path("administration/account/<int:number>", accounts.account, name="account"),
    path("administration/account/<int:number>/give", accounts.give, name="account-give"),
    path("administration/account/<int:number>/take", accounts.take, name="account-take"),
    path("administration/account/<int:number>/change", accounts.change, name="account-change"),
    path("administration/keys", keys.keys, name="keys"),
    path("administration/keys/renew", renewing.renew, name="keys-renew"),
    path("administration/keys/asked", renewing.asked, name="keys-asked"),
    path("administration/keys/finish", renewing.finish, name="keys-finish"),
    path("administration/keys/asked/<slug:name>", renewing.file, name="keys-request"),
    path("administration/addresses", addresses.addresses, name="addresses"),
    path("administration/addresses/forget", addresses.forget, name="address-forget"),
    path("administration/approval", approval.approval, name="approval"),
    path("administration/approval/require", approval.require, name="approval-require"),
    path("administration/approval/remove", approval.remove, name="approval-remove"),
    path("administration/second-factor", second_factor.required, name="second-factor"),
    path("administration/kinds", kinds.kinds, name="kinds"),
    path("administration/kinds/<slug:name>", kinds.kind, name="kind"),
    path("administration/kinds/<slug:name>/forget", kinds.forget, name="kind-forget"),
    path("administration/backups", backups.backups, name="backups"),
    path("administration/backups/<slug:name>", backups.file, name="backup-file"),
    path("administration/backups/<slug:name>/remove", backups.remove, name="backup-remove"),
    path("administration/deeds", deeds.deeds, name="deeds"),
    path("rights", rights.rights, name="rights"),
]
