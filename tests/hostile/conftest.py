"""The node's code is made ready before a test module imports what stands on its tables."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "foedus_node.settings")
django.setup()
