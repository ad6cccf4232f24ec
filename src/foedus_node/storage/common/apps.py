"""The common record as a Django application."""

from django.apps import AppConfig

from foedus_node.storage import collating


class CommonConfig(AppConfig):
    """The application of the common record's tables."""

    name = "foedus_node.storage.common"
    label = "common"

    def ready(self) -> None:
        """Have words on a server sorted as in files."""
        collating.after_tables_of(self)
