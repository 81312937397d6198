"""What an operator is told, what is deleted in the end, and how the worker comes to send."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail

from broadsheet.lib.jobs.models import Job
from broadsheet.lib.jobs.work import claim_job, run_job
from broadsheet.notices import jobs
from broadsheet.notices.health import MailHealth, mail_health
from broadsheet.notices.models import Notice, Sending
from broadsheet.notices.sending import send_due
from broadsheet.notices.tests.conftest import ANN, BOB, Tell, minutes
from broadsheet.notices.tests.post_office import PostOffice
from broadsheet.notices.tidying import KEEP_ENDED, KEEP_WAITING, prune_notices

A_SECOND = timedelta(seconds=1)


def test_a_site_without_letters_is_well(db: None, now: datetime) -> None:
    assert mail_health(now=now) == MailHealth("", "", 0, None)


def test_the_newest_failure_and_the_oldest_late_letter_are_said(
    post_office: PostOffice, tell: Tell, now: datetime
) -> None:
    post_office.at_rcpt = ["550 5.1.1 unknown", "554 5.4.6 routing loop", "450 busy"]
    for address in (ANN, BOB, "cy@lantern.example"):
        tell("comment:1", address)
    send_due(now=now)

    health = mail_health(now=now + minutes(61))

    assert (health.failed, health.newest_failure) == (2, "554 5.4.6 routing loop")
    assert health.oldest_late_at == now
    assert mail_health(now=now + minutes(59)).oldest_late_at is None


def test_a_broken_line_is_said(post_office: PostOffice, tell: Tell, now: datetime) -> None:
    post_office.at_rcpt = ["421 shutting down"]
    tell("comment:1")
    send_due(now=now)

    assert mail_health(now=now).line_reason == "421 shutting down"


def test_what_was_told_a_month_ago_is_deleted(tell: Tell, now: datetime) -> None:
    tell("comment:1")
    send_due(now=now)

    prune_notices(now=now + KEEP_ENDED)
    assert Notice.objects.exists()
    prune_notices(now=now + KEEP_ENDED + A_SECOND)
    assert not Notice.objects.exists()
    assert not Sending.objects.exists()


def test_what_could_not_be_told_for_two_weeks_is_given_up(
    tell: Tell, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    tell("comment:1", at=now)

    prune_notices(now=now + KEEP_WAITING)
    assert Notice.objects.exists()
    prune_notices(now=now + KEEP_WAITING + A_SECOND)
    assert not Notice.objects.exists()
    assert "given up: 1." in caplog.text


def test_the_round_only_orders_the_sending_and_only_where_something_is_due(
    tell: Tell, now: datetime, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(2):
        jobs.send.call()
    assert not Job.objects.exists()

    tell("comment:1")
    jobs.send.call()
    jobs.send.call()

    assert Job.objects.get().task_path == "broadsheet.notices.jobs.send_letters"
    assert mail.outbox == []
    job = claim_job(now=datetime.now(now.tzinfo))
    assert job is not None
    run_job(job)
    assert [letter.to for letter in mail.outbox] == [[ANN]]
