"""Times training steps in PyTorch, for the benchmark that starts it: torch_time_steps.py FOLDER LOSSES SECONDS.

First it writes, as a line of JSON, the first losses and the time of a step for each way to write the model. Then
it answers lines of JSON: {"variant": …} chooses one, {"seconds": …} times it.
"""

import json
import os
import sys
import time

import torch

from torch_model import Trainer, Workload, losses, variants


def milliseconds(trainer, seconds):
    """Mean time of a step, over as many as fit into some seconds."""
    steps, elapsed = 0, 0.0
    began = time.perf_counter()
    while steps == 0 or elapsed < seconds:
        trainer.step()
        steps += 1
        elapsed = time.perf_counter() - began
    return 1000 * elapsed / steps


def main():
    folder, count, seconds = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])
    torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))
    # Denormal numbers are many times slower; our engine flushes them as well.
    torch.set_flush_denormal(True)
    workload = Workload(folder)

    found = []
    for variant in variants(workload.spec):
        trainer = Trainer(workload, variant)
        milliseconds(trainer, seconds / 3)
        fastest = min(milliseconds(trainer, seconds / 3) for _ in range(3))
        found.append({"variant": variant, "ms": fastest, "losses": losses(workload, variant, count)})
    print(json.dumps({"version": torch.__version__, "variants": found}), flush=True)

    trainer = None
    for line in sys.stdin:
        question = json.loads(line)
        if "variant" in question:
            trainer = Trainer(workload, question["variant"])
            answer = {}
        else:
            answer = {"ms": milliseconds(trainer, question["seconds"])}
        print(json.dumps(answer), flush=True)


main()
