"""The people of a node as a Django application."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """The application of users and what they may do."""

    name = "foedus_node.people"
    label = "people"
