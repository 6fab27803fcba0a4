"""The network: MiniLM-L6 with the shape and the list flags of each word added to its pieces, and two heads."""

import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from torch import nn

WIDTH, HEADS, INNER, LAYERS, PIECES, PLACES, SHAPES = 384, 12, 1536, 6, 30522, 512, 10


class Layer(nn.Module):
    def __init__(self):
        super().__init__()
        self.q, self.k, self.v, self.o = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.n1 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.i, self.d = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.n2 = nn.LayerNorm(WIDTH, eps=1e-12)

    def heads(self, of, x):
        return of(x).reshape(x.shape[0], x.shape[1], HEADS, WIDTH // HEADS).transpose(1, 2)

    def forward(self, x, mask, drop):
        q, k, v = self.heads(self.q, x), self.heads(self.k, x), self.heads(self.v, x)
        seen = F.scaled_dot_product_attention(q, k, v, attn_mask=mask).transpose(1, 2).reshape(x.shape)
        x = self.n1(x + F.dropout(self.o(seen), drop, self.training))
        return self.n2(x + F.dropout(self.d(F.gelu(self.i(x))), drop, self.training))


class Net(nn.Module):
    """The weights of the word pieces stay as they were learned: few names of the training set are those of tomorrow."""

    def __init__(self, flags, labels, weights=None):
        super().__init__()
        self.word, self.pos, self.shape = nn.Embedding(PIECES, WIDTH), nn.Embedding(PLACES, WIDTH), nn.Embedding(SHAPES, WIDTH)
        self.flag, self.target = nn.Linear(flags, WIDTH, bias=False), nn.Embedding(2, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.ner = nn.Linear(WIDTH, labels)
        self.stance = nn.Sequential(nn.Linear(2 * WIDTH, WIDTH), nn.GELU(), nn.Dropout(0.1), nn.Linear(WIDTH, 3))
        self.drop = 0.1
        for weight in (self.shape.weight, self.flag.weight, self.target.weight):
            nn.init.normal_(weight, 0, 0.01)
        if weights:
            self.start_from(load_file(weights))
        self.word.weight.requires_grad = False

    @torch.no_grad()
    def start_from(self, w):
        self.word.weight.copy_(w["embeddings.word_embeddings.weight"])
        first = w["embeddings.token_type_embeddings.weight"][0]
        self.pos.weight.copy_(w["embeddings.position_embeddings.weight"] + first)
        self.norm.weight.copy_(w["embeddings.LayerNorm.weight"])
        self.norm.bias.copy_(w["embeddings.LayerNorm.bias"])
        names = {
            "q": "attention.self.query", "k": "attention.self.key", "v": "attention.self.value",
            "o": "attention.output.dense", "n1": "attention.output.LayerNorm", "i": "intermediate.dense",
            "d": "output.dense", "n2": "output.LayerNorm",
        }  # fmt: skip
        for at, layer in enumerate(self.layers):
            for ours, theirs in names.items():
                part = getattr(layer, ours)
                part.weight.copy_(w[f"encoder.layer.{at}.{theirs}.weight"])
                part.bias.copy_(w[f"encoder.layer.{at}.{theirs}.bias"])

    def encode(self, ids, shape, flags, target, mask):
        x = self.word(ids) + self.pos.weight[: ids.shape[1]] + self.shape(shape) + self.flag(flags) + self.target(target)
        x = F.dropout(self.norm(x), self.drop, self.training)
        for layer in self.layers:
            x = layer(x, mask[:, None, None, :], self.drop)
        return x

    def tags(self, x):
        return self.ner(x)

    def polarity(self, x, target):
        there = target.float()[..., None]
        pooled = (x * there).sum(1) / there.sum(1).clamp(min=1)
        return self.stance(torch.cat([pooled, x[:, 0]], -1))
