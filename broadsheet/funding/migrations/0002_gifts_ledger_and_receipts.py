import broadsheet.funding.models.campaigns
import broadsheet.funding.models.rules
import django.core.validators
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('funding', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Donor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', models.EmailField(blank=True, max_length=254)),
                ('address_key', models.CharField(max_length=64, null=True, unique=True)),
                ('created_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Reversal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('refund', 'Refund'), ('dispute', 'Dispute')], max_length=7)),
                ('state', models.CharField(choices=[('asked', 'Asked for'), ('pending', 'On its way'), ('made', 'Made'), ('failed', 'Failed'), ('open', 'Open'), ('won', 'Won'), ('lost', 'Lost')], max_length=7)),
                ('provider', models.CharField(max_length=20)),
                ('reference', models.CharField(blank=True, max_length=120)),
                ('amount_minor', models.PositiveBigIntegerField(help_text='Of what was charged.')),
                ('why', models.CharField(blank=True, max_length=200)),
                ('created_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='UnmatchedLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('provider', models.CharField(max_length=20)),
                ('reference', models.CharField(max_length=120)),
                ('kind', models.CharField(max_length=40)),
                ('words', models.CharField(blank=True, max_length=200)),
                ('currency', models.CharField(max_length=3)),
                ('amount_minor', models.BigIntegerField(help_text='What it did to the balance, net.')),
                ('seen_at', models.DateTimeField()),
                ('placed_at', models.DateTimeField(blank=True, null=True)),
                ('why', models.CharField(blank=True, max_length=200)),
            ],
        ),
        migrations.RenameField(
            model_name='gift',
            old_name='given_at',
            new_name='created_at',
        ),
        migrations.AddField(
            model_name='campaign',
            name='slug',
            field=models.SlugField(max_length=60, null=True, unique=True),
        ),
        migrations.AddField(
            model_name='gift',
            name='checkout',
            field=models.CharField(blank=True, help_text="The provider's checkout.", max_length=120),
        ),
        migrations.AddField(
            model_name='gift',
            name='checkout_url',
            field=models.URLField(blank=True, max_length=2000),
        ),
        migrations.AddField(
            model_name='gift',
            name='counted_currency',
            field=models.CharField(blank=True, max_length=3),
        ),
        migrations.AddField(
            model_name='gift',
            name='counted_minor',
            field=models.PositiveBigIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='gift',
            name='cover_minor',
            field=models.PositiveBigIntegerField(default=0, help_text='What was added to cover the fee; it never counts.'),
        ),
        migrations.AddField(
            model_name='gift',
            name='fee_minor',
            field=models.BigIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='gift',
            name='look_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='gift',
            name='looks',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='gift',
            name='message',
            field=models.CharField(blank=True, max_length=280),
        ),
        migrations.AddField(
            model_name='gift',
            name='message_state',
            field=models.CharField(choices=[('waiting', 'Waits'), ('shown', 'Shown'), ('taken_off', 'Taken off')], default='waiting', max_length=9),
        ),
        migrations.AddField(
            model_name='gift',
            name='name',
            field=models.CharField(blank=True, max_length=80),
        ),
        migrations.AddField(
            model_name='gift',
            name='name_shown',
            field=models.CharField(choices=[('shown', 'Show my name'), ('hidden', 'Tell the newsroom only'), ('anonymous', 'Tell nobody')], default='anonymous', max_length=9),
        ),
        migrations.AddField(
            model_name='gift',
            name='payment',
            field=models.CharField(blank=True, help_text="The provider's payment.", max_length=120),
        ),
        migrations.AddField(
            model_name='gift',
            name='provider',
            field=models.CharField(default='bank', max_length=20),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='gift',
            name='rate',
            field=models.CharField(blank=True, max_length=24),
        ),
        migrations.AddField(
            model_name='gift',
            name='rate_source',
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddField(
            model_name='gift',
            name='received_currency',
            field=models.CharField(blank=True, max_length=3),
        ),
        migrations.AddField(
            model_name='gift',
            name='received_minor',
            field=models.BigIntegerField(blank=True, help_text='What the provider booked for it, before its fee.', null=True),
        ),
        migrations.AddField(
            model_name='gift',
            name='settled_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='gift',
            name='shows_amount',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='gift',
            name='token',
            field=models.UUIDField(editable=False, null=True, unique=True),
        ),
        migrations.AlterField(
            model_name='gift',
            name='amount_minor',
            field=models.PositiveBigIntegerField(help_text='What counts, without the fee.'),
        ),
        migrations.AlterField(
            model_name='gift',
            name='campaign',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='funding.campaign'),
        ),
        migrations.AlterField(
            model_name='gift',
            name='state',
            field=models.CharField(choices=[('pending', 'Not paid yet'), ('processing', 'On its way'), ('failed', 'Failed'), ('expired', 'Not finished'), ('settled', 'Settled')], default='pending', max_length=10),
        ),
        migrations.CreateModel(
            name='Alarm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('began_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('declined', models.PositiveIntegerField()),
                ('settled', models.PositiveIntegerField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.Value(1), condition=models.Q(('ended_at__isnull', True)), name='one_alarm_at_a_time')],
            },
        ),
        migrations.AddField(
            model_name='gift',
            name='donor',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='funding.donor'),
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('number', models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ('day', models.DateField()),
                ('kind', models.CharField(choices=[('gift', 'Gift'), ('refund', 'Refund'), ('refund_failed', 'Refund that failed'), ('dispute', 'Dispute'), ('dispute_won', 'Dispute won'), ('fee', 'Fee'), ('payout', 'Payout'), ('adjustment', 'Adjustment'), ('correction', 'Correction')], max_length=13)),
                ('given_minor', models.BigIntegerField(default=0)),
                ('given_currency', models.CharField(blank=True, max_length=3)),
                ('rate', models.CharField(blank=True, max_length=24)),
                ('rate_source', models.CharField(blank=True, max_length=40)),
                ('previous', models.CharField(max_length=64)),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('source', models.CharField(max_length=160, unique=True)),
                ('charged_minor', models.BigIntegerField(default=0)),
                ('written_at', models.DateTimeField()),
                ('campaign', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='funding.campaign')),
                ('gift', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='funding.gift')),
            ],
        ),
        migrations.CreateModel(
            name='FundingRules',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_open', models.BooleanField(default=True, verbose_name='takes gifts')),
                ('currencies', models.JSONField(default=broadsheet.funding.models.rules.usual_currencies, validators=[broadsheet.funding.models.rules.require_currencies])),
                ('presets_minor', models.JSONField(default=broadsheet.funding.models.rules.usual_presets, validators=[broadsheet.funding.models.campaigns.require_rising_amounts])),
                ('takes_monthly', models.BooleanField(default=True, verbose_name='offers monthly gifts')),
                ('takes_yearly', models.BooleanField(default=True, verbose_name='offers yearly gifts')),
                ('fee_basis_points', models.PositiveSmallIntegerField(default=290, validators=[django.core.validators.MaxValueValidator(2000)], verbose_name='fee, in hundredths of a percent')),
                ('fee_fixed_minor', models.PositiveIntegerField(default=30, verbose_name="and a fixed fee, in the first currency's smallest unit")),
                ('messages_wait', models.BooleanField(default=True, help_text='Before they are shown on the wall of thanks.', verbose_name='messages wait for the newsroom')),
                ('has_wall', models.BooleanField(default=True, verbose_name='shows the wall of thanks')),
                ('entity', models.CharField(blank=True, help_text='Who receives the gifts; each has receipt numbers of its own.', max_length=120, verbose_name='legal entity')),
                ('entity_address', models.TextField(blank=True, max_length=500, verbose_name='its address')),
                ('tax_words', models.TextField(blank=True, max_length=1000, verbose_name='what receipts say of taxes')),
                ('transfer_words', models.TextField(blank=True, max_length=1000, verbose_name='how to give by bank transfer')),
                ('thanks', models.TextField(blank=True, max_length=1000, verbose_name='words of thanks')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='funding_rules_are_one_row')],
            },
        ),
        migrations.CreateModel(
            name='Ledger',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_rehearsal', models.BooleanField(default=False)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='ledger_is_one_row')],
            },
        ),
        migrations.CreateModel(
            name='Payout',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('provider', models.CharField(max_length=20)),
                ('reference', models.CharField(max_length=120)),
                ('currency', models.CharField(max_length=3)),
                ('amount_minor', models.BigIntegerField()),
                ('state', models.CharField(choices=[('under_way', 'Under way'), ('paid', 'Paid'), ('failed', 'Failed')], max_length=9)),
                ('arrives_on', models.DateField()),
                ('reconciled_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('provider', 'reference'), name='payout_by_reference')],
            },
        ),
        migrations.CreateModel(
            name='Posting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('gift', 'Gift'), ('refund', 'Refund'), ('refund_failed', 'Refund that failed'), ('dispute', 'Dispute'), ('dispute_won', 'Dispute won'), ('fee', 'Fee'), ('payout', 'Payout'), ('adjustment', 'Adjustment'), ('correction', 'Correction')], max_length=13)),
                ('account', models.CharField(max_length=20)),
                ('currency', models.CharField(max_length=3)),
                ('amount_minor', models.BigIntegerField()),
                ('campaign', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='funding.campaign')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='postings', to='funding.entry')),
            ],
        ),
        migrations.CreateModel(
            name='ProviderEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('provider', models.CharField(max_length=20)),
                ('event', models.CharField(max_length=120)),
                ('kind', models.CharField(max_length=80)),
                ('subject', models.CharField(max_length=10)),
                ('reference', models.CharField(max_length=120)),
                ('is_decline', models.BooleanField(default=False)),
                ('received_at', models.DateTimeField()),
                ('done_at', models.DateTimeField(blank=True, null=True)),
                ('look_at', models.DateTimeField(blank=True, null=True)),
                ('looks', models.PositiveSmallIntegerField(default=0)),
                ('error', models.CharField(blank=True, max_length=200)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('done_at__isnull', True)), fields=['look_at'], name='event_to_take_in'), models.Index(condition=models.Q(('is_decline', True)), fields=['received_at'], name='event_of_decline')],
                'constraints': [models.UniqueConstraint(fields=('provider', 'event'), name='event_is_taken_in_once')],
            },
        ),
        migrations.CreateModel(
            name='ReceiptSeries',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('entity', models.CharField(max_length=120)),
                ('year', models.PositiveSmallIntegerField()),
                ('last_number', models.PositiveIntegerField(default=0)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('entity', 'year'), name='series_of_entity_and_year')],
            },
        ),
        migrations.CreateModel(
            name='Receipt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('entity_address', models.TextField(blank=True)),
                ('tax_words', models.TextField(blank=True)),
                ('name', models.CharField(blank=True, max_length=80)),
                ('issued_at', models.DateTimeField()),
                ('posted_at', models.DateTimeField(blank=True, null=True)),
                ('gift', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='receipt', to='funding.gift')),
                ('series', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='receipts', to='funding.receiptseries')),
            ],
        ),
        migrations.CreateModel(
            name='RegularGift',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('provider', models.CharField(max_length=20)),
                ('amount_minor', models.PositiveBigIntegerField(help_text='What counts, without the fee.')),
                ('cover_minor', models.PositiveBigIntegerField(default=0, help_text='What was added to cover the fee; it never counts.')),
                ('currency', models.CharField(max_length=3)),
                ('name', models.CharField(blank=True, max_length=80)),
                ('name_shown', models.CharField(choices=[('shown', 'Show my name'), ('hidden', 'Tell the newsroom only'), ('anonymous', 'Tell nobody')], default='anonymous', max_length=9)),
                ('shows_amount', models.BooleanField(default=False)),
                ('created_at', models.DateTimeField()),
                ('every', models.CharField(choices=[('once', 'Once'), ('month', 'Every month'), ('year', 'Every year')], max_length=5)),
                ('state', models.CharField(choices=[('pending', 'Not begun'), ('active', 'Goes on'), ('overdue', 'A payment has failed'), ('ended', 'Ended')], default='pending', max_length=8)),
                ('reference', models.CharField(blank=True, help_text="The provider's.", max_length=120)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('wanted_minor', models.PositiveBigIntegerField(blank=True, null=True)),
                ('wanted_cover_minor', models.PositiveBigIntegerField(blank=True, null=True)),
                ('is_ending', models.BooleanField(default=False)),
                ('asked_at', models.DateTimeField(blank=True, null=True)),
                ('campaign', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='funding.campaign')),
                ('donor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='funding.donor')),
            ],
        ),
        migrations.CreateModel(
            name='GiftChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('what', models.CharField(max_length=200)),
                ('why', models.CharField(blank=True, max_length=200)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('gift', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='funding.gift')),
                ('regular', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='funding.regulargift')),
            ],
        ),
        migrations.AddField(
            model_name='gift',
            name='regular',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='gifts', to='funding.regulargift'),
        ),
        migrations.AddIndex(
            model_name='gift',
            index=models.Index(condition=models.Q(('look_at__isnull', False)), fields=['look_at'], name='gift_to_look_at'),
        ),
        migrations.AddIndex(
            model_name='gift',
            index=models.Index(fields=['-settled_at'], name='gift_by_settlement'),
        ),
        migrations.AddConstraint(
            model_name='gift',
            constraint=models.UniqueConstraint(condition=models.Q(('payment', ''), _negated=True), fields=('provider', 'payment'), name='gift_by_payment'),
        ),
        migrations.AddConstraint(
            model_name='gift',
            constraint=models.UniqueConstraint(condition=models.Q(('checkout', ''), _negated=True), fields=('provider', 'checkout'), name='gift_by_checkout'),
        ),
        migrations.AddField(
            model_name='reversal',
            name='asked_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='reversal',
            name='gift',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reversals', to='funding.gift'),
        ),
        migrations.AddField(
            model_name='unmatchedline',
            name='payout',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='unmatched', to='funding.payout'),
        ),
        migrations.AddField(
            model_name='unmatchedline',
            name='placed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(fields=['gift', 'number'], name='entry_by_gift'),
        ),
        migrations.AddIndex(
            model_name='posting',
            index=models.Index(fields=['account', 'campaign', 'kind', 'amount_minor'], name='posting_of_the_meter'),
        ),
        migrations.AddConstraint(
            model_name='posting',
            constraint=models.CheckConstraint(condition=models.Q(('amount_minor', 0), _negated=True), name='posting_moves_money'),
        ),
        migrations.AddConstraint(
            model_name='receipt',
            constraint=models.UniqueConstraint(fields=('series', 'number'), name='receipt_by_number'),
        ),
        migrations.AddConstraint(
            model_name='regulargift',
            constraint=models.CheckConstraint(condition=models.Q(('amount_minor__gt', 0)), name='regular_is_positive'),
        ),
        migrations.AddConstraint(
            model_name='regulargift',
            constraint=models.CheckConstraint(condition=models.Q(('every', 'once'), _negated=True), name='regular_comes_again'),
        ),
        migrations.AddConstraint(
            model_name='regulargift',
            constraint=models.UniqueConstraint(condition=models.Q(('reference', ''), _negated=True), fields=('provider', 'reference'), name='regular_by_reference'),
        ),
        migrations.AddIndex(
            model_name='giftchange',
            index=models.Index(fields=['gift', 'id'], name='change_by_gift'),
        ),
        migrations.AddConstraint(
            model_name='reversal',
            constraint=models.CheckConstraint(condition=models.Q(('amount_minor__gt', 0)), name='reversal_is_positive'),
        ),
        migrations.AddConstraint(
            model_name='reversal',
            constraint=models.UniqueConstraint(condition=models.Q(('reference', ''), _negated=True), fields=('provider', 'reference'), name='reversal_by_reference'),
        ),
        migrations.AddConstraint(
            model_name='unmatchedline',
            constraint=models.UniqueConstraint(fields=('provider', 'reference'), name='line_by_reference'),
        ),
    ]
