"""What happened on the desk. Imports nothing of ours; taken up in AppConfig.ready()."""

from django.dispatch import Signal

# Sent inside the verb's transaction, after its work.
# sender: the verb's name. Carries: target (what it was done to), result, by (User), now (datetime).
verb_done = Signal()
