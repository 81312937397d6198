"""Two people open the same story; nothing that either has written may be lost."""

import re
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Page, Revision

from broadsheet.conftest import MakeStaff, WriteStory, new_visitor
from broadsheet.newsroom.models import Article, FrontPage
from broadsheet.newsroom.roles import EDITORS
from broadsheet.newsroom.tests.desk_forms import edit_path, open_form

BUTTONS = {
    "save": {},
    "publish": {"action-publish": "1"},
    "submit": {"action-submit": "1"},
}


@pytest.fixture
def wen(staff: MakeStaff) -> Client:
    return signed_in(staff, "wen")


@pytest.fixture
def noor(staff: MakeStaff) -> Client:
    return signed_in(staff, "noor")


@pytest.fixture
def overtaken(wen: Client, noor: Client, story: Article) -> dict[str, Any]:
    """Wen's form of the story, opened before Noor saved a headline of hers."""
    opened = open_form(wen, story)
    save(noor, story, open_form(noor, story), title="Noor's headline")
    return opened


def signed_in(staff: MakeStaff, name: str) -> Client:
    client = new_visitor()
    client.force_login(staff(name, EDITORS))
    return client


def latest_of(story: Article) -> Article:
    found: Article = Article.objects.get(pk=story.pk).get_latest_revision_as_object()
    return found


def save(client: Client, story: Article, form: dict[str, Any], **changes: Any) -> Any:
    return client.post(edit_path(story), form | changes)


def test_a_save_by_whoever_has_the_latest_version_goes_through(wen: Client, story: Article) -> None:
    response = save(wen, story, open_form(wen, story), title="The gate is mended")

    assert response.status_code == 302
    assert latest_of(story).title == "The gate is mended"


@pytest.mark.parametrize("button", BUTTONS)
def test_a_save_over_anothers_newer_version_is_refused(
    wen: Client, story: Article, overtaken: dict[str, Any], button: str
) -> None:

    response = save(wen, story, overtaken | BUTTONS[button], title="Wen's headline")

    assert response.status_code == 409
    assert latest_of(story).title == "Noor's headline"
    assert Article.objects.get(pk=story.pk).title == story.title
    assert 'value="Wen&#x27;s headline"' in response.text


@pytest.mark.one_database
def test_the_refusal_says_who_and_shows_both_versions_side_by_side(
    wen: Client, noor: Client, story: Article
) -> None:
    opened = open_form(wen, story)
    save(noor, story, open_form(noor, story), standfirst="A bolt is missing.")

    page = save(wen, story, opened, standfirst="A bolt is loose.").text

    shown = page[page.index("desk-stale") : page.index('id="page-edit-form"')]
    assert "<strong>noor</strong> saved it" in shown
    assert "Standfirst" in shown
    assert re.search(r'<span class="deletion">[^<]*missing', shown)
    assert re.search(r'<span class="addition">[^<]*loose', shown)
    assert '<th scope="row">Title</th>' not in shown


@pytest.mark.one_database
def test_text_and_bylines_are_compared_too(
    wen: Client, story: Article, overtaken: dict[str, Any]
) -> None:

    text = overtaken["body-0-value"].replace("worn", "broken")
    changed = {"body-0-value": text, "bylines-0-DELETE": "1"}
    page = save(wen, story, overtaken, **changed).text

    shown = page[page.index("desk-stale") : page.index('id="page-edit-form"')]
    assert '<span class="addition">broken</span>' in shown
    assert "Inès Calloway" in shown


@pytest.mark.one_database
def test_of_a_long_text_only_what_differs_is_shown(
    wen: Client, noor: Client, write_story: WriteStory
) -> None:
    paragraphs = ("The pin has rusted.", "The ferry sails at ten.", "Oysters were counted.")
    story = write_story(body=[("text", f"<p>{words}</p>") for words in paragraphs])
    opened = open_form(wen, story)
    save(noor, story, open_form(noor, story), title="Noor's headline")

    text = opened["body-1-value"].replace("ten", "noon")
    page = save(wen, story, opened, **{"body-1-value": text}).text

    shown = page[page.index("desk-stale") : page.index('id="page-edit-form"')]
    assert re.search(r"<span class=\"addition\">[^<]*noon", shown)
    assert "Oysters were counted" not in shown
    assert "The pin has rusted" not in shown


@pytest.mark.one_database
def test_paragraphs_that_the_editor_has_numbered_anew_are_no_difference(
    wen: Client, story: Article, overtaken: dict[str, Any]
) -> None:
    renumbered = re.sub(r'"key": "\w+"', '"key": "other"', overtaken["body-0-value"])

    page = save(wen, story, overtaken, **{"body-0-value": renumbered}).text

    shown = page[page.index("desk-stale") : page.index('id="page-edit-form"')]
    assert '<th scope="row">Title</th>' in shown
    assert '<th scope="row">Body</th>' not in shown


def test_keeping_mine_overwrites_knowingly_and_loses_nothing(
    wen: Client, story: Article, overtaken: dict[str, Any]
) -> None:
    refused = save(wen, story, overtaken, title="Wen's headline")

    response = save(wen, story, overtaken, title="Wen's headline", keep_mine=choice(refused.text))

    assert response.status_code == 302
    assert latest_of(story).title == "Wen's headline"
    kept = Revision.objects.filter(object_id=str(story.pk)).values_list("object_str", flat=True)
    assert "Noor's headline" in kept


def test_the_refused_form_is_refused_again_until_its_writer_has_chosen(
    wen: Client, story: Article, overtaken: dict[str, Any]
) -> None:
    refused = save(wen, story, overtaken, title="Wen's headline").text
    hidden = dict(re.findall(r'name="(loaded_revision\w+)" value="([^"]*)"', refused))

    response = save(wen, story, overtaken | hidden, title="Wen's headline")

    assert response.status_code == 409
    assert latest_of(story).title == "Noor's headline"


def test_a_choice_made_over_one_version_does_not_hold_for_the_next(
    wen: Client, noor: Client, story: Article, overtaken: dict[str, Any]
) -> None:
    chosen = choice(save(wen, story, overtaken, title="Wen's headline").text)
    save(noor, story, open_form(noor, story), title="Noor's second headline")

    response = save(wen, story, overtaken, title="Wen's headline", keep_mine=chosen)

    assert response.status_code == 409
    assert latest_of(story).title == "Noor's second headline"


def test_a_script_that_saves_by_itself_is_refused_in_its_own_terms(
    wen: Client, story: Article, overtaken: dict[str, Any]
) -> None:

    response = wen.post(edit_path(story), overtaken, headers={"accept": "application/json"})

    assert response.json()["error_code"] == "invalid_revision"
    assert latest_of(story).title == "Noor's headline"


def test_a_save_over_ones_own_newer_version_from_another_window_is_refused(
    wen: Client, story: Article
) -> None:
    opened = open_form(wen, story)
    save(wen, story, open_form(wen, story), title="The second window")

    response = save(wen, story, opened, title="The first window")

    assert response.status_code == 409
    assert "You saved it yourself, in another window" in response.text


def test_after_an_autosave_ones_own_version_may_be_saved_over(wen: Client, story: Article) -> None:
    opened = open_form(wen, story)
    autosaved = wen.post(edit_path(story), opened, headers={"accept": "application/json"}).json()

    own = {"overwrite_revision_id": autosaved["revision_id"]}
    response = save(wen, story, opened | own, title="Wen's headline")

    assert response.status_code == 302
    assert latest_of(story).title == "Wen's headline"


def test_anothers_autosave_in_the_same_revision_makes_a_form_stale(
    wen: Client, noor: Client, story: Article
) -> None:
    first = open_form(noor, story)
    headers = {"accept": "application/json"}
    own = noor.post(edit_path(story), first, headers=headers).json()["revision_id"]
    opened = open_form(wen, story)
    again = first | {"overwrite_revision_id": own, "title": "Noor's headline"}
    noor.post(edit_path(story), again, headers=headers)

    response = save(wen, story, opened, title="Wen's headline")

    assert response.status_code == 409
    assert latest_of(story).title == "Noor's headline"


def test_a_form_opened_before_the_first_version_is_stale_after_it(
    wen: Client, noor: Client, newsroom: FrontPage
) -> None:
    assert newsroom.latest_revision is None
    form = {
        "seo_title": "",
        "search_description": "",
        **{f"{name}-{count}": "0" for name in ("seconds", "sections") for count in COUNTS},
    }
    assert noor.post(edit_path(newsroom), form).status_code == 302

    assert wen.post(edit_path(newsroom), form).status_code == 409


COUNTS = ("TOTAL_FORMS", "INITIAL_FORMS")


def test_going_back_to_an_old_version_is_refused_over_a_newer_one(
    wen: Client, story: Article, overtaken: dict[str, Any]
) -> None:
    old = story.latest_revision_id

    response = wen.post(f"/desk/pages/{story.pk}/revisions/{old}/revert/", overtaken)

    assert response.status_code == 409
    assert latest_of(story).title == "Noor's headline"


@pytest.mark.one_database
def test_what_was_typed_comes_back_even_with_mistakes_in_it(
    wen: Client, story: Article, overtaken: dict[str, Any]
) -> None:

    response = save(wen, story, overtaken, slug="no slug at all!", standfirst="Kept.")

    assert response.status_code == 409
    assert "Yours has mistakes" in response.text
    assert "Kept." in response.text


def test_publishing_many_is_refused_for_what_was_saved_since_it_was_listed(
    wen: Client, noor: Client, write_story: WriteStory
) -> None:
    story = write_story("The gate holds", live=False)
    story.save_revision()
    path = f"/desk/bulk/wagtailcore/page/publish/?id={story.pk}"
    seen = re.search(r'name="seen" value="([^"]*)"', wen.get(path).text)
    assert seen
    confirmed = {"seen": seen[1].replace("&quot;", '"')}
    save(noor, story, open_form(noor, story), title="Noor's headline")

    wen.post(path, confirmed)
    assert not Page.objects.get(pk=story.pk).live

    again = re.search(r'name="seen" value="([^"]*)"', wen.get(path).text)
    assert again
    wen.post(path, {"seen": again[1].replace("&quot;", '"')})
    assert Page.objects.get(pk=story.pk).live


def test_a_stranger_cannot_learn_from_a_refusal_what_is_stored(
    stranger: Client, wen: Client, story: Article, overtaken: dict[str, Any]
) -> None:

    response = save(stranger, story, overtaken, title="A stranger's")

    assert response.status_code == 302
    assert "Noor" not in response.text


def choice(page: str) -> str:
    found = re.search(r'name="keep_mine" value="([^"]*)"', page)
    assert found
    return found[1]
