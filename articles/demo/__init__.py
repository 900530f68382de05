"""The demo site: stories of an invented newspaper, loaded through the desk's own verbs."""
