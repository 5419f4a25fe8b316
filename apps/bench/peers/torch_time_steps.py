"""Times training steps in PyTorch, for the benchmark that starts it: torch_time_steps.py FOLDER LOSSES SECONDS [DEVICE].

First it writes, as a line of JSON, the first losses and the time of a step for each way to write the model. Then
it answers lines of JSON: {"variant": …} chooses one, {"seconds": …} times it.
"""

import json
import os
import sys
import time

import torch

from torch_model import Trainer, Workload, losses, variants


def wait_for(device):
    if device == "cuda":
        torch.cuda.synchronize()


def milliseconds(trainer, seconds, device):
    """Mean time of a step, over as many as fit into some seconds."""
    steps, elapsed = 0, 0.0
    wait_for(device)
    began = time.perf_counter()
    while steps == 0 or elapsed < seconds:
        trainer.step()
        steps += 1
        elapsed = time.perf_counter() - began
    wait_for(device)
    return 1000 * (time.perf_counter() - began) / steps


def main():
    folder, count, seconds = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])
    device = sys.argv[4] if len(sys.argv) > 4 else "cpu"
    torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))
    # Denormal numbers are many times slower; our engine flushes them as well.
    torch.set_flush_denormal(True)
    if device == "cuda":
        # Full float32, as ours has it here; and the fastest convolutions for the shapes.
        torch.backends.cuda.matmul.allow_tf32 = False
        torch.backends.cudnn.allow_tf32 = False
        torch.backends.cudnn.benchmark = True
    workload = Workload(folder, device)

    found = []
    for variant in variants(workload.spec):
        trainer = Trainer(workload, variant)
        milliseconds(trainer, seconds / 3, device)
        fastest = min(milliseconds(trainer, seconds / 3, device) for _ in range(3))
        found.append({"variant": variant, "ms": fastest, "losses": losses(workload, variant, count)})
    print(json.dumps({"version": torch.__version__, "variants": found}), flush=True)

    trainer = None
    for line in sys.stdin:
        question = json.loads(line)
        if "variant" in question:
            trainer = Trainer(workload, question["variant"])
            answer = {}
        else:
            answer = {"ms": milliseconds(trainer, question["seconds"], device)}
        print(json.dumps(answer), flush=True)


main()
