"""One module for each page or room of pages; each lists its own addresses in `urlpatterns`."""
