import django.db.models.deletion
from django.db import migrations, models


def _without_index(model, field, index, foreign_key):
    """
    Drop it by name, which is the same on both databases: of an altered field SQLite would copy the
    whole table, with the bodies of a month.
    """
    table = f'support_{model}'
    return migrations.SeparateDatabaseAndState(
        database_operations=[
            migrations.RunSQL(
                f'DROP INDEX IF EXISTS {index}',
                f'CREATE INDEX {index} ON {table} ({field}_id)',
            )
        ],
        state_operations=[migrations.AlterField(model, field, foreign_key)],
    )


class Migration(migrations.Migration):

    dependencies = [
        ('support', '0024_handoffs_told_in_each_language'),
    ]

    operations = [
        _without_index(
            'alert',
            'source',
            'support_alert_source_id_aa0fb687',
            models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='alerts', to='support.source'),
        ),
        _without_index(
            'alert',
            'storm_group',
            'support_alert_storm_group_id_5ee29088',
            models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='alerts', to='support.stormgroup'),
        ),
        _without_index(
            'delivery',
            'source',
            'support_delivery_source_id_49accdce',
            models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='support.source'),
        ),
        _without_index(
            'episode',
            'alert',
            'support_episode_alert_id_b165cc63',
            models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='episodes', to='support.alert'),
        ),
        migrations.AddIndex(
            model_name='alert',
            index=models.Index(condition=models.Q(('storm_group__isnull', False)), fields=['storm_group'], name='alert_of_a_storm_group'),
        ),
    ]
