"""A tree of commands of which only what is used is built: describing all of them takes longer than running one."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING
from typing import Any

from typer.main import get_command_from_info
from typer.main import get_group_from_info
from typer.main import get_install_completion_arguments
from typer.models import TyperInfo

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterator

    import typer
    from typer.core import TyperGroup


class Commands(Mapping[str, Any]):
    """Commands by their names, each built when somebody asks for it."""

    def __init__(self, makers: Mapping[str, Callable[[], Any]]) -> None:
        """Keep how each command is made."""
        self._makers = makers
        self._made: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        """The command of that name."""
        if name not in self._made:
            self._made[name] = self._makers[name]()
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        """The names, in the order in which they are listed."""
        return iter(self._makers)

    def __len__(self) -> int:
        """How many there are."""
        return len(self._makers)


def make_tree(app: typer.Typer) -> TyperGroup:
    """The commands of an application, as one that can be run. The application itself is empty afterwards."""
    group = _group(TyperInfo(app))
    group.params += get_install_completion_arguments()
    return group


def _group(info: TyperInfo) -> TyperGroup:
    app = info.typer_instance
    assert app is not None
    makers: dict[str, Callable[[], Any]] = {}
    for command in app.registered_commands:
        make = partial(get_command_from_info, command, pretty_exceptions_short=False, rich_markup_mode=None)
        makers[str(command.name)] = make
    for inner in app.registered_groups:
        makers[str(inner.name)] = partial(_group, inner)
    app.registered_commands, app.registered_groups = [], []
    group = get_group_from_info(info, pretty_exceptions_short=False, suggest_commands=True, rich_markup_mode=None)
    group.commands = Commands(makers)  # type: ignore[assignment]  # it is only read
    return group
