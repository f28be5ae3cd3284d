"""Commands for what came of it: `plan`, `open`, `saved`, `demo`."""

from __future__ import annotations

from selfcheck.cli import options


def plan(
    file: options.ResponseFile,
    lang: options.Language = None,
    formats: options.Formats = None,
    output: options.Output = None,
    last_good: options.LastGood = False,
    templates: options.Templates = None,
    quiet: options.Quiet = False,
    pack: options.Pack = None,
    debug: options.Debug = False,
) -> None:
    """Write the plan of a response again, in any language."""
    from functools import partial

    from selfcheck.assessment.places import plan_place
    from selfcheck.assessment.response_file import read_response
    from selfcheck.assessment.response_file import recover
    from selfcheck.cli.batch import print_paths
    from selfcheck.cli.setting import chosen_language
    from selfcheck.cli.setting import now
    from selfcheck.cli.setting import open_questions
    from selfcheck.cli.setting import pack_place
    from selfcheck.cli.wanted import hand_out
    from selfcheck.cli.wanted import markdown_path
    from selfcheck.cli.wanted import wanted_formats
    from selfcheck.terminal.desk import require_pack
    from selfcheck.terminal.desk import write_plan
    from selfcheck.terminal.printing import print_talk
    from selfcheck.words import Words

    wanted = wanted_formats(formats, output)
    loaded = recover(file) if last_good else read_response(file)
    words = Words((chosen_language(lang) if lang else None) or loaded.response.language)
    if loaded.edited and not quiet:
        print_talk(words("{path} was changed outside selfcheck; the answers are taken as they are.", path=file))
    place = pack_place(pack)
    opened = open_questions(place, words)
    require_pack(loaded.response, opened)
    targets = wanted.targets(partial(plan_place, file))
    written = write_plan(opened, place, loaded.response, words, now(), markdown_path(targets), templates)
    hand_out(written.plan, targets, words, templates)
    if not quiet:
        print_paths(targets)


def open_plan(
    file: options.File = None,
    lang: options.Language = None,
    pack: options.Pack = None,
    dir: options.Directory = None,
    debug: options.Debug = False,
) -> None:
    """Write the plan as a page, and show it in the browser."""
    from selfcheck.assessment.places import plan_place
    from selfcheck.cli.respond import last_changed
    from selfcheck.cli.setting import answers_folder
    from selfcheck.terminal.browser import open_in_browser
    from selfcheck.terminal.printing import print_talk

    path = file or last_changed(answers_folder(dir))
    plan(path, lang, "html", pack=pack)
    if not open_in_browser(plan_place(path, "html")):
        from selfcheck.cli.setting import chosen_language
        from selfcheck.words import Words

        words = Words(chosen_language(lang) or "en")
        print_talk(words("No browser could be started; open the file yourself."))


def saved(
    dir: options.Directory = None,
    as_json: options.AsJson = False,
    lang: options.Language = None,
    debug: options.Debug = False,
) -> None:
    """List the saved checks, the last changed first."""
    import json

    from selfcheck.assessment.places import saved_responses
    from selfcheck.cli.setting import answers_folder
    from selfcheck.cli.setting import chosen_language
    from selfcheck.terminal.opening import moment
    from selfcheck.terminal.printing import print_result
    from selfcheck.terminal.printing import print_talk
    from selfcheck.words import Words

    words = Words(chosen_language(lang) or "en")
    folder = answers_folder(dir)
    found = saved_responses(folder)
    if as_json:
        entries = [
            {
                "organisation": item.response.organisation,
                "pack": item.response.pack.id,
                "changed": item.response.changed,
                "finished": item.response.finished,
                "file": str(item.path),
            }
            for item in found
        ]
        print_result(json.dumps({"schema": "selfcheck/1", "saved": entries}, ensure_ascii=False, indent=2))
        return
    if not found:
        print_talk(words("There is no saved check in {folder}.", folder=folder))
    for item in found:
        state = words("finished") if item.response.finished else words("not finished")
        print_result(f"{item.response.organisation}, {item.response.pack.id}, {moment(item.response.changed)}, {state}")
        print_result(str(item.path))


def demo(
    lang: options.Language = None,
    formats: options.Formats = None,
    output: options.Output = None,
    dir: options.Directory = None,
    debug: options.Debug = False,
) -> None:
    """Answer for a made-up organisation, and show what it gets: the same path as for a real one."""
    from selfcheck.cli.batch import answer_from_file
    from selfcheck.cli.wanted import wanted_formats
    from selfcheck.content.loading import shipped_pack

    answers = shipped_pack() / "demo.yaml"
    wanted = wanted_formats(formats, output)
    answer_from_file(answers, "", lang, wanted, None, dir, allow_open=True, quiet=False, summary=True)
