import pytest
from wagtail.models import Page
from wagtail.search import index

from broadsheet.conftest import MakeStaff, Visitor, WriteStory
from broadsheet.newsroom import roles
from broadsheet.newsroom.models import Article, StoryArchive
from broadsheet.newsroom.policies import is_hidden, visible_pages
from broadsheet.readers.models import User

SECRET = "Whistleblower at the weighbridge"


@pytest.fixture
def secret(write_story: WriteStory, reporter: User) -> Article:
    story = write_story(SECRET, live=False, owner=reporter, is_private=True)
    story.save_revision(user=reporter, log_action=True)
    story.save_revision(user=reporter, log_action=True)
    index.insert_or_update_object(story)  # as the worker does
    return story


@pytest.fixture
def colleague(staff: MakeStaff) -> User:
    return staff("otto", roles.REPORTERS)


def paths_to(story: Article) -> list[str]:
    first, last = story.revisions.order_by("pk")
    page = f"/desk/pages/{story.pk}"
    return [
        f"{page}/",
        f"{page}/edit/",
        f"{page}/edit/preview/",
        f"{page}/view_draft/",
        f"{page}/history/",
        f"{page}/history/results/",
        f"{page}/usage/",
        f"{page}/copy/",
        f"{page}/delete/",
        f"{page}/unpublish/",
        f"{page}/privacy/",
        f"{page}/workflow_history/",
        f"{page}/revisions/{last.pk}/view/",
        f"{page}/revisions/{last.pk}/revert/",
        f"{page}/revisions/compare/{first.pk}...{last.pk}/",
        f"{page}/revisions/compare/earliest...latest/",
        f"{page}/move/",
        f"/desk/choose-page/{story.pk}/",
        f"/desk/choose-page/chosen-multiple/?id={story.pk}",
        f"/desk/bulk/wagtailcore/page/publish/?id={story.pk}",
        f"/desk/bulk/wagtailcore/page/delete/?id={story.pk}",
        "/desk/bulk/wagtailcore/page/publish/?id=all",
        f"/desk/api/main/pages/{story.pk}/",
    ]


def lists() -> list[str]:
    archive = StoryArchive.objects.get().pk
    return [
        "/desk/",
        f"/desk/pages/{archive}/",
        f"/desk/pages/{archive}/?q=weighbridge",
        f"/desk/pages/{archive}/results/?q=weighbridge",
        "/desk/pages/search/?q=weighbridge",
        "/desk/pages/search/results/?q=weighbridge",
        f"/desk/choose-page/{archive}/",
        f"/desk/choose-page/{archive}/?page_type=newsroom.article",
        "/desk/choose-page/search/?q=weighbridge",
        f"/desk/api/main/pages/?child_of={archive}&for_explorer=1",
        f"/desk/api/main/pages/?descendant_of={archive}",
        "/desk/api/main/pages/?search=weighbridge",
        "/desk/reports/aging-pages/",
        "/desk/reports/locked/",
        "/desk/reports/site-history/",
        "/desk/reports/workflow/",
        "/desk/reports/workflow_tasks/",
        "/desk/reports/page-types-usage/",
        "/desk/reports/page-types-usage/results/",
        "/desk/pages/usage/newsroom/article/",
        "/desk/pages/usage/newsroom/article/results/",
    ]


@pytest.mark.parametrize("role", [roles.REPORTERS, roles.MODERATORS])
def test_no_address_shows_a_private_draft_to_others(
    visitor: Visitor, staff: MakeStaff, secret: Article, role: str
) -> None:
    visitor.force_login(staff("otto", role))

    for path in paths_to(secret):
        for answer in (visitor.get(path), visitor.post(path, {"title": "Mine"})):
            assert answer.status_code in (302, 403, 404, 405), path
            assert SECRET not in answer.content.decode(), path
        followed = visitor.get(path, follow=True)
        assert SECRET not in followed.content.decode(), path

    assert Article.objects.get().title == SECRET


@pytest.mark.parametrize("role", [roles.REPORTERS, roles.MODERATORS])
def test_no_list_names_a_private_draft_to_others(
    visitor: Visitor, staff: MakeStaff, secret: Article, role: str
) -> None:
    Page.objects.filter(pk=secret.pk).update(locked=True, locked_by=secret.owner)
    visitor.force_login(staff("otto", role))

    for path in lists():
        assert SECRET not in visitor.get(path, follow=True).content.decode(), path


@pytest.mark.parametrize("path", ["edit/", "edit/preview/", "history/", "view_draft/"])
def test_its_writer_and_the_editors_see_it(
    visitor: Visitor, stranger: Visitor, staff: MakeStaff, secret: Article, path: str
) -> None:
    visitor.force_login(secret.owner)
    stranger.force_login(staff("edda", roles.EDITORS))

    for person in (visitor, stranger):
        assert person.get(f"/desk/pages/{secret.pk}/{path}").status_code == 200


def test_its_writer_and_the_editors_find_it(
    visitor: Visitor, stranger: Visitor, staff: MakeStaff, secret: Article
) -> None:
    archive = StoryArchive.objects.get().pk
    visitor.force_login(secret.owner)
    stranger.force_login(staff("edda", roles.EDITORS))

    for person in (visitor, stranger):
        for path in (
            f"/desk/pages/{archive}/",
            "/desk/pages/search/?q=weighbridge",
            f"/desk/api/main/pages/?child_of={archive}",
        ):
            assert SECRET in person.get(path, follow=True).content.decode(), path


def test_a_draft_that_is_not_private_is_seen_by_colleagues(
    visitor: Visitor, secret: Article, colleague: User
) -> None:
    Article.objects.update(is_private=False)
    visitor.force_login(colleague)

    archive = StoryArchive.objects.get().pk
    assert SECRET in visitor.get(f"/desk/pages/{archive}/", follow=True).content.decode()


def test_once_published_it_is_hidden_from_nobody(secret: Article, colleague: User) -> None:
    assert is_hidden(secret.pk, user=colleague)

    secret.save_revision().publish()

    assert not is_hidden(secret.pk, user=colleague)


def test_what_is_visible(secret: Article, story: Article, colleague: User, editor: User) -> None:
    stories = Article.objects.order_by("pk")

    assert list(visible_pages(colleague, stories)) == [story]
    assert set(visible_pages(secret.owner, stories)) == {secret, story}
    assert set(visible_pages(editor, stories)) == {secret, story}
