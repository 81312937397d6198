from wagtail.users.models import UserProfile

from broadsheet.newsroom.models import FrontPage, NewsroomSettings
from broadsheet.readers.models import User


def zone_of(user: User) -> str:
    return str(UserProfile.get_for_user(user).get_current_time_zone())


def test_the_desk_is_in_the_newsrooms_zone(newsroom: FrontPage, editor: User) -> None:
    assert zone_of(editor) == "UTC"

    settings = NewsroomSettings.load()
    settings.time_zone = "America/New_York"
    settings.save()

    assert zone_of(User.objects.get(pk=editor.pk)) == "America/New_York"


def test_so_is_whoever_comes_later(newsroom: FrontPage) -> None:
    settings = NewsroomSettings.load()
    settings.time_zone = "Asia/Tokyo"
    settings.save()

    assert zone_of(User.objects.create_user("later", password="a long password 9")) == "Asia/Tokyo"
