"""drain3 with its defaults and generic masks.

drain3_templates.py score FOLDER OUT   writes OUT/SYSTEM.tsv: the final group and template of each line
drain3_templates.py speed FILE         prints lines per second of processor time
"""

import csv
import os
import sys
import time

from drain3 import TemplateMiner
from drain3.masking import MaskingInstruction
from drain3.template_miner_config import TemplateMinerConfig

# The masks of drain3's own example, all to the placeholder of the sets.
START, END = r"((?<=[^A-Za-z0-9])|^)", r"((?=[^A-Za-z0-9])|$)"
MASKS = [
    r"(([0-9a-f]{2,}:){3,}([0-9a-f]{2,}))",
    r"(\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3})",
    r"([0-9a-f]{6,} ?){3,}",
    r"([0-9A-F]{4} ?){4,}",
    r"(0x[a-f0-9A-F]+)",
    r"([\-\+]?\d+)",
]


def miner():
    config = TemplateMinerConfig()
    config.profiling_enabled = False
    config.masking_instructions = [MaskingInstruction(START + mask + END, "*") for mask in MASKS]
    return TemplateMiner(config=config)


def score(folder, out):
    os.makedirs(out, exist_ok=True)
    for name in sorted(os.listdir(folder)):
        path = f"{folder}/{name}/{name}_2k.log_structured_corrected.csv"
        if not os.path.exists(path):
            continue
        drain = miner()
        with open(path, newline="") as file:
            groups = [drain.add_log_message(row["Content"])["cluster_id"] for row in csv.DictReader(file)]
        templates = {cluster.cluster_id: cluster.get_template() for cluster in drain.drain.clusters}
        with open(f"{out}/{name}.tsv", "w") as file:
            for group in groups:
                file.write(f"{group}\t{' '.join(templates[group].split())}\n")


def speed(path):
    drain = miner()
    with open(path, errors="replace") as file:
        lines = file.read().splitlines()
    start = time.process_time()
    for line in lines:
        drain.add_log_message(line)
    print(f"{len(lines) / (time.process_time() - start):.0f}")


if sys.argv[1] == "score":
    score(sys.argv[2], sys.argv[3])
else:
    speed(sys.argv[2])
