"""What is reported to editors, as tables and lists: the status of a pack, the ways through it, its links."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from selfcheck.problems import say
from selfcheck.terminal.editors.tables import Findings
from selfcheck.terminal.editors.tables import Report
from selfcheck.terminal.editors.tables import Table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from selfcheck.assessment.walk import Run
    from selfcheck.assessment.walk import Walk
    from selfcheck.content.links import Visit
    from selfcheck.content.model import Pack
    from selfcheck.content.status import Share
    from selfcheck.content.status import Status
    from selfcheck.problems import Source
    from selfcheck.words import Words


def status_report(pack: Pack, status: Status, minutes: int, words: Words) -> Report:
    """How far a pack is: a row per language, then what needs a look."""
    titles = (
        words("language"), words("questions"), words("choices"), words("advice"), words("words of questions"),
        words("words of advice"), words("minutes to read a plan"),
    )  # fmt: skip
    rows = tuple(
        (
            each.language, _of(each.questions), _of(each.choices), _of(each.advice), str(each.question_words),
            str(each.advice_words), str(ceil(each.plan_minutes)),
        )
        for each in status.languages
    )  # fmt: skip
    return Report(
        title=words("{title} {version}: status", title=pack.title.within(words.language), version=pack.version),
        summary=(words("About {minutes} minutes to answer {n} questions.", minutes=minutes, n=len(pack.questions)),),
        table=Table(titles=titles, rows=rows),
        findings=(
            Findings(
                title=words("Translated from a text that has changed since"),
                items=tuple(words("{path} (from {source})", path=path, source=source) for path, source in status.stale),
            ),
            Findings(
                title=words("Past the date to look at it again"),
                items=tuple(f"{path} ({day})" for path, day in status.overdue),
            ),
            Findings(title=words("Advice that is never reached by any answers"), items=status.unreached),
            Findings(title=words("Without a link"), items=status.without_links),
            Findings(title=words("Without a thing to do"), items=status.without_actions),
        ),
    )


def walk_summary(walk: Walk, plans: tuple[int, int], per_question: float, words: Words) -> tuple[str, ...]:
    """What was seen on the way, in sentences."""
    shortest, longest = len(walk.shortest.questions), len(walk.longest.questions)
    lines = [
        words(
            "A sample of {n} ways through the questions, drawn with the seed {seed}; there are too many for all.",
            n=walk.ways,
            seed=walk.seed,
        )
        if walk.sampled
        else words("All {n} ways through the questions that answers can make.", n=walk.ways),
        words("Different sets of questions that are asked: {n}.", n=walk.routes),
        words(
            "Shortest: {n} questions, about {minutes} minutes.", n=shortest, minutes=_minutes(shortest, per_question)
        ),
        words("Longest: {n} questions, about {minutes} minutes.", n=longest, minutes=_minutes(longest, per_question)),
    ]
    return (*lines, words("A plan has between {least} and {most} words.", least=plans[0], most=plans[1]))


def walk_report(pack: Pack, walk: Walk, unreached: tuple[str, ...], summary: tuple[str, ...], words: Words) -> Report:
    """What was seen on the way: how long it is, and what nobody gets to see."""
    return Report(
        title=words(
            "{title} {version}: ways through the questions",
            title=pack.title.within(words.language),
            version=pack.version,
        ),
        summary=summary,
        findings=(
            Findings(title=words("What leads to the shortest"), items=_answers(pack, walk.shortest, words)),
            Findings(title=words("What leads to the longest"), items=_answers(pack, walk.longest, words)),
            Findings(title=words("Questions that are never asked"), items=walk.never_asked),
            Findings(title=words("Advice that is never reached by any answers"), items=unreached),
        ),
    )


def _answers(pack: Pack, run: Run, words: Words) -> tuple[str, ...]:
    found = []
    for name, chosen in run.answers.items():
        question = pack.by_id[name]
        labels = [choice.label(words.language) for choice in question.choices if choice.id in chosen]
        said = ", ".join(labels) or words("I do not know yet")
        found.append(f"{question.label(words.language)}: {said}")
    return tuple(found)


def _minutes(questions: int, per_question: float) -> int:
    return max(1, round(questions * per_question))


#: What came of visiting links, worst first, with its name.
VERDICT_TITLES = {
    "gone": say("Gone: there is no such page any more"),
    "not_found_page": say("Answers, but says that it was not found"),
    "certificate": say("The certificate is not valid"),
    "unreachable": say("Cannot be reached"),
    "timeout": say("Did not answer in time"),
    "failing": say("The server has a fault; look again another day"),
    "moved": say("Moved for good: write the new address"),
    "private": say("Leads into a private network, so it was not visited"),
    "refused": say("Refuses programs; look at it in a browser"),
}


def links_report(
    pack: Pack, places: Mapping[str, tuple[Source, ...]], visits: Mapping[str, Visit], words: Words
) -> Report:
    """What came of visiting the links of a pack."""
    seen = {url: visits[url] for url in places if url in visits}
    good = sum(visit.verdict == "ok" for visit in seen.values())
    days = sorted({visit.day for visit in seen.values()})
    summary = [
        words("Links: {total}. Visited: {visited}. Good: {good}.", total=len(places), visited=len(seen), good=good)
    ]
    if days:
        summary.append(words("Results from {first} to {last}.", first=days[0], last=days[-1]))
    findings = [
        Findings(
            title=words.sentence(title),
            items=tuple(_visited(url, visit, places[url]) for url, visit in seen.items() if visit.verdict == verdict),
        )
        for verdict, title in VERDICT_TITLES.items()
    ]
    unseen = tuple(url for url in places if url not in visits)
    findings.append(Findings(title=words("Not visited yet"), items=unseen))
    title = words("{title} {version}: links", title=pack.title.within(words.language), version=pack.version)
    return Report(title=title, summary=tuple(summary), findings=tuple(findings))


def _visited(url: str, visit: Visit, places: tuple[Source, ...]) -> str:
    """A link with what is known of it, and the first place where it stands."""
    status = str(visit.status) if visit.status >= 400 else ""
    known = "; ".join(filter(None, (status, visit.address and f"→ {visit.address}", visit.detail)))
    more = f" (+{len(places) - 1})" if len(places) > 1 else ""
    return f"{places[0]}{more}: {url}{f' [{known}]' if known else ''}"


def _of(share: Share) -> str:
    return f"{share.done}/{share.total}"
