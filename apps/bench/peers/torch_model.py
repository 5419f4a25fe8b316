"""Builds a model spec of RNNLab with torch.nn, as a user of PyTorch would write it.

Sequences are [time, batch, features] for recurrent models and [batch, features, time] for convolutions over time,
which is what PyTorch is fastest with.
"""

import json
import os

import torch
from torch import nn
from torch.nn import functional as F

# Our order of gates in PyTorch's: input, output, forget, cell -> i, f, g, o; update, reset, candidate -> r, z, n.
GATES = {"rnn": [0], "rnn-relu": [0], "lstm": [0, 2, 3, 1], "gru": [1, 0, 2]}


class Workload:
    """A folder written by the benchmark: the model, its initial weights and its batches."""

    def __init__(self, folder, device="cpu"):
        self.device = device
        with open(os.path.join(folder, "workload.json"), encoding="utf8") as file:
            description = json.load(file)
        self.spec = description["spec"]
        self.optimizer = description["optimizer"]
        self.learning_rate = description["learningRate"]
        self.batch, self.steps = description["batch"], description["steps"]
        flat = read(folder, "weights", torch.float32)
        self.weights = {}
        for parameter in description["parameters"]:
            size = torch.Size(parameter["shape"]).numel()
            start = parameter["offset"]
            self.weights[parameter["name"]] = flat[start : start + size].view(parameter["shape"])
        self.batches = [{} for _ in range(description["batches"])]
        for tensor in description["tensors"]:
            values = read(folder, tensor["name"], getattr(torch, tensor["type"]))
            values = values.view(len(self.batches), *tensor["shape"])
            for batch, part in zip(self.batches, values):
                part = part.long() if tensor["type"] == "int32" else part.clone()
                # PyTorch wants lengths on the CPU.
                batch[tensor["name"]] = part if tensor["name"] == "lengths" else part.to(device)


def read(folder, name, dtype):
    with open(os.path.join(folder, name + ".bin"), "rb") as file:
        return torch.frombuffer(bytearray(file.read()), dtype=dtype)


class OneHot(nn.Module):
    def __init__(self, vocabulary):
        super().__init__()
        self.vocabulary = vocabulary

    def forward(self, ids):
        return F.one_hot(ids, self.vocabulary).float()


class Recurrent(nn.Module):
    """A stack of nn.RNN, nn.GRU or nn.LSTM.

    PyTorch has two biases where one does. `single_bias` freezes the second one at zero, so that an optimizer does
    what it does with one; otherwise both are trained, as in any program that uses PyTorch.
    """

    def __init__(self, layer, inputs, weights, packed, single_bias, projected=False):
        super().__init__()
        cell, units, layers = layer["cell"], layer["units"], layer.get("layers", 1)
        both = layer.get("bidirectional", False)
        if layer.get("merge", "concat") != "concat":
            raise SystemExit("The PyTorch peer joins directions only by concatenation.")
        kind = {"rnn": nn.RNN, "rnn-relu": nn.RNN, "lstm": nn.LSTM, "gru": nn.GRU}[cell]
        options = {"nonlinearity": "relu"} if cell == "rnn-relu" else {}
        self.packed = packed
        self.network = kind(inputs, units, num_layers=layers, bidirectional=both, **options)
        self.outputs = units * (2 if both else 1)
        order = GATES[cell]
        with torch.no_grad():
            for index in range(layers):
                for direction in ["forward", "backward"] if both else ["forward"]:
                    given = f"{index}.{direction}."
                    own = f"_l{index}" + ("_reverse" if direction == "backward" else "")
                    input_weight = getattr(self.network, "weight_ih" + own)
                    if projected and index == 0:
                        input_weight.copy_(torch.eye(inputs)).requires_grad_(False)
                    else:
                        input_weight.copy_(reorder(weights[given + "kernel"], order).t())
                    recurrent = reorder(weights[given + "recurrentKernel"], order).t()
                    getattr(self.network, "weight_hh" + own).copy_(recurrent)
                    getattr(self.network, "bias_ih" + own).copy_(reorder(weights[given + "bias"], order))
                    second = getattr(self.network, "bias_hh" + own)
                    if cell == "gru":
                        second.copy_(reorder(weights[given + "recurrentBias"], order))
                    else:
                        second.zero_().requires_grad_(not single_bias)
        self.network.flatten_parameters()

    def forward(self, x, lengths):
        if not self.packed:
            return self.network(x)[0]
        packed = nn.utils.rnn.pack_padded_sequence(x, lengths, enforce_sorted=False)
        return nn.utils.rnn.pad_packed_sequence(self.network(packed)[0], total_length=x.shape[0])[0]


def reorder(weights, order):
    parts = weights.chunk(len(order), dim=-1)
    return torch.cat([parts[gate] for gate in order], dim=-1)


class Last(nn.Module):
    def __init__(self, packed):
        super().__init__()
        self.packed = packed

    def forward(self, x, lengths):
        if not self.packed:
            return x[-1]
        return x[lengths - 1, torch.arange(x.shape[1])]


def embedding(table):
    return nn.Embedding.from_pretrained(table.clone(), freeze=False)


def dense(layer, inputs, kernel, bias):
    linear = nn.Linear(inputs, layer["units"])
    with torch.no_grad():
        linear.weight.copy_(kernel.t())
        linear.bias.copy_(bias)
    return linear


def convolution(kernel, bias, options):
    kind = nn.Conv2d if kernel.dim() == 4 else nn.Conv1d
    conv = kind(kernel.shape[1], kernel.shape[0], tuple(kernel.shape[2:]), **options)
    with torch.no_grad():
        conv.weight.copy_(kernel)
        conv.bias.copy_(bias)
    return conv


def same_padding(entries, size, stride):
    """Padding and ceil_mode of nn.MaxPool that give ⌈entries / stride⌉ outputs."""
    outputs = -(-entries // stride)
    total = max(0, (outputs - 1) * stride + size - entries)
    return total // 2, total % 2 == 1


def expect_valid(layer):
    if layer.get("padding", "valid") != "valid" or layer.get("dilation", 1) != 1:
        raise SystemExit("The PyTorch peer has only convolutions that are valid and not dilated.")


def variants(spec):
    """Ways in which PyTorch can compute the same model; which one is fastest depends on the shapes."""
    kinds = [layer["type"] for layer in spec["layers"]]
    if kinds[0] == "one-hot" and "recurrent" in kinds:
        return ["one-hot", "embedded-kernel"]
    if "conv1d" in kinds:
        return ["conv1d", "conv2d"]
    if "conv2d" in kinds:
        return ["contiguous", "channels-last"]
    return ["plain"]


class Model(nn.Module):
    """The model of a spec.

    `embedded-kernel` looks up rows of the first kernel instead of multiplying one-hot vectors by it, and gives
    them to the recurrent layer through a constant identity. `conv2d` is the report's way to write a convolution
    over time: an image of one column.
    """

    def __init__(self, workload, variant, single_bias=False):
        super().__init__()
        self.time_major = not any(layer["type"] in ("conv1d", "conv2d") for layer in workload.spec["layers"])
        self.variant = variant
        self.packed = self.time_major and any(
            int(batch["lengths"].min()) < workload.steps for batch in workload.batches if "lengths" in batch
        )
        self.layers = nn.ModuleList()
        given = workload.spec["input"]
        features = given.get("features") or given.get("channels") or 0
        steps = given.get("steps", workload.steps)
        height, width = given.get("height", 0), given.get("width", 0)
        rows = None  # Of a flattened sequence, whose entries we order by time and PyTorch by channel.
        for index, layer in enumerate(workload.spec["layers"]):
            kind = layer["type"]
            prefix = f"{index}.{kind}."
            weights = {
                name[len(prefix) :]: value for name, value in workload.weights.items() if name.startswith(prefix)
            }
            if kind == "embedding":
                self.layers.append(embedding(weights["table"]))
                features = layer["units"]
            elif kind == "one-hot":
                features = given["vocabulary"]
                if variant == "embedded-kernel":
                    following = workload.spec["layers"][index + 1]
                    kernel = workload.weights[f"{index + 1}.recurrent.0.forward.kernel"]
                    if following.get("bidirectional", False):
                        raise SystemExit("The PyTorch peer embeds the kernel of one direction only.")
                    self.layers.append(embedding(reorder(kernel, GATES[following["cell"]])))
                    features = kernel.shape[1]
                else:
                    self.layers.append(OneHot(features))
            elif kind == "recurrent":
                projected = variant == "embedded-kernel"
                self.layers.append(Recurrent(layer, features, weights, self.packed, single_bias, projected))
                features = self.layers[-1].outputs
            elif kind == "last":
                self.layers.append(Last(self.packed))
            elif kind == "dense":
                kernel = weights["kernel"]
                if rows:
                    by_channel = kernel.view(rows, -1, kernel.shape[1]).transpose(0, 1)
                    kernel, rows = by_channel.reshape(kernel.shape), None
                self.layers.append(dense(layer, features, kernel, weights["bias"]))
                features = layer["units"]
            elif kind == "activation" and layer["function"] == "relu":
                self.layers.append(nn.ReLU())
            elif kind == "conv1d":
                expect_valid(layer)
                kernel, stride = weights["kernel"], layer.get("stride", 1)
                if variant == "conv2d":
                    first = not any(isinstance(built, nn.Conv2d) for built in self.layers)
                    # [filters, features, time] as one channel of full width, then as channels of width 1.
                    image = kernel.transpose(1, 2).unsqueeze(1) if first else kernel.unsqueeze(-1)
                    self.layers.append(convolution(image, weights["bias"], {"stride": (stride, 1)}))
                else:
                    self.layers.append(convolution(kernel, weights["bias"], {"stride": stride}))
                features, steps = layer["filters"], (steps - layer["kernelSize"]) // stride + 1
            elif kind == "conv2d":
                expect_valid(layer)
                size, stride = layer["kernelSize"], layer.get("stride", 1)
                self.layers.append(convolution(weights["kernel"], weights["bias"], {"stride": stride}))
                features = layer["filters"]
                height, width = (height - size) // stride + 1, (width - size) // stride + 1
            elif kind == "max-pool":
                size, stride = layer["poolSize"], layer.get("stride", 2)
                same = layer.get("padding", "valid") == "same"
                if "conv1d" not in variants(workload.spec):
                    if same:
                        raise SystemExit("The PyTorch peer pools images only without padding.")
                    self.layers.append(nn.MaxPool2d(size, stride))
                    height, width = (height - size) // stride + 1, (width - size) // stride + 1
                    continue
                padding, ceil = same_padding(steps, size, stride) if same else (0, False)
                if variant == "conv2d":
                    pool = nn.MaxPool2d((size, 1), (stride, 1), (padding, 0), ceil_mode=ceil)
                else:
                    pool = nn.MaxPool1d(size, stride, padding, ceil_mode=ceil)
                self.layers.append(pool)
                steps = -(-steps // stride) if same else (steps - size) // stride + 1
            elif kind == "flatten":
                self.layers.append(nn.Flatten())
                if height:
                    features *= height * width
                else:
                    rows, features = steps, steps * features
            else:
                raise SystemExit(f"The PyTorch peer does not know the layer {json.dumps(layer)}.")
        if variant == "channels-last":
            self.to(memory_format=torch.channels_last)

    def forward(self, batch):
        lengths = batch.get("lengths")
        if "pixels" in batch:
            x = batch["pixels"]
            x = x.contiguous(memory_format=torch.channels_last) if self.variant == "channels-last" else x
        else:
            x = batch["ids"] if "ids" in batch else batch["features"]
            x = x.transpose(0, 1) if self.time_major else x
        for layer in self.layers:
            x = layer(x, lengths) if isinstance(layer, (Recurrent, Last)) else layer(x)
            if isinstance(layer, (nn.Embedding, OneHot)) and not self.time_major:
                x = x.unsqueeze(1) if self.variant == "conv2d" else x.transpose(1, 2)
        return x

    def loss(self, batch):
        """Mean cross-entropy over all predictions."""
        logits, targets = self(batch), batch["targets"]
        if logits.dim() == 2:
            return F.cross_entropy(logits, targets)
        if self.packed:
            valid = torch.arange(targets.shape[1]) < batch["lengths"].unsqueeze(1)
            targets = targets.masked_fill(~valid.to(targets.device), -100)
        return F.cross_entropy(logits.flatten(0, 1), targets.t().flatten())


class Trainer:
    """A model with its optimizer: one step at a time, round the batches of a workload."""

    def __init__(self, workload, variant, single_bias=False):
        options = dict(workload.optimizer)
        kind = options.pop("type")
        self.clip_value = options.pop("clipValue", None)
        self.clip_norm = options.pop("clipNorm", None)
        self.clip_global_norm = options.pop("globalClipNorm", None)
        self.accumulate = options.pop("gradientAccumulationSteps", 1)
        self.model = Model(workload, variant, single_bias).to(workload.device)
        self.parameters = [p for p in self.model.parameters() if p.requires_grad]
        self.batches = workload.batches
        self.done = 0
        kernels = [p for p in self.parameters if p.dim() > 1]
        others = [p for p in self.parameters if p.dim() <= 1]
        decay = options.pop("l2", 0)
        if kind == "adamw":
            decay = options.pop("weightDecay", 0.01)
        groups = [{"params": kernels, "weight_decay": decay}, {"params": others, "weight_decay": 0.0}]
        names = {"sgd": "SGD", "rmsprop": "RMSprop", "adagrad": "Adagrad", "adam": "Adam", "adamw": "AdamW"}
        if "decay" in options:
            options["alpha"] = options.pop("decay")
        if "epsilon" in options:
            options["eps"] = options.pop("epsilon")
        if kind.startswith("adam"):
            options["betas"] = (options.pop("beta1", 0.9), options.pop("beta2", 0.999))
        self.optimizer = getattr(torch.optim, names[kind])(groups, lr=workload.learning_rate, **options)

    def step(self):
        """Takes one step; the loss before it."""
        batch = self.batches[self.done % len(self.batches)]
        self.done += 1
        if self.accumulate == 1:
            self.optimizer.zero_grad(set_to_none=True)
        loss = self.model.loss(batch)
        (loss / self.accumulate if self.accumulate > 1 else loss).backward()
        if self.done % self.accumulate > 0:
            return loss
        if self.clip_value:
            nn.utils.clip_grad_value_(self.parameters, self.clip_value)
        if self.clip_norm:
            for parameter in self.parameters:
                nn.utils.clip_grad_norm_([parameter], self.clip_norm)
        if self.clip_global_norm:
            nn.utils.clip_grad_norm_(self.parameters, self.clip_global_norm)
        self.optimizer.step()
        if self.accumulate > 1:
            self.optimizer.zero_grad(set_to_none=True)
        return loss


def losses(workload, variant, count):
    """The first losses of a model that trains as many biases as ours does."""
    trainer = Trainer(workload, variant, single_bias=True)
    return [trainer.step().item() for _ in range(count)]
