"""What the worker does for the newsroom."""

from django.core.management import call_command
from django.db import transaction
from django_tasks import task

from broadsheet.delivery.keys import picture_key, touch
from broadsheet.newsroom.models import CreditedImage
from broadsheet.newsroom.pictures import render_ladder


@task()
def render_picture(image_id: int) -> None:
    """Render a picture's sizes, then let the pages that show it know."""
    image = CreditedImage.objects.filter(pk=image_id).first()
    if image is None:  # deleted meanwhile
        return
    render_ladder(image)
    with transaction.atomic():
        touch(picture_key(image_id))


@task()
def publish_scheduled() -> None:
    """Publish and take down the stories whose set time has come."""
    call_command("publish_scheduled", verbosity=0)
