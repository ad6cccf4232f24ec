"""The pages as a Django application."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The application of the pages; it has no tables."""

    name = "foedus_node.web"
    label = "web"
