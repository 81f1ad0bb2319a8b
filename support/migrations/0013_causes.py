import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


def name_who_chose(apps, schema_editor):
    """The log knows who chose the cause of a ticket, so that no rule changes it."""
    tickets = apps.get_model("support", "Ticket").objects
    chosen = apps.get_model("planner", "Activity").objects.filter(
        verb="set_cause", thing_kind="ticket", by__isnull=False
    )
    for pk, by in dict(chosen.order_by("at", "pk").values_list("thing_id", "by_id")).items():
        tickets.filter(pk=pk).update(cause_by_id=by)


class Migration(migrations.Migration):

    dependencies = [
        ('cycles', '0004_roadmap'),
        ('planner', '0001_initial'),
        ('support', '0012_ratio'),
    ]

    operations = [
        migrations.CreateModel(
            name='Remedy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('days', models.DecimalField(decimal_places=2, max_digits=7)),
                ('at', models.DateTimeField()),
            ],
            options={
                'verbose_name_plural': 'remedies',
                'ordering': ('-at', '-pk'),
            },
        ),
        migrations.AddField(
            model_name='desksettings',
            name='cause_days',
            field=models.PositiveSmallIntegerField(default=1, validators=[django.core.validators.MinValueValidator(1)]),
        ),
        migrations.AddField(
            model_name='ticket',
            name='cause_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='planner.member'),
        ),
        migrations.AddIndex(
            model_name='ticket',
            index=models.Index(fields=['workspace', 'opened_at', 'cause', 'owner'], name='ticket_of_a_time'),
        ),
        migrations.AddField(
            model_name='remedy',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='planner.member'),
        ),
        migrations.AddField(
            model_name='remedy',
            name='cause',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='remedies', to='support.cause'),
        ),
        migrations.AddField(
            model_name='remedy',
            name='epic',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='remedies', to='cycles.epic'),
        ),
        migrations.AddField(
            model_name='remedy',
            name='tickets',
            field=models.ManyToManyField(related_name='remedies', to='support.ticket'),
        ),
        migrations.AddConstraint(
            model_name='remedy',
            constraint=models.UniqueConstraint(fields=('cause', 'epic'), name='epic_ends_a_cause_once'),
        ),
        migrations.AddConstraint(
            model_name='remedy',
            constraint=models.CheckConstraint(condition=models.Q(('days__gte', 0)), name='remedy_is_for_what_costs_days'),
        ),
        migrations.RunPython(name_who_chose, migrations.RunPython.noop, elidable=True),
    ]
