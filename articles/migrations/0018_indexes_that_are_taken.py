from django.db import migrations, models

IS_TOLD = models.Q(
    models.Q(("change", "correction"), ("change", "clarification"), _connector="OR"),
    ("is_mistake", False),
)


class Migration(migrations.Migration):
    dependencies = [("articles", "0017_alerts")]

    operations = [
        migrations.RemoveIndex(model_name="edition", name="editions_of_format"),
        migrations.RemoveIndex(model_name="edition", name="corrections_of_site"),
        migrations.RemoveIndex(model_name="edition", name="corrections_of_story"),
        migrations.AddIndex(
            model_name="edition",
            index=models.Index(
                condition=models.Q(("format", "page")), fields=["live_from"], name="standing_pages"
            ),
        ),
        migrations.AddIndex(
            model_name="edition",
            index=models.Index(
                condition=IS_TOLD,
                fields=["language", "-live_from", "-id"],
                name="corrections_of_site",
            ),
        ),
        migrations.AddIndex(
            model_name="edition",
            index=models.Index(
                condition=IS_TOLD, fields=["story", "live_from"], name="corrections_of_story"
            ),
        ),
    ]
