"""Ranks services by BARO's robust scorer. Reads a list of {injected, columns} and writes {rankings, seconds, version}."""

import json
import sys
import time
import warnings
from importlib.metadata import version

import pandas as pd
from baro.root_cause_analysis import robust_scorer

warnings.filterwarnings("ignore")


def frame(question):
    """One row a sample, one column a service and metric; columns have the same times but for gaps."""
    series = {
        f"{column['service']}\t{column['metric']}": pd.Series(column["values"], index=column["times"])
        for column in question["columns"]
    }
    series = {name: values[~values.index.duplicated()] for name, values in series.items()}
    # Pods are scraped some seconds apart: one row a minute.
    minutes = {name: values.groupby(values.index // 60 * 60).last() for name, values in series.items()}
    data = pd.DataFrame(minutes).sort_index().ffill().fillna(0)
    data.insert(0, "time", data.index)
    return data


def services(ranks):
    """Services in the order of their best column."""
    seen = []
    for name in ranks:
        service = name.split("\t")[0]
        if service not in seen:
            seen.append(service)
    return seen


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        questions = json.load(file)
    frames = [frame(question) for question in questions]
    rankings, seconds = [], 0.0
    for question, data in zip(questions, frames):
        start = time.perf_counter()
        try:
            ranks = robust_scorer(data, inject_time=question["injected"], dataset=None)["ranks"]
        except ValueError:
            # Too little before the injection to scale by.
            ranks = []
        seconds += time.perf_counter() - start
        rankings.append(services(ranks))
    json.dump({"rankings": rankings, "seconds": seconds, "version": version("fse-baro")}, sys.stdout)


main()
