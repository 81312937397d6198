"""What editors and the schedule do."""

from datetime import datetime, timedelta

from wagtail.contrib.redirects.models import Redirect
from wagtail.models import PageViewRestriction

from broadsheet.newsroom.jobs import publish_scheduled, render_picture
from broadsheet.newsroom.models import (
    Article,
    Author,
    Byline,
    Correction,
    FrontPage,
    FrontSecond,
    FrontSection,
    InfoPage,
    MostRead,
    NavigationLink,
    NewsroomSettings,
    ReadsOfHour,
    StoryArchive,
    Topic,
)
from broadsheet.newsroom.reads.ranking import rank
from broadsheet.site.tests.made_of.paper import Paper
from broadsheet.site.tests.made_of.writes.table import write


@write
def a_story_is_published(paper: Paper, now: datetime) -> None:
    _new_story(paper).save_revision().publish()


@write
def a_draft_is_written(paper: Paper, now: datetime) -> None:
    paper.gate.title = "Not yet"
    paper.gate.save_revision()


@write
def a_headline_is_edited(paper: Paper, now: datetime) -> None:
    paper.gate.title = "The gate holds"
    paper.gate.save_revision().publish()


@write
def a_body_is_edited(paper: Paper, now: datetime) -> None:
    paper.gate.body = [("text", "<p>The gate has a new hinge.</p>")]
    paper.gate.save_revision().publish()


@write
def a_story_is_withdrawn(paper: Paper, now: datetime) -> None:
    paper.gate.unpublish()


@write
def a_story_is_deleted(paper: Paper, now: datetime) -> None:
    Article.objects.get(pk=paper.hinge.pk).delete()


@write
def a_story_is_renamed(paper: Paper, now: datetime) -> None:
    paper.gate.slug = "the-gate"
    paper.gate.save_revision().publish()


@write
def a_story_moves_to_another_topic(paper: Paper, now: datetime) -> None:
    paper.hinge.topic = paper.schools
    paper.hinge.save_revision().publish()


@write
def a_story_is_in_one_more_topic(paper: Paper, now: datetime) -> None:
    paper.hinge.also_in.set([paper.schools])
    paper.hinge.save_revision().publish()


@write
def a_story_gets_another_author(paper: Paper, now: datetime) -> None:
    paper.gate.bylines.set([Byline(author=paper.wen)])
    paper.gate.save_revision().publish()


@write
def a_story_is_made_private(paper: Paper, now: datetime) -> None:
    PageViewRestriction.objects.create(page=paper.gate, restriction_type="login")


@write
def a_correction_is_made(paper: Paper, now: datetime) -> None:
    paper.hinge.corrections.add(Correction(was_wrong="Steel.", is_right="Iron.", corrected_at=now))
    paper.hinge.save_revision().publish()


@write
def a_schedule_comes(paper: Paper, now: datetime) -> None:
    paper.hinge.expire_at = now - timedelta(seconds=1)
    Article.objects.filter(pk=paper.hinge.pk).update(expire_at=paper.hinge.expire_at)
    story = _new_story(paper)
    story.go_live_at = now + timedelta(days=1)
    revision = story.save_revision()
    revision.publish()
    type(revision).objects.filter(pk=revision.pk).update(approved_go_live_at=paper.hinge.expire_at)
    publish_scheduled.call()


@write
def the_words_of_a_picture_are_edited(paper: Paper, now: datetime) -> None:
    paper.worn.alt, paper.worn.credit = "The gate at low tide", "Inès"
    paper.worn.save()


@write
def a_portrait_is_edited(paper: Paper, now: datetime) -> None:
    paper.face.alt = "Inès at work"
    paper.face.save()


@write
def a_picture_is_taken_out(paper: Paper, now: datetime) -> None:
    paper.gate.hero = None
    paper.gate.save_revision().publish()


@write
def the_sizes_of_a_picture_are_rendered(paper: Paper, now: datetime) -> None:
    render_picture.call(image_id=paper.worn.pk)


@write
def a_licence_is_made_to_end_before(paper: Paper, now: datetime) -> None:
    paper.face.licence_ends_on = (now + timedelta(days=9)).date()
    paper.face.save()


@write
def a_document_is_renamed(paper: Paper, now: datetime) -> None:
    paper.leaflet.title = "Times"
    paper.leaflet.save()


@write
def a_footer_leads_to_a_story(paper: Paper, now: datetime) -> None:
    settings = NewsroomSettings.load()
    settings.footer_text = f'<p><a linktype="page" id="{paper.gate.pk}">The gate</a></p>'
    settings.save()


@write
def a_story_in_the_footer_is_withdrawn(paper: Paper, now: datetime) -> None:
    paper.boat.unpublish()


@write
def an_author_says_more_of_herself(paper: Paper, now: datetime) -> None:
    paper.ines.bio = "Edits the Lantern."
    paper.ines.save()


@write
def an_author_changes_her_name(paper: Paper, now: datetime) -> None:
    paper.ines.name = "Inès Marlowe"
    paper.ines.save()


@write
def an_author_is_new(paper: Paper, now: datetime) -> None:
    Author.objects.create(name="Ode Lind", slug="ode")


@write
def a_topic_is_described(paper: Paper, now: datetime) -> None:
    paper.harbour.description = "Quays and ships."
    paper.harbour.save()


@write
def a_topic_is_renamed(paper: Paper, now: datetime) -> None:
    paper.harbour.name = "Waterfront"
    paper.harbour.save()


@write
def a_topic_is_new(paper: Paper, now: datetime) -> None:
    Topic.objects.create(name="Markets", slug="markets")


@write
def the_front_page_is_composed(paper: Paper, now: datetime) -> None:
    front = FrontPage.objects.get()
    front.lead = paper.bus
    front.seconds.set([FrontSecond(article=paper.hinge)])
    front.sections.set([FrontSection(topic=paper.schools)])
    front.save_revision().publish()


@write
def the_front_page_shows_less(paper: Paper, now: datetime) -> None:
    front = FrontPage.objects.get()
    front.shows_most_read = front.shows_most_discussed = False
    front.save_revision().publish()


@write
def the_paper_is_renamed(paper: Paper, now: datetime) -> None:
    settings = NewsroomSettings.load()
    settings.name = "The Tidewell Lantern"
    settings.save()


@write
def a_banner_is_put_up(paper: Paper, now: datetime) -> None:
    settings = NewsroomSettings.load()
    settings.banner_text, settings.banner_article = "High water", paper.gate
    settings.save()


@write
def the_time_zone_is_changed(paper: Paper, now: datetime) -> None:
    settings = NewsroomSettings.load()
    settings.time_zone = "Pacific/Auckland"
    settings.save()


@write
def the_navigation_is_chosen(paper: Paper, now: datetime) -> None:
    settings = NewsroomSettings.load()
    settings.navigation.set([NavigationLink(page=paper.about)])
    settings.save()


@write
def a_redirect_is_added(paper: Paper, now: datetime) -> None:
    Redirect.add_redirect("/fair", "/stories/gate/")


@write
def a_plain_page_is_edited(paper: Paper, now: datetime) -> None:
    paper.about.body = "<p>All of us.</p>"
    paper.about.save_revision().publish()


@write
def a_plain_page_is_new(paper: Paper, now: datetime) -> None:
    paper.front.add_child(instance=InfoPage(title="Imprint", slug="imprint"))


@write
def what_is_read_most_changes(paper: Paper, now: datetime) -> None:
    hour = now.replace(minute=0, second=0, microsecond=0)
    for at, story in enumerate((paper.gate, paper.hinge, paper.bus, paper.boat)):
        ReadsOfHour.objects.create(article=story, hour=hour, count=10 + at)
    assert rank(now=now)


@write
def what_is_read_most_stays(paper: Paper, now: datetime) -> None:
    hour = now.replace(minute=0, second=0, microsecond=0)
    for at, (pk,) in enumerate(MostRead.objects.order_by("-place").values_list("article")):
        ReadsOfHour.objects.create(article_id=pk, hour=hour, count=10 + at)
    assert not rank(now=now)


def _new_story(paper: Paper) -> Article:
    story = Article(title="The quay", slug="quay", topic=paper.harbour, live=False)
    story.bylines.set([Byline(author=paper.ines)])
    story.body = [("text", "<p>It is long.</p>")]
    StoryArchive.objects.get().add_child(instance=story)
    return story
