"""The application as servers call it. The settings are named by the environment."""

from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application


def ready() -> WSGIHandler:
    """The application, with everything that acts need read now, not when the first page asks for it."""
    handler = get_wsgi_application()
    from imena.ledger.registry import registered

    registered()
    return handler


application = ready()
