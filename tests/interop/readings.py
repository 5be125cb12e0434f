"""What machines make of the reports for them: junitparser and a schema of JUnit's XML, promtool, a CommonMark parser. The JSON of the same run
says what they must find."""

import re
from pathlib import Path

import hostile
from tool import expect, program, run, tail

HERE = Path(__file__).resolve().parent
SCHEMA = HERE / "junit.xsd"
# Runs in the environment of its own that holds the parsers.
READER = HERE / "reading.py"
LIMIT = 60
# What nobody named and is not there.
ABSENT = "not-exposed"


def read(how, run_made, name):
    """What the parser says of a report, as JSON."""
    python = Path(program("junitparser")).parent / "python"
    ran = run([python, READER, how, run_made.file(name)], run_made.dir, timeout=LIMIT)
    expect(ran.code == 0, f"{how}: {tail(ran.err)}")
    return ran.json()


def junit(made):
    """Each endpoint is one case, which fails for the reason that the JSON has, or does not; what is not there is skipped."""
    said, report = read("junit", made, "junit"), made.json()
    cases = [case for case in said["cases"] if case["fate"] != "error"]
    expect(len(cases) == len(report["endpoints"]), f"{len(cases)} cases for {len(report['endpoints'])} endpoints")
    got, wanted = sorted(case["type"] for case in cases if case["fate"] == "failure"), sorted(failing(report))
    expect(got == wanted, f"only there: {[one for one in got if one not in wanted][:3]}, not there: {[one for one in wanted if one not in got][:3]}")
    skipped = sum(case["fate"] == "skipped" and case["type"] == ABSENT for case in cases)
    expect(skipped == sum(e["effective_code"] == ABSENT for e in report["endpoints"]), f"{skipped} are skipped")
    expect(said["counted"] == said["claimed"], f"counted {said['counted']}, claimed {said['claimed']}")
    errors = len(said["cases"]) - len(cases)
    expect(errors == len(report["problems"]), f"{errors} errors for {len(report['problems'])} inputs")
    if made.name == "hostile":
        told = "".join(case["text"] for case in said["cases"])
        for word in hostile.WORDS:
            expect(word in told, f"{word} is not in a failure's text")
    return f"{len(cases)} cases, {len(got)} fail"


def failing(report):
    """Why each endpoint fails that does, by the code that counts."""
    severities = {e["effective"]["verdict"]["code"]: e["effective"]["verdict"]["severity"] for e in report["run_findings"]}
    severities |= {e["verdict"]["code"]: e["verdict"]["severity"] for e in report["endpoints"]}
    return [e["effective_code"] for e in report["endpoints"] if severities[e["effective_code"]] == "failure"]


def valid_junit(made):
    ran = run([program("xmlschema-validate"), "--schema", SCHEMA, made.file("junit")], made.dir, timeout=LIMIT)
    expect(ran.code == 0, tail(ran.err + ran.out.decode()))
    # The schema takes not just anything.
    broken = made.dir / "broken.xml"
    broken.write_text(made.text("junit").replace("<testcase name=", "<testcase label=", 1))
    ran = run([program("xmlschema-validate"), "--schema", SCHEMA, broken], made.dir, timeout=LIMIT)
    expect(ran.code != 0, "the schema takes a case without a name")


def metrics(made):
    ran = run([program("promtool"), "check", "metrics"], made.dir, stdin=made.text("prometheus").encode())
    expect(ran.code == 0 and not ran.err.strip(), f"exit {ran.code}: {tail(ran.err)}")


def markdown(made):
    """As HTML that a browser would show: tables whole, no element but those of Markdown, hostile words as text."""
    said = read("markdown", made, "markdown")
    expect(not said["html"], f"HTML in it: {said['html'][:3]}")
    expect(not said["links"] and not said["images"], f"links {said['links'][:3]}, images {said['images'][:3]}")
    expect(said["tables"], "no table")
    for table in said["tables"]:
        expect(len({len(row) for row in table}) == 1, f"rows of unlike length: {table[:2]}")
    rows = [" ".join(row) for table in said["tables"] for row in table]
    every = set(failing(made.json()))
    named = {code for code in every if re.search(rf"\b{code}\b", " ".join(rows) + said["text"])}
    # Of many, the summary names those that come first.
    expect(named == every or len(every) > 20, f"not named: {sorted(every - named)}")
    return f"{len(said['tables'])} tables, {len(rows)} rows"
