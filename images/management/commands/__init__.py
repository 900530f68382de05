"""They hold no rules, they call what does."""
