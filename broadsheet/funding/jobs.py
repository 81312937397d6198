"""What the worker does for the funding."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django_tasks import task

from broadsheet.delivery.keys import CAMPAIGNS, touch
from broadsheet.funding.models import Campaign

# Longer than the round's own time, so that no beginning is missed; touching twice is harmless.
LOOK_BACK = timedelta(seconds=60)


@task()
def notice_turns() -> None:
    """Let the pages know of campaigns that have just begun or ended by the clock."""
    now = timezone.now()
    just_now = (now - LOOK_BACK, now)
    turned = Q(starts_at__range=just_now) | Q(ends_at__range=just_now)
    if Campaign.objects.filter(turned).exists():
        with transaction.atomic():
            touch(CAMPAIGNS)
