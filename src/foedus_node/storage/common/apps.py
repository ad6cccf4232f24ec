"""The common record as a Django application."""

from django.apps import AppConfig


class CommonConfig(AppConfig):
    """The application of the common record's tables."""

    name = "foedus_node.storage.common"
    label = "common"
