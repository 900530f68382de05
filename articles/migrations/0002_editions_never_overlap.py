"""PostgreSQL itself holds that no two editions of one story overlap."""

from django.db import migrations

from articles.models.operations import NoOverlap


class Migration(migrations.Migration):
    dependencies = [("articles", "0001_initial")]

    operations = [NoOverlap("Edition", "story")]
