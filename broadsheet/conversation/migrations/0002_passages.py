"""A prompt was an editor's question; a passage is also what a reader comments on."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('conversation', '0001_initial'),
    ]

    operations = [
        # It names the field, which is about to have another name; 0003 makes it anew.
        migrations.RemoveConstraint(model_name='comment', name='comment_answers_one_thing'),
        migrations.RenameModel(old_name='Prompt', new_name='Passage'),
        migrations.RenameField(model_name='comment', old_name='prompt', new_name='passage'),
    ]
