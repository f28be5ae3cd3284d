"""The command of trainers: `trainer`."""

from __future__ import annotations

import typer

from selfcheck.cli import options


def trainer(
    lang: options.Language = None,
    accessible: options.Accessible = False,
    show_results: options.ShowResults = False,
    no_color: options.NoColor = False,
    pack: options.Pack = None,
    dir: options.Directory = None,
    debug: options.Debug = False,
) -> None:
    """Run checks for several organisations, one after another, with nothing of one left for the next to see."""
    from selfcheck.assessment.training import new_training
    from selfcheck.assessment.training import read_training
    from selfcheck.assessment.training import training_place
    from selfcheck.cli.conversation import choose_show
    from selfcheck.cli.conversation import show_pages
    from selfcheck.cli.desk import open_desk
    from selfcheck.cli.setting import now
    from selfcheck.terminal.printing import print_result
    from selfcheck.terminal.printing import print_talk
    from selfcheck.terminal.training import Trainer

    show = choose_show(accessible=accessible, no_color=no_color, projector=True)
    desk, ask_language = open_desk(pack, lang, dir)
    place = training_place(desk.folder, now())
    training = read_training(place) if place.exists() else new_training(now())
    try:
        closing = show_pages(
            desk, Trainer(desk, place, training, show_results=show_results).run(ask_language=ask_language), show
        )
    finally:
        desk.close()
    if closing.deleted:
        print_talk(desk.words("The answers and plans of this training are deleted."))
    elif place.exists():
        print_talk(desk.words("Saved. The list of this training:"))
        print_result(str(place))
    if closing.interrupted:
        raise typer.Exit(130)
