"""How a command's help is shown: its paragraphs filled to the width of the screen that shows them.

A docstring's lines end where a source file's end, which is no place of a narrower screen. Each
example begins a line, and what is set in by blanks stays as it is.
"""

from typing import TYPE_CHECKING, Any

from foedus.later import later

if TYPE_CHECKING:
    from cyclopts.help import HelpPanel, InlineText, formatters
    from rich import text
    from rich.console import Console, ConsoleOptions
else:
    formatters, text = later("cyclopts.help.formatters"), later("rich.text")


class Flowing:
    """Shows help as it is usually shown, but for the lines of its paragraphs."""

    def __call__(self, console: "Console", options: "ConsoleOptions", panel: "HelpPanel") -> None:
        """Show a panel of arguments, parameters or commands."""
        formatters.DefaultFormatter()(console, options, panel)

    def render_usage(self, console: "Console", options: "ConsoleOptions", usage: Any) -> None:
        """Show the line of usage."""
        formatters.DefaultFormatter().render_usage(console, options, usage)

    def render_description(
        self, console: "Console", options: "ConsoleOptions", description: "InlineText | None"
    ) -> None:
        """Show what the command does."""
        if description:
            description.primary_renderable = text.Text(flowing(str(description.primary_renderable)))
        formatters.DefaultFormatter().render_description(console, options, description)


def flowing(words: str) -> str:
    """Words whose paragraphs are a line each, so that whoever shows them may break them anew."""
    shown = [""]
    for line in words.splitlines():
        if shown[-1] and line and not line.startswith((" ", "Example:")):
            shown[-1] += f" {line}"
        else:
            shown.append(line)
    return "\n".join(shown[1:])
