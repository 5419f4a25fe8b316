"""The first losses of some workloads in PyTorch: torch_losses.py COUNT. Reads a folder a line, answers in JSON."""

import json
import sys

import torch

from torch_model import Workload, losses, variants


def main():
    count = int(sys.argv[1])
    print(json.dumps({"version": torch.__version__}), flush=True)
    for line in sys.stdin:
        workload = Workload(json.loads(line)["folder"])
        found = {variant: losses(workload, variant, count) for variant in variants(workload.spec)}
        print(json.dumps({"losses": found}), flush=True)


main()
