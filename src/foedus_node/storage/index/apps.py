"""The index as a Django application."""

from django.apps import AppConfig


class IndexConfig(AppConfig):
    """The application of the index's tables."""

    name = "foedus_node.storage.index"
    label = "shelf"
