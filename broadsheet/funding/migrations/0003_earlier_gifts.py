from uuid import uuid4

from django.db import migrations
from django.utils.text import slugify


def name_campaigns(apps, schema_editor):
    taken = set()
    for campaign in apps.get_model('funding', 'Campaign').objects.order_by('id'):
        slug = slugify(campaign.title)[:50].strip('-') or 'campaign'
        campaign.slug = f'{slug}-{campaign.pk}' if slug in taken else slug
        taken.add(campaign.slug)
        campaign.save()


def settle_gifts(apps, schema_editor):
    """Gifts were rows of samples alone, without a provider: they become transfers to the bank."""
    from broadsheet.funding.ledger.chain import FIRST, PublicEntry, digest_of

    Entry, Posting = apps.get_model('funding', 'Entry'), apps.get_model('funding', 'Posting')
    previous = FIRST
    number = 0
    for gift in apps.get_model('funding', 'Gift').objects.select_related('campaign').order_by('id'):
        campaign = gift.campaign
        gift.token = uuid4()
        if gift.state != 'settled' or gift.currency != campaign.currency:
            gift.state = 'failed'
            gift.save()
            continue
        number += 1
        gift.settled_at = gift.created_at
        gift.counted_minor, gift.counted_currency = gift.amount_minor, gift.currency
        gift.rate, gift.rate_source = '1', ''
        gift.received_minor, gift.received_currency = gift.amount_minor, gift.currency
        gift.fee_minor = 0
        gift.save()
        accounts = (('bank', None, gift.amount_minor), ('gifts', campaign, -gift.amount_minor))
        public = PublicEntry(
            number=number,
            day=gift.settled_at.date().isoformat(),
            kind='gift',
            campaign=campaign.slug,
            given_minor=gift.amount_minor,
            given_currency=gift.currency,
            rate='1',
            rate_source='',
            postings=tuple(
                (account, of.slug if of else '', gift.currency, amount)
                for account, of, amount in accounts
            ),
        )
        for account, of, amount in accounts:
            Posting.objects.create(
                entry_id=number, campaign=of, kind='gift', account=account,
                currency=gift.currency, amount_minor=amount,
            )
        digest = digest_of(public, previous=previous)
        Entry.objects.create(
            number=number, day=gift.settled_at.date(), kind='gift', campaign=campaign,
            given_minor=gift.amount_minor, given_currency=gift.currency, rate='1',
            previous=previous, digest=digest, source=f'gift:{gift.token}', gift=gift,
            written_at=gift.settled_at,
        )
        previous = digest


def nothing(apps, schema_editor):
    pass


class Migration(migrations.Migration):

    dependencies = [
        ('funding', '0002_gifts_ledger_and_receipts'),
    ]

    operations = [
        migrations.RunPython(name_campaigns, nothing),
        migrations.RunPython(settle_gifts, nothing),
    ]
