"""Who: people, how they sign in, and the audit lines of what they did."""
