import datetime
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import support.models.words
from django.db import migrations, models


# The words of SQLite have an index of their own beside them, kept by triggers. A later migration
# that makes support_ticketwords anew loses them, and has to write them again.
SQLITE = (
    """CREATE VIRTUAL TABLE support_ticketwords_fts USING fts5(
        words, content='support_ticketwords', content_rowid='ticket_id',
        tokenize="unicode61 remove_diacritics 0 categories 'L* M* N* Co'"
    )""",
    """CREATE TRIGGER support_ticketwords_come AFTER INSERT ON support_ticketwords BEGIN
        INSERT INTO support_ticketwords_fts (rowid, words) VALUES (new.ticket_id, new.words);
    END""",
    """CREATE TRIGGER support_ticketwords_go AFTER DELETE ON support_ticketwords BEGIN
        INSERT INTO support_ticketwords_fts (support_ticketwords_fts, rowid, words)
        VALUES ('delete', old.ticket_id, old.words);
    END""",
    """CREATE TRIGGER support_ticketwords_change AFTER UPDATE ON support_ticketwords BEGIN
        INSERT INTO support_ticketwords_fts (support_ticketwords_fts, rowid, words)
        VALUES ('delete', old.ticket_id, old.words);
        INSERT INTO support_ticketwords_fts (rowid, words) VALUES (new.ticket_id, new.words);
    END""",
)
POSTGRESQL = (
    """CREATE INDEX ticket_words ON support_ticketwords
        USING gin (array_to_tsvector(string_to_array(words, ' ')))""",
)


def make_index(apps, schema_editor):
    is_sqlite = schema_editor.connection.vendor == "sqlite"
    for statement in SQLITE if is_sqlite else POSTGRESQL:
        schema_editor.execute(statement, params=None)


def drop_index(apps, schema_editor):
    """PostgreSQL drops its own with the table."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TABLE support_ticketwords_fts", params=None)


class Migration(migrations.Migration):

    replaces = [('support', '0001_initial'), ('support', '0002_senders_of_every_kind'), ('support', '0003_signatures_and_mappings'), ('support', '0004_storms_and_silences'), ('support', '0005_interruptions_causes_and_time'), ('support', '0007_classification_as_data'), ('support', '0008_outbox_and_hearing'), ('support', '0009_rotation'), ('support', '0010_people_asking'), ('support', '0011_merges_and_words'), ('support', '0012_ratio'), ('support', '0013_causes'), ('support', '0014_clusters_and_their_signals'), ('support', '0016_people_of_developers'), ('support', '0017_letters_of_what_is_solved'), ('support', '0018_played_clusters')]

    initial = True

    dependencies = [
        ('cycles', '0001_squashed_0009_hours_of_a_day'),
        ('planner', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='SigningCertificate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('url', models.CharField(max_length=200, unique=True)),
                ('pem', models.TextField()),
                ('fetched_at', models.DateTimeField()),
            ],
            options={
                'ordering': ('pk',),
            },
        ),
        migrations.CreateModel(
            name='AskLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('prefix', models.CharField(max_length=12, unique=True)),
                ('digest', models.CharField(max_length=64)),
                ('created_at', models.DateTimeField()),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='planner.member')),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ask_links', to='planner.workspace')),
            ],
            options={
                'ordering': ('-created_at', '-pk'),
                'constraints': [models.UniqueConstraint(condition=models.Q(('revoked_at', None)), fields=('workspace',), name='workspace_has_one_live_ask_link')],
            },
        ),
        migrations.CreateModel(
            name='Cause',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60)),
                ('archived_at', models.DateTimeField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='causes', to='planner.workspace')),
            ],
            options={
                'ordering': ('name', 'pk'),
                'constraints': [models.UniqueConstraint(fields=('workspace', 'name'), name='cause_has_a_name_of_its_own')],
            },
        ),
        migrations.CreateModel(
            name='ClassificationRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(default=0)),
                ('matchers', models.CharField(max_length=500, verbose_name='Labels')),
                ('layer', models.CharField(choices=[('master', 'master'), ('node', 'node'), ('addon', 'add-on'), ('pod', 'pod'), ('unclassified', 'unclassified')], max_length=12, verbose_name='Layer')),
                ('health', models.CharField(choices=[('work', 'Work metric'), ('resource', 'Resource metric'), ('unclassified', 'Unclassified')], max_length=12, verbose_name='Health')),
                ('owner', models.CharField(blank=True, max_length=80, verbose_name='Owner')),
                ('severity', models.CharField(blank=True, choices=[('critical', 'Critical'), ('warning', 'Warning'), ('info', 'Info'), ('none', 'None')], max_length=8, verbose_name='Severity')),
                ('cause', models.CharField(blank=True, max_length=60, verbose_name='Cause')),
                ('version', models.PositiveIntegerField(default=1)),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='classification_rules', to='planner.workspace')),
            ],
            options={
                'ordering': ('position', 'pk'),
                'indexes': [models.Index(fields=['workspace', 'position'], name='rule_order')],
                'constraints': [models.UniqueConstraint(fields=('workspace', 'matchers'), name='two_rules_are_about_different_labels'), models.CheckConstraint(condition=models.Q(('matchers', ''), _negated=True), name='rule_is_about_some_label')],
            },
        ),
        migrations.CreateModel(
            name='DayCorrection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField()),
                ('percent', models.PositiveSmallIntegerField()),
                ('reason', models.CharField(max_length=200)),
                ('made_at', models.DateTimeField()),
                ('struck_at', models.DateTimeField(blank=True, null=True)),
                ('cause', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='day_corrections', to='support.cause')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='planner.member')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='day_corrections', to='planner.member')),
                ('struck_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='planner.member')),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='day_corrections', to='planner.workspace')),
            ],
            options={
                'ordering': ('-on', '-pk'),
                'indexes': [models.Index(fields=['workspace', 'on'], name='correction_of_a_day')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('struck_at', None)), fields=('member', 'on'), name='day_of_a_member_has_one_correction_that_counts'), models.CheckConstraint(condition=models.Q(('percent__lte', 100)), name='no_more_than_the_whole_day_is_reactive'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='corrected_day_says_why'), models.CheckConstraint(condition=models.Q(models.Q(('struck_at', None), ('struck_by', None)), models.Q(('struck_at__isnull', False), ('struck_by__isnull', False)), _connector='OR'), name='struck_correction_says_by_whom')],
            },
        ),
        migrations.CreateModel(
            name='DeskSettings',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reopen_hours', models.PositiveSmallIntegerField(default=24, validators=[django.core.validators.MinValueValidator(1)])),
                ('body_days', models.PositiveSmallIntegerField(default=30, validators=[django.core.validators.MinValueValidator(1)])),
                ('storm_groups', models.PositiveSmallIntegerField(default=30, validators=[django.core.validators.MinValueValidator(1)])),
                ('cause_days', models.PositiveSmallIntegerField(default=1, validators=[django.core.validators.MinValueValidator(1)])),
                ('own_rules', models.BooleanField(default=False)),
                ('tickets_numbered', models.PositiveIntegerField(default=0)),
                ('version', models.PositiveIntegerField(default=1)),
                ('workspace', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='desk_settings', to='planner.workspace')),
            ],
        ),
        migrations.CreateModel(
            name='DeveloperTeam',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='Name')),
                ('slack_channel', models.CharField(blank=True, max_length=80, verbose_name='Slack channel')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='E-mail')),
                ('version', models.PositiveIntegerField(default=1)),
                ('people', models.ManyToManyField(blank=True, related_name='developer_teams', to='planner.member')),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='developer_teams', to='planner.workspace')),
            ],
            options={
                'ordering': ('name', 'pk'),
                'constraints': [models.UniqueConstraint(models.F('workspace'), django.db.models.functions.text.Lower('name'), name='developer_team_has_a_name_of_its_own'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='developer_team_has_a_name')],
            },
        ),
        migrations.CreateModel(
            name='Endpoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('url', models.CharField(max_length=2000)),
                ('kinds', models.JSONField(default=list)),
                ('sealed', models.TextField(blank=True)),
                ('old_sealed', models.TextField(blank=True)),
                ('old_until', models.DateTimeField(blank=True, null=True)),
                ('failing_since', models.DateTimeField(blank=True, null=True)),
                ('paused_until', models.DateTimeField(blank=True, null=True)),
                ('disabled_at', models.DateTimeField(blank=True, null=True)),
                ('disabled_because', models.CharField(blank=True, max_length=300)),
                ('created_at', models.DateTimeField()),
                ('removed_at', models.DateTimeField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='endpoints_created', to='planner.member')),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='endpoints', to='planner.workspace')),
            ],
            options={
                'ordering': ('pk',),
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('removed_at', None), models.Q(('sealed', ''), _negated=True)), models.Q(('old_sealed', ''), ('removed_at__isnull', False), ('sealed', '')), _connector='OR'), name='endpoint_forgets_its_secret_when_removed'), models.CheckConstraint(condition=models.Q(models.Q(('old_sealed', ''), ('old_until', None)), models.Q(models.Q(('old_sealed', ''), _negated=True), ('old_until__isnull', False)), _connector='OR'), name='former_secret_of_an_endpoint_has_an_end')],
            },
        ),
        migrations.CreateModel(
            name='EscalationTarget',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort', models.CharField(choices=[('critical', 'Critical alert'), ('warning', 'Warning'), ('info', 'Other alert'), ('urgent', 'Urgent request'), ('request', 'Request or question')], max_length=8)),
                ('minutes', models.PositiveIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1)])),
                ('manager_minutes', models.PositiveIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1)])),
                ('around_the_clock', models.BooleanField(default=False)),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='escalation_targets', to='planner.workspace')),
            ],
            options={
                'ordering': ('pk',),
                'constraints': [models.UniqueConstraint(fields=('workspace', 'sort'), name='each_sort_of_ticket_has_one_target')],
            },
        ),
        migrations.CreateModel(
            name='HandoffNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField()),
                ('generated_at', models.DateTimeField()),
                ('edited_at', models.DateTimeField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('cycle', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='handoff_note', to='cycles.cycle')),
                ('edited_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='handoffs_edited', to='planner.member')),
                ('generated_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='handoffs_generated', to='planner.member')),
            ],
            options={
                'ordering': ('pk',),
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('edited_at', None), ('edited_by', None)), models.Q(('edited_at__isnull', False), ('edited_by__isnull', False)), _connector='OR'), name='handoff_is_edited_by_somebody')],
            },
        ),
        migrations.CreateModel(
            name='Hearing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('choices', models.JSONField(blank=True, default=dict)),
                ('quiet_from', models.TimeField(blank=True, null=True)),
                ('quiet_to', models.TimeField(blank=True, null=True)),
                ('only_working_days', models.BooleanField(default=False)),
                ('slack_id', models.CharField(blank=True, max_length=20)),
                ('version', models.PositiveIntegerField(default=1)),
                ('member', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='hearing', to='planner.member')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('quiet_from', None), ('quiet_to', None)), models.Q(('quiet_from__isnull', False), ('quiet_to__isnull', False)), _connector='OR'), name='quiet_hours_have_two_ends')],
            },
        ),
        migrations.CreateModel(
            name='KeptRatio',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kept_at', models.DateTimeField()),
                ('is_remembered', models.BooleanField(default=False)),
                ('totals', models.JSONField(default=dict)),
                ('days', models.JSONField(default=list)),
                ('cycle', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='kept_ratio', to='cycles.cycle')),
                ('kept_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='planner.member')),
            ],
            options={
                'ordering': ('-pk',),
            },
        ),
        migrations.CreateModel(
            name='LeadDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField()),
                ('kind', models.CharField(choices=[('turn', 'In turn'), ('took_over', 'Taken over'), ('swapped', 'Swapped'), ('cover', 'Cover'), ('override', 'Set by the manager')], max_length=9)),
                ('with_on', models.DateField(blank=True, null=True)),
                ('reason', models.CharField(blank=True, max_length=200)),
                ('at', models.DateTimeField()),
                ('among', models.JSONField(blank=True, null=True)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='lead_days_agreed', to='planner.member')),
                ('instead_of', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='lead_days_given', to='planner.member')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lead_days', to='planner.member')),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lead_days', to='planner.workspace')),
            ],
            options={
                'ordering': ('on', 'pk'),
                'constraints': [models.UniqueConstraint(fields=('workspace', 'on'), name='day_has_one_lead'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'swapped'), ('with_on__isnull', False)), models.Q(models.Q(('kind', 'swapped'), _negated=True), ('with_on', None)), _connector='OR'), name='swap_names_the_other_day'), models.CheckConstraint(condition=models.Q(models.Q(('among__isnull', False), ('by', None), ('kind', 'turn')), models.Q(models.Q(('kind', 'turn'), _negated=True), ('by__isnull', False)), _connector='OR'), name='what_was_agreed_says_by_whom')],
            },
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('pending', 'Waiting'), ('sending', 'Being sent'), ('sent', 'Sent'), ('failed', 'Failed'), ('given_up', 'Given up')], default='pending', max_length=8)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('next_attempt_at', models.DateTimeField()),
                ('error', models.CharField(blank=True, max_length=300)),
                ('created_at', models.DateTimeField()),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('uid', models.CharField(max_length=40)),
                ('kind', models.CharField(max_length=32)),
                ('body', models.TextField()),
                ('status', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('endpoint', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='support.endpoint')),
            ],
            options={
                'ordering': ('-pk',),
                'indexes': [models.Index(condition=models.Q(('state__in', ['pending', 'sending', 'failed'])), fields=['endpoint', 'next_attempt_at'], name='message_under_way'), models.Index(fields=['endpoint', '-id'], name='message_of_an_endpoint'), models.Index(fields=['created_at'], name='message_created')],
                'constraints': [models.UniqueConstraint(fields=('endpoint', 'uid'), name='event_is_told_once'), models.CheckConstraint(condition=models.Q(models.Q(('sent_at__isnull', False), ('state', 'sent')), models.Q(models.Q(('state', 'sent'), _negated=True), ('sent_at', None)), _connector='OR'), name='message_that_was_sent_says_when')],
            },
        ),
        migrations.CreateModel(
            name='Attempt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('status', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('error', models.CharField(blank=True, max_length=300)),
                ('answer', models.CharField(blank=True, max_length=1000)),
                ('took_ms', models.PositiveIntegerField()),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tries', to='support.message')),
            ],
            options={
                'ordering': ('pk',),
            },
        ),
        migrations.CreateModel(
            name='NoticeSettings',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('defaults', models.JSONField(blank=True, default=dict)),
                ('day_from', models.TimeField(default=datetime.time(9, 0))),
                ('day_to', models.TimeField(default=datetime.time(18, 0))),
                ('version', models.PositiveIntegerField(default=1)),
                ('workspace', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='notice_settings', to='planner.workspace')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('day_from__lt', models.F('day_to'))), name='working_day_begins_before_it_ends')],
            },
        ),
        migrations.CreateModel(
            name='OwnedNamespace',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('pattern', models.CharField(max_length=100)),
                ('team', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='namespaces', to='support.developerteam')),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='owned_namespaces', to='planner.workspace')),
            ],
            options={
                'ordering': ('pattern',),
                'constraints': [models.UniqueConstraint(fields=('workspace', 'pattern'), name='namespace_belongs_to_one_team'), models.CheckConstraint(condition=models.Q(('pattern', ''), _negated=True), name='owned_namespace_has_a_name')],
            },
        ),
        migrations.CreateModel(
            name='SavedAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80)),
                ('text', models.TextField(max_length=10000)),
                ('removed_at', models.DateTimeField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='saved_answers', to='planner.workspace')),
            ],
            options={
                'ordering': ('name', 'pk'),
                'constraints': [models.UniqueConstraint(condition=models.Q(('removed_at', None)), fields=('workspace', 'name'), name='saved_answer_has_a_name_of_its_own')],
            },
        ),
        migrations.CreateModel(
            name='SlackChannel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80)),
                ('sealed', models.TextField(blank=True)),
                ('created_at', models.DateTimeField()),
                ('removed_at', models.DateTimeField(blank=True, null=True)),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='slack_channels', to='planner.workspace')),
            ],
            options={
                'ordering': ('created_at', 'pk'),
                'constraints': [models.UniqueConstraint(condition=models.Q(('removed_at', None)), fields=('workspace', 'name'), name='slack_channel_has_a_name_of_its_own'), models.CheckConstraint(condition=models.Q(models.Q(('removed_at', None), models.Q(('sealed', ''), _negated=True)), models.Q(('removed_at__isnull', False), ('sealed', '')), _connector='OR'), name='slack_channel_is_forgotten_when_removed')],
            },
        ),
        migrations.CreateModel(
            name='Source',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('alertmanager', 'Prometheus Alertmanager'), ('grafana', 'Grafana'), ('grafana-legacy', 'Grafana, legacy alerting'), ('datadog', 'Datadog'), ('pagerduty', 'PagerDuty'), ('opsgenie', 'Opsgenie'), ('sns', 'Amazon CloudWatch (SNS)'), ('sentry', 'Sentry'), ('uptime-kuma', 'Uptime Kuma'), ('zabbix', 'Zabbix'), ('generic', 'Anything that sends JSON'), ('cluster', 'A cluster that is watched from here')], max_length=16)),
                ('name', models.CharField(max_length=80)),
                ('created_at', models.DateTimeField()),
                ('removed_at', models.DateTimeField(blank=True, null=True)),
                ('topic', models.CharField(blank=True, max_length=300)),
                ('confirm_url', models.CharField(blank=True, max_length=2000)),
                ('confirm_topic', models.CharField(blank=True, max_length=300)),
                ('mapping', models.JSONField(blank=True, default=dict)),
                ('repeat_minutes', models.PositiveIntegerField(default=240, validators=[django.core.validators.MinValueValidator(1)])),
                ('burst_at', models.DateTimeField(blank=True, null=True)),
                ('burst', models.PositiveIntegerField(default=0)),
                ('version', models.PositiveIntegerField(default=1)),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='sources_created', to='planner.member')),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sources', to='planner.workspace')),
            ],
            options={
                'ordering': ('name', 'pk'),
                'constraints': [models.UniqueConstraint(condition=models.Q(('removed_at', None)), fields=('workspace', 'name'), name='source_has_a_name_of_its_own')],
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('received_at', models.DateTimeField()),
                ('headers', models.JSONField(default=dict)),
                ('body', models.BinaryField(null=True)),
                ('body_bytes', models.PositiveIntegerField()),
                ('state', models.CharField(choices=[('stored', 'Waiting'), ('digested', 'Digested'), ('ignored', 'Ignored'), ('failed', 'Failed')], default='stored', max_length=8)),
                ('error', models.TextField(blank=True)),
                ('remarks', models.TextField(blank=True)),
                ('digested_at', models.DateTimeField(blank=True, null=True)),
                ('forgotten_at', models.DateTimeField(blank=True, null=True)),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='support.source')),
            ],
            options={
                'verbose_name_plural': 'deliveries',
                'ordering': ('-pk',),
                'indexes': [models.Index(condition=models.Q(('state', 'stored')), fields=['source', 'id'], name='delivery_undigested'), models.Index(condition=models.Q(('state', 'failed')), fields=['source', '-id'], name='delivery_failed'), models.Index(fields=['source', '-id'], name='delivery_of_a_source'), models.Index(fields=['received_at'], name='delivery_received')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('digested_at', None), ('state', 'stored')), models.Q(models.Q(('state', 'stored'), _negated=True), ('digested_at__isnull', False)), _connector='OR'), name='delivery_that_was_digested_says_when'), models.CheckConstraint(condition=models.Q(models.Q(('body__isnull', False), ('forgotten_at', None)), models.Q(('body__isnull', True), ('forgotten_at__isnull', False), models.Q(('state', 'stored'), _negated=True)), _connector='OR'), name='undigested_body_is_never_forgotten')],
            },
        ),
        migrations.CreateModel(
            name='Cluster',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='Name')),
                ('backend', models.CharField(choices=[('prometheus', 'Prometheus'), ('datadog', 'Datadog'), ('played', 'Played')], max_length=10, verbose_name='Metrics from')),
                ('url', models.CharField(max_length=500, verbose_name='Address')),
                ('sealed', models.TextField(blank=True)),
                ('names', models.JSONField(blank=True, default=dict)),
                ('managed_master', models.BooleanField(default=True, verbose_name='The provider runs the master')),
                ('asked_at', models.DateTimeField(blank=True, null=True)),
                ('heard_at', models.DateTimeField(blank=True, null=True)),
                ('fault', models.CharField(blank=True, max_length=300)),
                ('missed', models.PositiveIntegerField(default=0)),
                ('rest', models.JSONField(blank=True, default=dict)),
                ('created_at', models.DateTimeField()),
                ('removed_at', models.DateTimeField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='clusters_created', to='planner.member')),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='clusters', to='planner.workspace')),
                ('source', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='cluster', to='support.source')),
            ],
            options={
                'ordering': ('name', 'pk'),
                'constraints': [models.UniqueConstraint(condition=models.Q(('removed_at', None)), fields=('workspace', 'name'), name='cluster_has_a_name_of_its_own'), models.CheckConstraint(condition=models.Q(('removed_at', None), ('sealed', ''), _connector='OR'), name='cluster_forgets_its_secrets_when_removed')],
            },
        ),
        migrations.CreateModel(
            name='LastValue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('measure', models.CharField(max_length=30)),
                ('samples', models.JSONField(default=list)),
                ('at', models.DateTimeField()),
                ('cluster', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='last_values', to='support.cluster')),
            ],
            options={
                'ordering': ('measure',),
                'constraints': [models.UniqueConstraint(fields=('cluster', 'measure'), name='measure_has_one_last_value_of_a_cluster')],
            },
        ),
        migrations.CreateModel(
            name='Point',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('step', models.PositiveIntegerField()),
                ('at', models.DateTimeField()),
                ('values', models.JSONField(default=dict)),
                ('rounds', models.PositiveIntegerField(default=1)),
                ('cluster', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='points', to='support.cluster')),
            ],
            options={
                'ordering': ('at',),
                'constraints': [models.UniqueConstraint(fields=('cluster', 'step', 'at'), name='cluster_has_one_point_at_a_time')],
            },
        ),
        migrations.CreateModel(
            name='Silence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('matchers', models.JSONField()),
                ('reason', models.CharField(max_length=200)),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('created_at', models.DateTimeField()),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='silences', to='planner.member')),
                ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='silences_ended', to='planner.member')),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='silences', to='planner.workspace')),
                ('source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='silences', to='support.source')),
            ],
            options={
                'ordering': ('-ends_at', '-pk'),
                'indexes': [models.Index(fields=['workspace', 'ends_at'], name='silence_end')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__gte', models.F('starts_at'))), name='silence_ends_after_it_starts')],
            },
        ),
        migrations.CreateModel(
            name='Ticket',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('kind', models.CharField(choices=[('alert', 'Alert'), ('question', 'Question'), ('request', 'Request'), ('urgent', 'Urgent request')], max_length=8)),
                ('state', models.CharField(choices=[('open', 'Open'), ('snoozed', 'Snoozed'), ('resolved', 'Resolved')], default='open', max_length=8)),
                ('title', models.CharField(max_length=300)),
                ('text', models.TextField(blank=True)),
                ('asker', models.CharField(blank=True, max_length=80)),
                ('group_key', models.TextField(blank=True)),
                ('group_hash', models.CharField(blank=True, max_length=64)),
                ('layer', models.CharField(blank=True, choices=[('master', 'master'), ('node', 'node'), ('addon', 'add-on'), ('pod', 'pod'), ('unclassified', 'unclassified')], max_length=12)),
                ('health', models.CharField(blank=True, choices=[('work', 'Work metric'), ('resource', 'Resource metric'), ('unclassified', 'Unclassified')], max_length=12)),
                ('severity', models.CharField(choices=[('critical', 'Critical'), ('warning', 'Warning'), ('info', 'Info'), ('none', 'None')], default='none', max_length=8)),
                ('classified_by', models.CharField(blank=True, max_length=80)),
                ('judged_over', models.CharField(blank=True, choices=[('critical', 'Critical'), ('warning', 'Warning'), ('info', 'Info'), ('none', 'None')], max_length=8)),
                ('owner', models.CharField(blank=True, max_length=80)),
                ('opened_at', models.DateTimeField()),
                ('first_answer_at', models.DateTimeField(blank=True, null=True)),
                ('acknowledged_at', models.DateTimeField(blank=True, null=True)),
                ('resolved_at', models.DateTimeField(blank=True, null=True)),
                ('last_event_at', models.DateTimeField()),
                ('alerts_firing', models.PositiveIntegerField(default=0)),
                ('alerts_total', models.PositiveIntegerField(default=0)),
                ('alerts_hidden', models.PositiveIntegerField(default=0)),
                ('events', models.PositiveIntegerField(default=0)),
                ('reopened', models.PositiveIntegerField(default=0)),
                ('flaps', models.PositiveIntegerField(default=0)),
                ('flaps_since', models.DateTimeField(blank=True, null=True)),
                ('flapping_at', models.DateTimeField(blank=True, null=True)),
                ('snoozed_until', models.DateTimeField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('assignee', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='tickets', to='planner.member')),
                ('cause', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='tickets', to='support.cause')),
                ('cause_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='planner.member')),
                ('follows', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='followed_by', to='support.ticket')),
                ('judged_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='tickets_judged', to='planner.member')),
                ('merged_into', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='support.ticket')),
                ('resolved_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='tickets_resolved', to='planner.member')),
                ('silence', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='tickets', to='support.silence')),
                ('source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='tickets', to='support.source')),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tickets', to='planner.workspace')),
            ],
            options={
                'ordering': ('-opened_at', '-pk'),
                'indexes': [models.Index(fields=['workspace', 'state', 'health'], name='ticket_queue'), models.Index(fields=['workspace', 'opened_at', 'cause', 'owner'], name='ticket_of_a_time'), models.Index(fields=['source', 'group_hash', '-opened_at'], name='ticket_of_a_group'), models.Index(condition=models.Q(('state', 'resolved'), _negated=True), fields=['workspace', 'owner', 'assignee', 'kind', 'health', 'severity', 'opened_at', 'id'], name='ticket_that_waits'), models.Index(condition=models.Q(('first_answer_at__isnull', False)), fields=['workspace', '-opened_at', 'first_answer_at'], name='ticket_that_was_answered'), models.Index(condition=models.Q(('merged_into__isnull', False)), fields=['merged_into'], name='ticket_that_is_merged'), models.Index(condition=models.Q(('snoozed_until__isnull', False)), fields=['snoozed_until'], name='ticket_that_is_snoozed')],
                'constraints': [models.UniqueConstraint(fields=('workspace', 'number'), name='ticket_has_a_number_of_its_own'), models.UniqueConstraint(condition=models.Q(models.Q(('state', 'resolved'), _negated=True), models.Q(('group_hash', ''), _negated=True)), fields=('source', 'group_hash'), name='alert_group_has_one_unresolved_ticket'), models.CheckConstraint(condition=models.Q(models.Q(('resolved_at__isnull', False), ('state', 'resolved')), models.Q(models.Q(('state', 'resolved'), _negated=True), ('resolved_at', None), ('resolved_by', None)), _connector='OR'), name='ticket_is_resolved_at_a_time'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'alert'), ('source__isnull', False), models.Q(('group_hash', ''), _negated=True)), models.Q(models.Q(('kind', 'alert'), _negated=True), ('group_hash', '')), _connector='OR'), name='ticket_of_an_alert_has_source_and_group'), models.CheckConstraint(condition=models.Q(('merged_into', None), ('state', 'resolved'), _connector='OR'), name='ticket_that_is_merged_is_resolved'), models.CheckConstraint(condition=models.Q(('snoozed_until', None), ('state', 'snoozed'), _connector='OR'), name='ticket_is_snoozed_until_it_wakes')],
            },
        ),
        migrations.CreateModel(
            name='StormGroup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('group_key', models.TextField()),
                ('group_hash', models.CharField(max_length=64)),
                ('title', models.CharField(max_length=300)),
                ('came_at', models.DateTimeField()),
                ('taken_out_at', models.DateTimeField(blank=True, null=True)),
                ('storm', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='storm_groups', to='support.ticket')),
            ],
            options={
                'ordering': ('pk',),
                'constraints': [models.UniqueConstraint(fields=('storm', 'group_hash'), name='group_is_in_a_storm_once')],
            },
        ),
        migrations.CreateModel(
            name='Alert',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=80)),
                ('name', models.CharField(max_length=300)),
                ('state', models.CharField(choices=[('firing', 'Firing'), ('resolved', 'Resolved')], max_length=8)),
                ('severity', models.CharField(choices=[('critical', 'Critical'), ('warning', 'Warning'), ('info', 'Info'), ('none', 'None')], max_length=8)),
                ('sent_severity', models.CharField(blank=True, choices=[('critical', 'Critical'), ('warning', 'Warning'), ('info', 'Info'), ('none', 'None')], max_length=8)),
                ('layer', models.CharField(choices=[('master', 'master'), ('node', 'node'), ('addon', 'add-on'), ('pod', 'pod'), ('unclassified', 'unclassified')], max_length=12)),
                ('health', models.CharField(choices=[('work', 'Work metric'), ('resource', 'Resource metric'), ('unclassified', 'Unclassified')], max_length=12)),
                ('owner', models.CharField(blank=True, max_length=80)),
                ('classified_by', models.CharField(max_length=80)),
                ('cause', models.CharField(blank=True, max_length=60)),
                ('labels', models.JSONField(default=dict)),
                ('annotations', models.JSONField(default=dict)),
                ('url', models.URLField(blank=True, max_length=2000)),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField(blank=True, null=True)),
                ('last_seen_at', models.DateTimeField()),
                ('stale_at', models.DateTimeField(blank=True, null=True)),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='alerts', to='support.source')),
                ('storm_group', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='alerts', to='support.stormgroup')),
                ('merged_from', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='support.ticket')),
                ('ticket', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='alerts', to='support.ticket')),
            ],
            options={
                'ordering': ('name', 'pk'),
                'indexes': [models.Index(condition=models.Q(('stale_at__isnull', False), ('state', 'firing')), fields=['ticket'], name='ticket_of_a_stale_alert')],
                'constraints': [models.UniqueConstraint(fields=('source', 'key'), name='alert_is_known_by_its_key'), models.CheckConstraint(condition=models.Q(models.Q(('ends_at', None), ('state', 'firing')), models.Q(('ends_at__isnull', False), ('state', 'resolved')), _connector='OR'), name='alert_that_resolved_has_an_end')],
            },
        ),
        migrations.CreateModel(
            name='Episode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField(blank=True, null=True)),
                ('first_seen_at', models.DateTimeField()),
                ('last_seen_at', models.DateTimeField()),
                ('events', models.PositiveIntegerField(default=0)),
                ('alert', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='episodes', to='support.alert')),
            ],
            options={
                'ordering': ('starts_at', 'pk'),
                'constraints': [models.UniqueConstraint(fields=('alert', 'starts_at'), name='episode_begins_once_for_its_alert')],
            },
        ),
        migrations.CreateModel(
            name='Inquiry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80)),
                ('team', models.CharField(blank=True, max_length=80)),
                ('email', models.EmailField(max_length=254)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('language', models.CharField(blank=True, max_length=5)),
                ('link', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='inquiries', to='support.asklink')),
                ('member', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='inquiries', to='planner.member')),
                ('ticket', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='inquiry', to='support.ticket')),
            ],
            options={
                'verbose_name_plural': 'inquiries',
                'ordering': ('-pk',),
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('link', None), ('member__isnull', False)), models.Q(('link__isnull', False), ('member', None)), _connector='OR'), name='inquiry_is_of_a_member_or_came_through_a_link'), models.CheckConstraint(condition=models.Q(models.Q(('name', ''), _negated=True), models.Q(('email', ''), _negated=True)), name='inquiry_says_who_asks')],
            },
        ),
        migrations.CreateModel(
            name='FollowUp',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField()),
                ('at', models.DateTimeField()),
                ('inquiry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='follow_ups', to='support.inquiry')),
            ],
            options={
                'ordering': ('at', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='Note',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('note', 'Note'), ('answer', 'Answer')], max_length=6)),
                ('text', models.TextField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notes', to='planner.member')),
                ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notes', to='support.ticket')),
            ],
            options={
                'ordering': ('at', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('solved_at', models.DateTimeField(blank=True, null=True)),
                ('due_at', models.DateTimeField()),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('inquiry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='letters', to='support.inquiry')),
                ('note', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='letter', to='support.note')),
            ],
            options={
                'ordering': ('pk',),
                'indexes': [models.Index(condition=models.Q(('sent_at', None)), fields=['due_at'], name='letter_is_due')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('note', None), ('solved_at', None)), fields=('inquiry',), name='inquiry_is_confirmed_once')],
            },
        ),
        migrations.CreateModel(
            name='SigningSecret',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sealed', models.TextField(blank=True)),
                ('created_at', models.DateTimeField()),
                ('last_used_at', models.DateTimeField(blank=True, null=True)),
                ('removed_at', models.DateTimeField(blank=True, null=True)),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='signing_secrets', to='support.source')),
            ],
            options={
                'ordering': ('created_at', 'pk'),
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('removed_at', None), models.Q(('sealed', ''), _negated=True)), models.Q(('removed_at__isnull', False), ('sealed', '')), _connector='OR'), name='signing_secret_is_forgotten_when_removed')],
            },
        ),
        migrations.CreateModel(
            name='SeenRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=64)),
                ('at', models.DateTimeField()),
                ('delivery', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='seen_as', to='support.delivery')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='seen_requests', to='support.source')),
            ],
            options={
                'ordering': ('pk',),
                'indexes': [models.Index(fields=['at'], name='seen_request_at')],
                'constraints': [models.UniqueConstraint(fields=('source', 'key'), name='request_is_seen_once')],
            },
        ),
        migrations.CreateModel(
            name='RejectedRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('received_at', models.DateTimeField()),
                ('status', models.PositiveSmallIntegerField()),
                ('reason', models.CharField(max_length=200)),
                ('headers', models.JSONField(default=dict)),
                ('body', models.BinaryField()),
                ('body_bytes', models.PositiveIntegerField()),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rejected_requests', to='support.source')),
            ],
            options={
                'ordering': ('-pk',),
            },
        ),
        migrations.CreateModel(
            name='SourceToken',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('prefix', models.CharField(max_length=12, unique=True)),
                ('digest', models.CharField(max_length=64)),
                ('created_at', models.DateTimeField()),
                ('last_used_at', models.DateTimeField(blank=True, null=True)),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tokens', to='support.source')),
            ],
            options={
                'ordering': ('created_at', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='StatusKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('prefix', models.CharField(max_length=12, unique=True)),
                ('digest', models.CharField(max_length=64)),
                ('created_at', models.DateTimeField()),
                ('inquiry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='status_keys', to='support.inquiry')),
            ],
            options={
                'ordering': ('-pk',),
            },
        ),
        migrations.CreateModel(
            name='Threshold',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('measure', models.CharField(max_length=30)),
                ('limit', models.FloatField(verbose_name='Limit')),
                ('clear', models.FloatField(verbose_name='Over again at')),
                ('for_seconds', models.PositiveIntegerField(default=300, validators=[django.core.validators.MinValueValidator(0)], verbose_name='For seconds')),
                ('severity', models.CharField(choices=[('critical', 'Critical'), ('warning', 'Warning'), ('info', 'Info'), ('none', 'None')], max_length=8, verbose_name='Severity')),
                ('mode', models.CharField(choices=[('auto', 'Unless an alert source sends it'), ('on', 'Always'), ('off', 'Never')], default='auto', max_length=4, verbose_name='Tickets')),
                ('version', models.PositiveIntegerField(default=1)),
                ('cluster', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='thresholds', to='support.cluster')),
            ],
            options={
                'ordering': ('measure',),
                'constraints': [models.UniqueConstraint(fields=('cluster', 'measure'), name='measure_has_one_threshold_in_a_cluster')],
            },
        ),
        migrations.CreateModel(
            name='TicketWords',
            fields=[
                ('ticket', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='index', serialize=False, to='support.ticket')),
                ('alert_name', models.CharField(blank=True, max_length=300)),
                ('words', support.models.words.WordsField()),
                ('workspace', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='planner.workspace')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('alert_name', ''), _negated=True), fields=['workspace', 'alert_name', '-ticket'], name='ticket_of_an_alert_name')],
            },
        ),
        migrations.CreateModel(
            name='Remedy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('days', models.DecimalField(decimal_places=2, max_digits=7)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='planner.member')),
                ('cause', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='remedies', to='support.cause')),
                ('epic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='remedies', to='cycles.epic')),
                ('tickets', models.ManyToManyField(related_name='remedies', to='support.ticket')),
            ],
            options={
                'verbose_name_plural': 'remedies',
                'ordering': ('-at', '-pk'),
                'constraints': [models.UniqueConstraint(fields=('cause', 'epic'), name='epic_ends_a_cause_once'), models.CheckConstraint(condition=models.Q(('days__gte', 0)), name='remedy_is_for_what_costs_days')],
            },
        ),
        migrations.CreateModel(
            name='Notification',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('pending', 'Waiting'), ('sending', 'Being sent'), ('sent', 'Sent'), ('failed', 'Failed'), ('given_up', 'Given up')], default='pending', max_length=8)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('next_attempt_at', models.DateTimeField()),
                ('error', models.CharField(blank=True, max_length=300)),
                ('created_at', models.DateTimeField()),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('reason', models.CharField(max_length=16)),
                ('channel', models.CharField(choices=[('app', 'In Sixweek'), ('email', 'E-mail'), ('slack', 'Slack')], max_length=5)),
                ('destination', models.CharField(max_length=320)),
                ('data', models.JSONField(default=dict)),
                ('key', models.CharField(max_length=64)),
                ('read_at', models.DateTimeField(blank=True, null=True)),
                ('member', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='notifications', to='planner.member')),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notifications', to='planner.workspace')),
                ('ticket', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='notifications', to='support.ticket')),
            ],
            options={
                'ordering': ('-pk',),
                'indexes': [models.Index(condition=models.Q(('state__in', ['pending', 'sending', 'failed'])), fields=['workspace', 'next_attempt_at'], name='notification_under_way'), models.Index(condition=models.Q(('channel', 'app')), fields=['member', '-id'], name='notification_of_member'), models.Index(condition=models.Q(('channel', 'app'), ('read_at', None)), fields=['member'], name='notification_unread'), models.Index(condition=models.Q(('sent_at__isnull', False)), fields=['ticket', 'destination', '-sent_at'], name='notification_last_sent'), models.Index(fields=['created_at'], name='notification_created')],
                'constraints': [models.UniqueConstraint(fields=('workspace', 'key'), name='notification_is_written_once'), models.CheckConstraint(condition=models.Q(models.Q(('sent_at__isnull', False), ('state', 'sent')), models.Q(models.Q(('state', 'sent'), _negated=True), ('sent_at', None)), _connector='OR'), name='notification_that_was_sent_says_when'), models.CheckConstraint(condition=models.Q(('read_at', None), ('channel', 'app'), _connector='OR'), name='notification_is_read_in_the_app_only')],
            },
        ),
        migrations.CreateModel(
            name='Interruption',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked', models.TextField()),
                ('asker', models.CharField(blank=True, max_length=80)),
                ('asker_team', models.CharField(blank=True, max_length=80)),
                ('asked_at', models.DateTimeField()),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('answered', 'Answered'), ('redirected', 'Back to support'), ('next_cycle', 'Next cycle'), ('let_through', 'Let through'), ('walk_up', 'Walk-up')], default='waiting', max_length=11)),
                ('answer', models.TextField(blank=True)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('minutes', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('estimate_days', models.DecimalField(blank=True, decimal_places=2, max_digits=4, null=True, validators=[django.core.validators.MinValueValidator(0)])),
                ('version', models.PositiveIntegerField(default=1)),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='interruptions_answered', to='planner.member')),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='interruptions_asked', to='planner.member')),
                ('cause', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='interruptions', to='support.cause')),
                ('cycle', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='interruptions', to='cycles.cycle')),
                ('epic', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='interruptions', to='cycles.epic')),
                ('given_to', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='interruptions_given', to='planner.member')),
                ('idea', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='interruptions_behind', to='cycles.epic')),
                ('team', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='interruptions', to='cycles.team')),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='interruptions', to='planner.workspace')),
                ('ticket', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='interruptions', to='support.ticket')),
            ],
            options={
                'ordering': ('-asked_at', '-pk'),
                'indexes': [models.Index(fields=['workspace', 'state', 'asked_at'], name='interruption_shield'), models.Index(fields=['cycle', 'team'], name='interruption_of_a_team')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state', 'walk_up'), models.Q(('cycle__isnull', False), ('team__isnull', False)), _connector='OR'), name='only_a_walk_up_is_of_no_team'), models.CheckConstraint(condition=models.Q(models.Q(('answered_at', None), ('answered_by', None), ('state__in', ['waiting', 'walk_up'])), models.Q(models.Q(('state__in', ['waiting', 'walk_up']), _negated=True), ('answered_at__isnull', False), ('answered_by__isnull', False)), _connector='OR'), name='answer_of_the_shield_says_by_whom_and_when'), models.CheckConstraint(condition=models.Q(models.Q(('estimate_days__gt', 0), ('given_to__isnull', False), ('state', 'let_through')), models.Q(('estimate_days', None), ('state', 'walk_up')), models.Q(models.Q(('state__in', ['let_through', 'walk_up']), _negated=True), ('estimate_days', None), ('given_to', None)), _connector='OR'), name='what_is_let_through_has_a_person_and_an_estimate'), models.CheckConstraint(condition=models.Q(models.Q(('idea__isnull', False), ('state', 'next_cycle')), models.Q(models.Q(('state', 'next_cycle'), _negated=True), ('idea', None)), _connector='OR'), name='what_waits_for_the_next_cycle_is_an_idea'), models.UniqueConstraint(condition=models.Q(('state', 'waiting')), fields=('ticket',), name='ticket_waits_in_the_shield_once')],
            },
        ),
        migrations.CreateModel(
            name='Escalation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateTimeField()),
                ('step', models.CharField(choices=[('team', 'the whole team on support'), ('manager', 'the manager')], max_length=7)),
                ('at', models.DateTimeField()),
                ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='escalations', to='support.ticket')),
            ],
            options={
                'ordering': ('pk',),
                'constraints': [models.UniqueConstraint(fields=('ticket', 'since', 'step'), name='step_of_an_escalation_is_taken_once')],
            },
        ),
        migrations.CreateModel(
            name='Breach',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('measure', models.CharField(max_length=30)),
                ('key', models.CharField(max_length=64)),
                ('labels', models.JSONField(default=list)),
                ('value', models.FloatField()),
                ('since', models.DateTimeField()),
                ('seen_at', models.DateTimeField()),
                ('fired_at', models.DateTimeField(blank=True, null=True)),
                ('calm_since', models.DateTimeField(blank=True, null=True)),
                ('sent', models.BooleanField(default=False)),
                ('cluster', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='breaches', to='support.cluster')),
                ('ticket', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='breaches', to='support.ticket')),
            ],
            options={
                'verbose_name_plural': 'breaches',
                'ordering': ('measure', 'pk'),
                'constraints': [models.UniqueConstraint(fields=('cluster', 'measure', 'key'), name='series_has_one_breach_at_a_time')],
            },
        ),
        migrations.CreateModel(
            name='TimeEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField()),
                ('minutes', models.PositiveSmallIntegerField()),
                ('nature', models.CharField(choices=[('reactive', 'Reactive'), ('proactive', 'Proactive')], default='reactive', max_length=9)),
                ('logged_at', models.DateTimeField()),
                ('corrected_at', models.DateTimeField(blank=True, null=True)),
                ('struck_at', models.DateTimeField(blank=True, null=True)),
                ('reason', models.CharField(blank=True, max_length=200)),
                ('version', models.PositiveIntegerField(default=1)),
                ('cause', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='time_entries', to='support.cause')),
                ('corrected_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='planner.member')),
                ('interruption', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='time_entries', to='support.interruption')),
                ('logged_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='planner.member')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='time_entries', to='planner.member')),
                ('struck_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='planner.member')),
                ('task', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='time_entries', to='cycles.task')),
                ('ticket', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='time_entries', to='support.ticket')),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='time_entries', to='planner.workspace')),
            ],
            options={
                'verbose_name_plural': 'time entries',
                'ordering': ('-on', '-pk'),
                'indexes': [models.Index(fields=['workspace', 'on'], name='time_entry_of_a_day')],
                'constraints': [models.CheckConstraint(condition=models.Q(('minutes__gte', 1), ('minutes__lte', 1440)), name='time_entry_is_between_a_minute_and_a_day'), models.CheckConstraint(condition=models.Q(models.Q(('interruption', None), ('task', None), ('ticket__isnull', False)), models.Q(('interruption__isnull', False), ('task', None), ('ticket', None)), models.Q(('interruption', None), ('task__isnull', False), ('ticket', None)), _connector='OR'), name='time_entry_is_for_one_thing'), models.CheckConstraint(condition=models.Q(models.Q(('corrected_at', None), ('corrected_by', None)), models.Q(('corrected_at__isnull', False), ('corrected_by__isnull', False)), _connector='OR'), name='corrected_time_says_by_whom'), models.CheckConstraint(condition=models.Q(models.Q(('struck_at', None), ('struck_by', None)), models.Q(('struck_at__isnull', False), ('struck_by__isnull', False)), _connector='OR'), name='struck_time_says_by_whom'), models.CheckConstraint(condition=models.Q(models.Q(('corrected_at', None), ('struck_at', None)), models.Q(('reason', ''), _negated=True), _connector='OR'), name='changed_time_says_why')],
            },
        ),
        migrations.CreateModel(
            name='Timer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('started_at', models.DateTimeField()),
                ('member', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='timer', to='planner.member')),
                ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='timers', to='support.ticket')),
            ],
        ),
        migrations.RunPython(make_index, drop_index),
    ]
