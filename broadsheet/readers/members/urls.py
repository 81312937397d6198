"""The addresses of members, all beneath `/account/` and private."""

from django.urls import path

from broadsheet.readers.sign_in.loading import page_of

_door = page_of("broadsheet.readers.members.views")
_own = page_of("broadsheet.readers.members.account")
_again = page_of("broadsheet.readers.members.again")

urlpatterns = [
    path("", _own("home"), name="account_home"),
    path("join/", _door("join"), name="account_join"),
    path("join/code/", _door("join_code"), name="account_join_code"),
    path("join/name/", _door("join_name"), name="account_join_name"),
    path("address/", _own("address"), name="account_address"),
    path("address/code/", _own("address_code"), name="account_address_code"),
    path("again/mail/", _again("again"), name="account_again_by_mail"),
    path("again/mail/code/", _again("again_code"), name="account_again_code"),
    path("everything.json", _own("download"), name="account_download"),
    path("erase/", _own("erase_everything"), name="account_erase"),
    path("erased/", _own("erased"), name="account_erased"),
]
