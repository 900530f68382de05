"""`manage.py demo` and its like: they hold no rules, they call what does."""
