"""Generates with PyTorch, for the benchmark that starts it: torch_generate.py FOLDER SECONDS.

First it writes, as a line of JSON, for each way to write the model the nats per token of a text and how many tokens it
draws a second. Then it answers lines of JSON: {"variant": …, "seconds": …} times one.
"""

import json
import os
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

from torch_model import Recurrent, Workload, dense, embedding


class Network(nn.Module):
    """An embedding, a stack of LSTM layers and an output, one step at a time."""

    def __init__(self, workload, variant):
        super().__init__()
        look_up, recurrent, output = workload.spec["layers"]
        weights = workload.weights
        self.table = embedding(weights["0.embedding.table"])
        given = {name[len("1.recurrent.") :]: value for name, value in weights.items() if name.startswith("1.")}
        self.lstm = Recurrent(recurrent, look_up["units"], given, packed=False, single_bias=False).network
        self.output = dense(output, recurrent["units"], weights["2.dense.kernel"], weights["2.dense.bias"])
        self.cells = None
        if variant == "cells":
            self.cells = nn.ModuleList()
            for layer in range(recurrent["layers"]):
                units = recurrent["units"]
                cell = nn.LSTMCell(look_up["units"] if layer == 0 else units, units)
                with torch.no_grad():
                    for name in ["weight_ih", "weight_hh", "bias_ih", "bias_hh"]:
                        getattr(cell, name).copy_(getattr(self.lstm, f"{name}_l{layer}"))
                self.cells.append(cell)

    def forward(self, ids, state):
        x = self.table(ids)
        if self.cells is None:
            x, state = self.lstm(x.unsqueeze(0), state)
            return self.output(x[0]), state
        states = []
        for layer, cell in enumerate(self.cells):
            states.append(cell(x, None if state is None else state[layer]))
            x = states[-1][0]
        return self.output(x), states


def nats_per_token(network, ids):
    state, total = None, 0.0
    for current, following in zip(ids[:-1], ids[1:]):
        logits, state = network(current.view(1), state)
        total += F.cross_entropy(logits, following.view(1)).item()
    return total / (len(ids) - 1)


def per_second(network, rows, seconds):
    """Tokens drawn a second, of all texts together; they are handed to Python, as a text has to be."""
    ids, state, text, steps = torch.full([rows], 2), None, [], 0
    began = time.perf_counter()
    while steps % 50 or time.perf_counter() - began < seconds:
        logits, state = network(ids, state)
        ids = torch.multinomial(F.softmax(logits, dim=-1), 1)[:, 0]
        text.append(ids.tolist())
        steps += 1
    return steps * rows / (time.perf_counter() - began)


@torch.inference_mode()
def main():
    folder, seconds = sys.argv[1], float(sys.argv[2])
    torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))
    torch.set_flush_denormal(True)
    workload = Workload(folder)
    rows = workload.batch
    ids = workload.batches[0]["ids"].flatten()[:64]
    ids = ids % (workload.spec["input"]["vocabulary"] - 2) + 2
    networks = {variant: Network(workload, variant).eval() for variant in ["lstm", "cells"]}

    found = []
    for variant, network in networks.items():
        nats = nats_per_token(network, ids)
        fastest = max(per_second(network, rows, seconds / 3) for _ in range(3))
        found.append({"variant": variant, "natsPerToken": nats, "perSecond": fastest})
    print(json.dumps({"version": torch.__version__, "variants": found}), flush=True)

    for line in sys.stdin:
        question = json.loads(line)
        speed = per_second(networks[question["variant"]], rows, question["seconds"])
        print(json.dumps({"perSecond": speed}), flush=True)


main()
