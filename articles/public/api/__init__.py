"""The JSON API for partners: read-only, without a key, the same data as the pages."""
