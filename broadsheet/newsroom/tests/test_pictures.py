from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.core.files.images import ImageFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image
from wagtail.images.rect import Rect

from broadsheet.conftest import WriteStory
from broadsheet.delivery.models import Touched
from broadsheet.lib.jobs.models import Job, JobState
from broadsheet.lib.jobs.work import claim_job, run_job
from broadsheet.newsroom.models import CreditedImage, Licence
from broadsheet.newsroom.models.images import LADDER_WIDTHS
from broadsheet.newsroom.pictures import pictures_of
from broadsheet.newsroom.tests.hung_pictures import developed
from broadsheet.newsroom.tests.strange_files import encoded

pytestmark = [pytest.mark.one_database, pytest.mark.usefixtures("media")]


@pytest.fixture
def picture(newsroom: object) -> CreditedImage:
    jpeg = encoded(Image.new("RGB", (1200, 675), "navy"), "JPEG")
    return CreditedImage.objects.create(
        title="dsc_0001",
        file=developed(jpeg),
        alt="A storm gate",
        caption="The gate at noon.",
        credit="Photo: Wen Okafor",
        licence=Licence.OWN,
    )


def work_off_the_queue() -> None:
    while (job := claim_job(now=timezone.now())) is not None:
        run_job(job)


def test_a_hero_stands_with_its_words_before_its_sizes_are_rendered(
    visitor: Client, write_story: WriteStory, picture: CreditedImage
) -> None:
    write_story("With a hero", hero=picture)

    page = visitor.get("/stories/with-a-hero/").text

    assert 'alt="A storm gate"' in page
    assert "The gate at noon." in page
    assert "Photo: Wen Okafor" in page
    assert 'width="1200" height="675"' in page
    assert "dsc_0001" not in page


def test_the_worker_renders_the_sizes_and_the_pages_change(
    visitor: Client, write_story: WriteStory, picture: CreditedImage
) -> None:
    write_story("With a hero", hero=picture)
    assert "srcset" not in visitor.get("/stories/with-a-hero/").text
    Touched.objects.all().delete()

    work_off_the_queue()

    page = visitor.get("/stories/with-a-hero/")
    assert " 480w, " in page.text
    assert Touched.objects.filter(key=f"picture:{picture.pk}").exists()
    assert f"picture:{picture.pk}" in page.headers["Surrogate-Key"].split()


def test_a_story_with_a_hero_renders_no_picture_while_a_reader_waits(
    visitor: Client, write_story: WriteStory, picture: CreditedImage
) -> None:
    write_story("With a hero", hero=picture)

    visitor.get("/stories/with-a-hero/")

    assert picture.renditions.count() == 0


def test_a_picture_deleted_meanwhile_is_no_failure(picture: CreditedImage) -> None:
    picture.delete()

    work_off_the_queue()

    assert Job.objects.get(task_path__endswith="render_picture").state == JobState.DONE


def test_a_picture_in_the_text_stands_with_its_words(
    visitor: Client, write_story: WriteStory, picture: CreditedImage
) -> None:
    write_story("With a figure", body=[("text", "<p>Before.</p>"), ("image", picture)])

    page = visitor.get("/stories/with-a-figure/").text

    assert "<figcaption>The gate at noon." in page


def a_picture(size: tuple[int, int], **values: Any) -> CreditedImage:
    jpeg = BytesIO()
    Image.new("RGB", size, "navy").save(jpeg, "JPEG")
    file = ImageFile(jpeg, name="gate.jpg")
    return CreditedImage.objects.create(title="Gate", file=file, **values)


@pytest.mark.parametrize("width", [200, 480, 700, 3000])
def test_nothing_is_enlarged(newsroom: object, width: int) -> None:
    picture = a_picture((width, width // 2))
    rungs = sorted({min(width, rung) for rung in LADDER_WIDTHS})

    work_off_the_queue()

    ladder = picture.renditions.filter(filter_spec__startswith="width-").order_by("width")
    assert list(ladder.values_list("width", flat=True)) == rungs
    assert pictures_of([picture])[picture.pk].width == rungs[-1]


def test_the_shapes_for_other_sites_are_given_where_they_are_asked_for(newsroom: object) -> None:
    picture, other = a_picture((3000, 2000)), a_picture((3000, 2000))
    work_off_the_queue()

    with CaptureQueriesContext(connection) as queries:
        found = pictures_of([picture, other, None], with_shares=[picture, None])

    assert len(queries) == 1
    shapes = [(share.width, share.height) for share in found[picture.pk].shares]
    assert shapes == [(1200, 675), (1200, 900), (1200, 1200)]
    assert all(share.src.endswith(".jpg") for share in found[picture.pk].shares)
    assert found[other.pk].shares == ()


def test_a_picture_smaller_than_a_shape_is_cut_to_it_and_not_enlarged(newsroom: object) -> None:
    picture = a_picture((600, 600))
    work_off_the_queue()

    shares = pictures_of([picture], with_shares=[picture])[picture.pk].shares

    assert [(share.width, share.height) for share in shares] == [(600, 338), (600, 450), (600, 600)]


def test_a_moved_focal_point_makes_the_shapes_anew_and_throws_the_old_away(
    newsroom: object,
) -> None:
    picture = a_picture((3000, 1000))
    work_off_the_queue()
    before = pictures_of([picture], with_shares=[picture])[picture.pk].shares

    picture.set_focal_point(Rect.from_point(2900, 500, 100, 100))
    picture.save()
    picture.refresh_from_db()  # as whole numbers
    assert pictures_of([picture], with_shares=[picture])[picture.pk].shares == ()
    work_off_the_queue()

    after = pictures_of([picture], with_shares=[picture])[picture.pk].shares
    assert len(after) == 3
    assert {share.src for share in before}.isdisjoint(share.src for share in after)
    assert picture.renditions.filter(filter_spec__startswith="fill-").count() == 3


def test_a_picture_without_an_end_costs_no_query_for_the_day(newsroom: object) -> None:
    lasting, ending = a_picture((64, 36)), a_picture((64, 36), licence_ends_on=date(2099, 1, 1))

    with CaptureQueriesContext(connection) as one:
        pictures_of([lasting])
    with CaptureQueriesContext(connection) as two:
        pictures_of([ending])

    assert (len(one), len(two)) == (1, 2)
