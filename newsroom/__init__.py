"""The project: settings, addresses, the WSGI entry point. No models, no views."""
