import pytest
from django.conf import settings
from django.test import Client

pytestmark = pytest.mark.django_db


def test_another_host_is_sent_to_the_canonical_one() -> None:
    response = Client(HTTP_HOST="evil.example").get("/stories/x/?sort=oldest")

    assert response.status_code == 308
    assert response.headers["Location"] == f"{settings.SITE_ADDRESS}/stories/x/?sort=oldest"


def test_a_post_to_another_host_is_refused() -> None:
    response = Client(HTTP_HOST="evil.example").post("/stories/x/comments/")

    assert response.status_code == 421


def test_loopbacks_other_names_answer_too(newsroom: object) -> None:
    port = settings.SITE_ADDRESS.rsplit(":", 1)[1]

    assert Client(HTTP_HOST=f"localhost:{port}").get("/").status_code == 200


def test_no_host_at_all_is_redirected_as_well() -> None:
    assert Client(HTTP_HOST="").get("/").status_code == 308
