"""The filter with which a page says a phrase of the core: `{{ breach.reason|in_words }}`."""

from django import template

from foedus_node.web.phrasing import in_words as said

register = template.Library()


@register.filter
def in_words(words: str) -> str:
    """Words of ours in the page's language."""
    return said(words)
