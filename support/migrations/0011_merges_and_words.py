import django.db.models.deletion
import support.models.words
from django.db import migrations, models

from support.rules.words import texts_of_alert, words_of

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


def clear_ends_of_snoozes(apps, schema_editor):
    tickets = apps.get_model("support", "Ticket").objects
    tickets.exclude(state="snoozed").update(snoozed_until=None, silence=None)


def make_index(apps, schema_editor):
    is_sqlite = schema_editor.connection.vendor == "sqlite"
    for statement in SQLITE if is_sqlite else POSTGRESQL:
        schema_editor.execute(statement, params=None)


def drop_index(apps, schema_editor):
    """PostgreSQL drops its own with the table."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TABLE support_ticketwords_fts", params=None)


def fill_index(apps, schema_editor):
    names = ("Ticket", "TicketWords", "Inquiry")
    Ticket, TicketWords, Inquiry = (apps.get_model("support", name) for name in names)
    rows = []
    for ticket in Ticket.objects.order_by("pk").iterator(chunk_size=500):
        alerts = list(ticket.alerts.order_by("pk")[:50])
        texts = [str(ticket.number), ticket.title, ticket.text, ticket.asker]
        texts += ticket.notes.order_by("pk").values_list("text", flat=True)
        if inquiry := Inquiry.objects.filter(ticket=ticket).first():
            texts += inquiry.follow_ups.order_by("pk").values_list("text", flat=True)
        for alert in alerts:
            texts += texts_of_alert(alert.name, alert.labels, alert.annotations)
        rows.append(
            TicketWords(
                ticket_id=ticket.pk,
                workspace_id=ticket.workspace_id,
                alert_name=alerts[0].name if alerts else "",
                words=words_of(texts),
            )
        )
    TicketWords.objects.bulk_create(rows, batch_size=500)


class Migration(migrations.Migration):

    dependencies = [
        ('planner', '0001_initial'),
        ('support', '0010_people_asking'),
    ]

    operations = [
        migrations.CreateModel(
            name='SavedAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80)),
                ('text', models.TextField(max_length=10000)),
                ('removed_at', models.DateTimeField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'ordering': ('name', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='TicketWords',
            fields=[
                ('ticket', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='index', serialize=False, to='support.ticket')),
                ('alert_name', models.CharField(blank=True, max_length=300)),
                ('words', support.models.words.WordsField()),
            ],
        ),
        migrations.AddField(
            model_name='alert',
            name='merged_from',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='support.ticket'),
        ),
        migrations.AddField(
            model_name='ticket',
            name='merged_into',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='support.ticket'),
        ),
        migrations.AddIndex(
            model_name='alert',
            index=models.Index(condition=models.Q(('stale_at__isnull', False), ('state', 'firing')), fields=['ticket'], name='ticket_of_a_stale_alert'),
        ),
        migrations.AddConstraint(
            model_name='ticket',
            constraint=models.CheckConstraint(condition=models.Q(('merged_into', None), ('state', 'resolved'), _connector='OR'), name='ticket_that_is_merged_is_resolved'),
        ),
        migrations.RunPython(clear_ends_of_snoozes, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='ticket',
            constraint=models.CheckConstraint(condition=models.Q(('snoozed_until', None), ('state', 'snoozed'), _connector='OR'), name='ticket_is_snoozed_until_it_wakes'),
        ),
        migrations.AddIndex(
            model_name='ticket',
            index=models.Index(condition=models.Q(('first_answer_at__isnull', False)), fields=['workspace', '-opened_at', 'first_answer_at'], name='ticket_that_was_answered'),
        ),
        migrations.AddIndex(
            model_name='ticket',
            index=models.Index(condition=models.Q(('merged_into__isnull', False)), fields=['merged_into'], name='ticket_that_is_merged'),
        ),
        migrations.AddIndex(
            model_name='ticket',
            index=models.Index(condition=models.Q(('state', 'resolved'), _negated=True), fields=['workspace', 'owner', 'assignee', 'kind', 'health', 'severity', 'opened_at', 'id'], name='ticket_that_waits'),
        ),
        migrations.AddIndex(
            model_name='ticket',
            index=models.Index(condition=models.Q(('snoozed_until__isnull', False)), fields=['snoozed_until'], name='ticket_that_is_snoozed'),
        ),
        migrations.AddField(
            model_name='savedanswer',
            name='workspace',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='saved_answers', to='planner.workspace'),
        ),
        migrations.AddField(
            model_name='ticketwords',
            name='workspace',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='planner.workspace'),
        ),
        migrations.AddConstraint(
            model_name='savedanswer',
            constraint=models.UniqueConstraint(condition=models.Q(('removed_at', None)), fields=('workspace', 'name'), name='saved_answer_has_a_name_of_its_own'),
        ),
        migrations.AddIndex(
            model_name='ticketwords',
            index=models.Index(condition=models.Q(('alert_name', ''), _negated=True), fields=['workspace', 'alert_name', '-ticket'], name='ticket_of_an_alert_name'),
        ),
        migrations.RunPython(make_index, drop_index),
        migrations.RunPython(fill_index, migrations.RunPython.noop),
    ]
