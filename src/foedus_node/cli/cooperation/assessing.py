"""Targets and judgements: what each side says was reached, and where the sides differ."""

from collections.abc import Iterable
from typing import Annotated, Any

from cyclopts import Parameter

from foedus.cooperation.assessment import Assessment
from foedus.cooperation.document import from_json
from foedus.cooperation.plan import Plan
from foedus.cooperation.template import defence
from foedus.oversight.targets import Agreement, Aim, DomainAccount, Judgement, Reached
from foedus.oversight.targets import assess as assessed
from foedus.terms import Date, Language
from foedus_node import clock
from foedus_node.cli import node, printing
from foedus_node.cli.cooperation import saying
from foedus_node.cli.cooperation.drafting import open_draft, plan_of
from foedus_node.desk import drafting
from foedus_node.desk.register import register
from foedus_node.errors import UnknownNameError

_HOW = {
    Agreement.AGREED: "the sides agree",
    Agreement.DIFFERENT: "THE SIDES DIFFER",
    Agreement.ONE_SIDE: "one side's word only",
    Agreement.SILENT: "nobody has said anything",
}


def assess(
    plan: Annotated[str | None, Parameter(help="A plan; every plan in force, if not given.")] = None,
    /,
    *,
    compact: node.Compact = None,
    json: node.Json = False,
) -> None:
    """Show by domain how far a plan's lines and targets have come, and what each side judges of it.

    Example: foedus assess plan-2026

    A side says what was reached with `foedus report TARGET --set reached=12`. What the sides say stands
    apart; where they differ, both are shown.
    """
    seat = node.seat(compact)
    now = register(seat.held, party=seat.home.party, on=clock.today())
    plans = [one for one in now.known(Plan) if plan in (None, one.id)]
    if plan is not None and not plans:
        raise UnknownNameError(what="plan", name=plan, where="`foedus show` lists what there is.")
    found = [(one, assessed(now, one)) for one in plans]
    if json:
        printing.data([_plain(one, domains) for one, domains in found])
        return
    if not found:
        printing.say("There is no plan yet.")
    for one, domains in found:
        printing.say(f"{one.id} · {saying.title(one, seat.home.language)}")
        printing.say(*(line for domain in domains for line in _told(domain, seat.home.language)))


def target(
    name: Annotated[str, Parameter(help="The draft's name.")],
    /,
    *,
    domain: Annotated[str, Parameter(help="The field of cooperation: border, training, ...")],
    indicator: Annotated[list[str], Parameter(help="What is counted, as LANGUAGE=WORDS.")],
    goal: Annotated[int, Parameter(help="The number to reach.")],
    baseline: Annotated[
        int | None, Parameter(help="The number before; a goal below it is reached by falling to it.")
    ] = None,
    due: Annotated[str | None, Parameter(help="By when; by the plan's end if not given.")] = None,
    item: Annotated[str | None, Parameter(name="--as", help="Its own name; made if not given.")] = None,
) -> None:
    """Add a target to a drafted plan or amendment: what is to be reached, as a number agreed beforehand.

    Example: foedus draft target plan-2026 --domain training --indicator "en=Officers graduated" --goal 30
    """
    wanted, held = open_draft(name)
    made = from_json(
        {
            "type": "target",
            "id": item or drafting.fresh_name("target"),
            "plan": plan_of(wanted, held),
            "domain": domain,
            "indicator": node.wording("--indicator", indicator),
            "goal": goal,
            **({} if baseline is None else {"baseline": baseline}),
            **({"due": str(node.taken("--due", due, Date.parse))} if due else {}),
        }
    )
    with node.home().locked():
        drafting.put(wanted, [made], held)
    printing.say(f"Target {made.id} is in {name}.")


def _told(one: DomainAccount, language: Language) -> list[str]:
    title = printing.words(defence().title_of(one.domain), language) if one.domain else "The whole"
    lines = ", ".join(f"{str(progress).replace('-', ' ')} {count}" for progress, count in one.progress)
    told = [f"  {title}{f': {lines}' if lines else ''}"]
    for aim in one.aims:
        told += _aim(aim, language)
    if one.judgements:
        told.append(f"    judged: {_HOW[one.agreement]}")
        told += [f"      {_judgement(judgement)}" for judgement in one.judgements]
    return told


def _aim(one: Aim, language: Language) -> list[str]:
    target = one.target
    baseline = f" (before: {target.baseline})" if target.baseline is not None else ""
    due = f", by {one.due}" if one.due else ""
    indicator = printing.words(target.indicator, language)
    told = [f"    {target.id} · {indicator} · goal {target.goal}{baseline}{due} · {_HOW[one.agreement]}"]
    told += [f"      {_reached(side)}" for side in one.sides]
    return told + [f"      {party}: nothing said" for party in one.silent]


def _reached(one: Reached) -> str:
    number = "no number" if one.reached is None else str(one.reached)
    by_number = f", {one.by_number} by the number" if one.by_number else ""
    stated = f", {one.stated} in its own word" if one.stated else ""
    return f"{one.party}: {number}{by_number}{stated} ({one.on})"


def _judgement(one: Judgement) -> str:
    return f"{one.party}: {one.polarity} · {'; '.join(map(_assessment, one.assessments))}"


def _assessment(one: Assessment) -> str:
    return f"{one.id}, {one.given or 'undated'}: {printing.shortened(one.about, 60)}"


def _plain(plan: Plan, domains: Iterable[DomainAccount]) -> dict[str, Any]:
    return {
        "plan": plan.id,
        "domains": [
            {
                "domain": one.domain,
                "lines": {progress.value: count for progress, count in one.progress},
                "targets": [_plain_aim(aim) for aim in one.aims],
                "judged": one.agreement,
                "judgements": [
                    {
                        "party": judgement.party,
                        "polarity": judgement.polarity,
                        "assessments": [assessment.id for assessment in judgement.assessments],
                    }
                    for judgement in one.judgements
                ],
            }
            for one in domains
        ],
    }


def _plain_aim(one: Aim) -> dict[str, Any]:
    return {
        "target": one.target.id,
        "goal": one.target.goal,
        "baseline": one.target.baseline,
        "due": str(one.due) if one.due else None,
        "agreement": one.agreement,
        "sides": [
            {
                "party": side.party,
                "reached": side.reached,
                "by_number": side.by_number,
                "stated": side.stated,
                "on": str(side.on),
            }
            for side in one.sides
        ],
        "silent": list(one.silent),
    }
