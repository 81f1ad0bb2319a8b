from django.db import migrations, models


def forget_words(apps, schema_editor):
    """Faults were kept as sentences; within ten minutes each is met anew and kept as a code."""
    apps.get_model("support", "Cluster").objects.update(rest={})


class Migration(migrations.Migration):

    dependencies = [
        ('support', '0020_time_entries_of_a_day'),
    ]

    operations = [
        migrations.RunPython(forget_words, migrations.RunPython.noop),
        migrations.RemoveField(model_name="cluster", name="fault"),
        migrations.AddField(
            model_name="cluster",
            name="fault",
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name="point",
            name="short",
            field=models.JSONField(default=dict),
        ),
    ]
