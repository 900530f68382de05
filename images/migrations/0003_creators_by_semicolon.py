from django.db import migrations
from django.db.models import F, Value
from django.db.models.functions import Replace

import accounts.fields


def separate(apps, schema_editor):
    """Names had commas between them so far."""
    named = apps.get_model("images", "Image").objects.filter(creators__contains=",")
    named.update(creators=Replace(F("creators"), Value(","), Value(";")))


class Migration(migrations.Migration):
    dependencies = [("images", "0002_uploads")]

    operations = [
        migrations.AlterField(
            "image",
            "creators",
            accounts.fields.LineField(
                blank=True,
                help_text="Several names: with semicolons.",
                max_length=500,
                verbose_name="made by",
            ),
        ),
        migrations.RunPython(separate, migrations.RunPython.noop),
    ]
