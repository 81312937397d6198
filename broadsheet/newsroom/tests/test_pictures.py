from io import BytesIO
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.files.images import ImageFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from broadsheet.conftest import WriteStory
from broadsheet.delivery.models import Touched
from broadsheet.lib.jobs.models import Job, JobState
from broadsheet.lib.jobs.work import claim_job, run_job
from broadsheet.newsroom.models import CreditedImage


@pytest.fixture(autouse=True)
def media(settings: LazySettings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def picture(newsroom: object) -> CreditedImage:
    jpeg = BytesIO()
    Image.new("RGB", (1200, 675), "navy").save(jpeg, "JPEG")
    return CreditedImage.objects.create(
        title="dsc_0001",
        file=ImageFile(jpeg, name="gate.jpg"),
        alt="A storm gate",
        caption="The gate at noon.",
        credit="Photo: Wen Okafor",
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
