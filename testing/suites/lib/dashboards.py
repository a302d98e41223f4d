"""dashboards.py PROMETHEUS FILE...: asks Prometheus every query of the dashboards until each has returned a number, at most two minutes."""

import json
import math
import sys
import time
import urllib.parse
import urllib.request

VARIABLES = {"$job": ".*", "$__rate_interval": "20s"}
LIMIT_SECONDS = 120


def main(prometheus, *files):
    missing = {query: place for file in files for place, query in queries(file)}
    total, begun = len(missing), time.monotonic()
    print(f"{total} queries in {len(files)} dashboards", file=sys.stderr)
    while missing and time.monotonic() - begun < LIMIT_SECONDS:
        missing = {query: place for query, place in missing.items() if not has_data(prometheus, query)}
        time.sleep(1 if missing else 0)
    for query, place in missing.items():
        print(f"{place}: no data: {query}")
    broken = [rule for group in ask(prometheus, "rules")["groups"] for rule in group["rules"] if rule["health"] != "ok"]
    for rule in broken:
        print(f"{rule['name']}: {rule['health']}: {rule.get('lastError', '')}")
    if missing or broken:
        sys.exit(1)
    firing = sorted({alert["labels"]["alertname"] for alert in ask(prometheus, "alerts")["alerts"] if alert["state"] == "firing"})
    print(f"{total} queries of {len(files)} dashboards return data; alerts that fire: {', '.join(firing) or 'none'}")


def queries(file):
    dashboard = json.load(open(file, encoding="utf-8"))
    for panel in dashboard["panels"]:
        for target in panel["targets"]:
            query = target["expr"]
            for name, value in VARIABLES.items():
                query = query.replace(name, value)
            if "$" in query:
                sys.exit(f"{file}: {panel['title']}: a variable is not known here: {query}")
            yield f"{dashboard['title']}: {panel['title']}", query


def has_data(prometheus, query):
    end = time.time()
    answer = ask(prometheus, "query_range", query=query, start=end - 300, end=end, step=2)
    return any(not math.isnan(float(value)) for series in answer["result"] for _, value in series["values"])


def ask(prometheus, what, **parameters):
    with urllib.request.urlopen(f"{prometheus}/api/v1/{what}?{urllib.parse.urlencode(parameters)}", timeout=10) as answer:
        return json.load(answer)["data"]


if __name__ == "__main__":
    main(*sys.argv[1:])
