"""Who and what many tests of the newsroom begin with."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client
from PIL import Image

from broadsheet.newsroom.models import CreditedImage, Licence
from broadsheet.newsroom.tests.hung_pictures import JPEG, Hang, developed
from broadsheet.newsroom.tests.strange_files import encoded
from broadsheet.readers.models import User


@pytest.fixture
def media(settings: LazySettings, tmp_path: Path) -> Path:
    """An empty folder for files, of this test alone."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def desk(editor: User, visitor: Client) -> Client:
    """The desk, opened by somebody who may do everything."""
    visitor.force_login(editor)
    return visitor


@pytest.fixture
def hang(newsroom: object, media: Path) -> Hang:
    """Stores a picture that has all it needs, unless a test says otherwise."""

    def hang(**values: Any) -> CreditedImage:
        whole = {"title": "Gate", "alt": "A gate", "credit": "Wen Okafor", "licence": "own"}
        return CreditedImage.objects.create(file=developed(JPEG), **whole | values)

    return hang


@pytest.fixture
def picture(newsroom: object, media: Path) -> CreditedImage:
    """A picture with all it needs, large enough for every size and shape."""
    jpeg = encoded(Image.new("RGB", (1600, 1300), "navy"), "JPEG")
    return CreditedImage.objects.create(
        title="dsc_0001",
        file=developed(jpeg),
        alt="A storm gate",
        credit="Photo: Wen Okafor",
        licence=Licence.OWN,
    )
