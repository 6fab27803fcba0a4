#!/usr/bin/env python3
"""Writes the trained network as ONNX with 8-bit weights, the form that the program compiles in.

    python3 training/export.py NET src/recognize/model/neural.onnx
"""

import pathlib
import sys
import tempfile

import torch
import torch.nn.functional as F
from lexicon import FLAGS
from net import HEADS, WIDTH, Net
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import nn
from train import LONGEST
from words import LABELS

NAMES = ["ids", "shape", "flags", "target", "mask"]


class Graph(nn.Module):
    """The network with plain operations: attention written out, a mask of 0 and 1."""

    def __init__(self, net):
        super().__init__()
        self.net = net

    def forward(self, ids, shape, flags, target, mask):
        net = self.net
        x = net.word(ids) + net.pos.weight[: ids.shape[1]] + net.shape(shape) + net.flag(flags) + net.target(target)
        x, hidden = net.norm(x), (1.0 - mask)[:, None, None, :] * -1e4
        for layer in net.layers:
            q, k, v = layer.heads(layer.q, x), layer.heads(layer.k, x), layer.heads(layer.v, x)
            seen = torch.softmax(q @ k.transpose(-1, -2) * (WIDTH // HEADS) ** -0.5 + hidden, -1) @ v
            x = layer.n1(x + layer.o(seen.transpose(1, 2).reshape(x.shape)))
            x = layer.n2(x + layer.d(F.gelu(layer.i(x))))
        return net.tags(x), net.polarity(x, target)


def main(trained, output):
    net = Net(len(FLAGS), len(LABELS))
    net.load_state_dict(torch.load(trained))
    net.pos = nn.Embedding.from_pretrained(net.pos.weight[:LONGEST].detach().clone())
    ids = torch.full((2, 9), 1000)
    zeros = torch.zeros_like(ids)
    example = (ids, zeros, torch.zeros(2, 9, len(FLAGS)), zeros, torch.ones(2, 9))
    sizes = {name: {0: "batch", 1: "length"} for name in [*NAMES, "labels"]} | {"polarity": {0: "batch"}}
    with tempfile.TemporaryDirectory() as folder:
        whole = pathlib.Path(folder) / "whole.onnx"
        torch.onnx.export(
            Graph(net).eval(), example, str(whole), input_names=NAMES, output_names=["labels", "polarity"],
            dynamic_axes=sizes, opset_version=17, dynamo=False,
        )  # fmt: skip
        quantize_dynamic(whole, output, weight_type=QuantType.QInt8, per_channel=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
