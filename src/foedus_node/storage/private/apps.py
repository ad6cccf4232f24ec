"""What is ours alone, as a Django application."""

from django.apps import AppConfig

from foedus_node.storage import collating


class PrivateConfig(AppConfig):
    """The application of the private tables."""

    name = "foedus_node.storage.private"
    label = "private"

    def ready(self) -> None:
        """Have words on a server sorted as in files."""
        collating.after_tables_of(self)
