"""What is ours alone, as a Django application."""

from django.apps import AppConfig


class PrivateConfig(AppConfig):
    """The application of the private tables."""

    name = "foedus_node.storage.private"
    label = "private"
