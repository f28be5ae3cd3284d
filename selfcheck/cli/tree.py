"""A tree of commands of which only what is used is loaded: describing all of them takes longer than running one."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING
from typing import Any

from typer.core import TyperCommand
from typer.core import TyperGroup
from typer.main import get_command_from_info
from typer.main import get_group_from_info
from typer.main import get_install_completion_arguments
from typer.models import CommandInfo
from typer.models import TyperInfo

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterator

    import typer

#: What every group is told: how help is asked for, and how wide it becomes.
SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 80}


class Entry:
    """A command or a group: what a list says of it, and how it is made when somebody asks for it."""

    def __init__(self, help: str | None, make: Callable[[str], Any], *, hidden: bool = False) -> None:
        """Keep what it is for; one that is `hidden` is in no list."""
        self.help = help
        self.make = make
        self.hidden = hidden

    def listed(self, name: str) -> TyperCommand:
        """What stands for it in a list."""
        return TyperCommand(name, help=self.help, hidden=self.hidden)


def command(function: str, help: str | None = None, *, hidden: bool = False) -> Entry:
    """A command that calls a function, named with its module below `cli`: `results.plan`."""

    def make(name: str) -> Any:
        module, _, called = function.rpartition(".")
        callback = getattr(import_module(f"selfcheck.cli.{module}"), called)
        info = CommandInfo(name=name, help=help, callback=callback, hidden=hidden)
        return get_command_from_info(info, pretty_exceptions_short=False, rich_markup_mode=None)

    return Entry(help, make, hidden=hidden)


def group(help: str, entries: Mapping[str, Entry], *, otherwise: str = "") -> Entry:
    """A group of commands, which shows its help where none is named; what is no command goes to `otherwise`."""

    def make(name: str) -> Any:
        made = Group(name=name, help=help, no_args_is_help=True, context_settings=SETTINGS, rich_markup_mode=None)
        made.hold(entries, otherwise=otherwise)
        return made

    return Entry(help, make)


def make_tree(app: typer.Typer, entries: Mapping[str, Entry]) -> TyperGroup:
    """An application as a group that can be run, with the options that install completion, and these commands."""
    tree = get_group_from_info(
        TyperInfo(app, cls=Group), pretty_exceptions_short=False, suggest_commands=True, rich_markup_mode=None
    )
    assert isinstance(tree, Group)
    tree.params += get_install_completion_arguments()
    tree.hold(entries)
    return tree


class Group(TyperGroup):
    """A group that knows the names of its commands, and what they are for, before any of them is made."""

    otherwise = ""

    def hold(self, entries: Mapping[str, Entry], *, otherwise: str = "") -> None:
        """Have these commands; what is none of them is for the command `otherwise`."""
        self.commands = Commands(entries)  # type: ignore[assignment]  # it is only read
        self.otherwise = otherwise

    def list_commands(self, ctx: typer.Context) -> list[str]:  # type: ignore[override]
        """The names, in the order in which they are listed."""
        return list(self.commands)

    def format_commands(self, ctx: typer.Context, formatter: Any) -> None:  # type: ignore[override]
        """List the commands, without making them."""
        assert isinstance(self.commands, Commands)
        listed = [entry.listed(name) for name, entry in self.commands.entries.items()]
        TyperGroup(commands=listed).format_commands(ctx, formatter)

    def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:  # type: ignore[override]
        """Put the command in that is meant, where none is named."""
        if self.otherwise and args and args[0] not in (*self.commands, "--help", "-h"):
            args = [self.otherwise, *args]
        return super().parse_args(ctx, args)


class Commands(Mapping[str, Any]):
    """Commands by their names, each made when somebody asks for it."""

    def __init__(self, entries: Mapping[str, Entry]) -> None:
        """Keep how each command is made."""
        self.entries = entries
        self._made: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        """The command of that name."""
        if name not in self._made:
            self._made[name] = self.entries[name].make(name)
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        """The names, in the order in which they are listed."""
        return iter(self.entries)

    def __len__(self) -> int:
        """How many there are."""
        return len(self.entries)
