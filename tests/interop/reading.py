"""Run by the Python of an environment that holds junitparser and markdown-it-py: says as JSON what they read in a report.

    reading.py junit|markdown FILE"""

import json
import sys

NAMES = ("tests", "failures", "errors", "skipped")


def junit(path):
    from junitparser import JUnitXml

    whole = JUnitXml.fromfile(path)
    suites, cases = list(whole), []
    for suite in suites:
        for case in suite:
            result = case.result[0] if case.result else None
            fate = type(result).__name__.lower() if result else "passed"
            text = (result.text or "") if result else ""
            cases.append({"fate": fate, "type": (result.type or "") if result else "", "text": text, "suite": suite.name})
    claimed = [[getattr(one, name) for name in NAMES] for one in (whole, *suites)]
    whole.update_statistics()
    counted = [[getattr(one, name) for name in NAMES] for one in (whole, *suites)]
    return {"cases": cases, "claimed": claimed, "counted": counted}


def markdown(path):
    from markdown_it import MarkdownIt

    # HTML is let through, as GitHub and GitLab do, so that what would become an element is found.
    parser = MarkdownIt("commonmark", {"html": True}).enable("table").enable("strikethrough")
    flat = []
    for token in parser.parse(open(path, encoding="utf-8").read()):
        flat += [token, *(token.children or [])]
    of = lambda *types: [token for token in flat if token.type in types]  # noqa: E731
    tables, text = [], []
    for token in flat:
        if token.type == "table_open":
            tables.append([])
        elif token.type == "tr_open":
            tables[-1].append([])
        elif token.type in ("th_open", "td_open"):
            tables[-1][-1].append("")
        elif token.type in ("text", "code_inline", "code_block", "fence"):
            text.append(token.content)
            if tables and tables[-1] and tables[-1][-1] and token.type != "fence":
                tables[-1][-1][-1] += token.content
    return {
        "html": [token.content for token in of("html_inline", "html_block")],
        "links": [token.attrs.get("href") for token in of("link_open")],
        "images": [token.attrs.get("src") for token in of("image")],
        "tables": tables,
        "text": "\n".join(text),
    }


if __name__ == "__main__":
    how, file = sys.argv[1:]
    json.dump({"junit": junit, "markdown": markdown}[how](file), sys.stdout)
