"""Makes pickles.json: name -> base64 of a pickle, as Python 3 and NumPy write them and, for CIFAR, as Python 2 did.

    python3 make-pickles.py > pickles.json
"""

import base64
import collections
import copyreg
import io
import json
import os
import pickle
import struct

import numpy as np

made = {}


def keep(name, data):
    made[name] = base64.b64encode(data).decode()


plain = {
    "none": None,
    "bools": [True, False],
    "ints": [0, 255, 256, 65535, 65536, -1, 2**31 - 1, -(2**31), 2**53 - 1, 2**53 + 1, -(2**70), 2**2100 + 1],
    "floats": [1.5, -0.25, 1e300],
    "texts": ["", "é\n\\u", "😀" * 70, "a" * 300],
    "bytes": [b"", b"\x00\xff'\"\\\n", b"b" * 300],
    "tuples": [(), (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4)],
    "nested": {1: [{"a": (b"x", [None])}], 2.5: {}, True and "t": []},
}
shared = [1]
plain["shared"] = [shared, shared]
for protocol in range(6):
    keep(f"plain-{protocol}", pickle.dumps(plain, protocol))

cyclic = []
cyclic.append(cyclic)
keep("cyclic", pickle.dumps(cyclic, 4))
keep("bytearray", pickle.dumps(bytearray(b"abc"), 5))

image = np.arange(24, dtype=np.uint8).reshape(2, 3, 4)
for protocol in range(6):
    keep(f"uint8-{protocol}", pickle.dumps(image, protocol))
    keep(f"fortran-{protocol}", pickle.dumps(np.asfortranarray(image), protocol))
for name in ["bool", "int8", "int16", "uint16", "int32", "uint32", "int64", "uint64", "float32", "float64"]:
    array = np.array([0, 1, 100], dtype=name)
    keep(f"array-{name}", pickle.dumps(array, 2))
    keep(f"array-{name}-big", pickle.dumps(array.astype(array.dtype.newbyteorder(">")), 5))
keep("array-negative", pickle.dumps(np.array([-2, -1.5]), 4))
keep("array-empty", pickle.dumps(np.zeros((0, 5), dtype=np.float32), 4))
keep("array-scalar", pickle.dumps(np.array(7, dtype=np.int16), 4))
keep("scalars", pickle.dumps([np.int64(5), np.float32(1.5), np.bool_(True), np.uint64(2**63)], 2))
keep("numpy-2", pickle.dumps(image, 4).replace(b"\x8c\x15numpy.core.multiarray", b"\x8c\x16numpy._core.multiarray"))

# Pickles that are more than data.


class Run:
    def __reduce__(self):
        return (os.system, ("echo run",))


class Plain:
    def __init__(self):
        self.field = 1


class Slots(int):
    def __getnewargs_ex__(self):
        return ((1,), {})


for protocol in [0, 2, 4]:
    keep(f"bad-system-{protocol}", pickle.dumps(Run(), protocol))
keep("bad-instance-2", pickle.dumps(Plain(), 2))
keep("bad-instance-4", pickle.dumps(Plain(), 4))
keep("bad-newobj-ex", pickle.dumps(Slots(3), 4))
keep("bad-set", pickle.dumps({1, 2}, 4))
keep("bad-frozenset", pickle.dumps(frozenset([1]), 4))
keep("bad-ordered", pickle.dumps(collections.OrderedDict(a=1), 4))
keep("bad-complex", pickle.dumps(1j, 2))
keep("bad-object-array", pickle.dumps(np.array([Run()], dtype=object), 2))
keep("bad-structured", pickle.dumps(np.zeros(1, dtype=[("a", "u1")]), 2))
keep("bad-text-array", pickle.dumps(np.array(["a"]), 2))
keep("bad-date-array", pickle.dumps(np.array(["2020-01-01"], dtype="M8[D]"), 2))
keep("bad-function", pickle.dumps([np.ndarray], 2))
keep("bad-type", pickle.dumps(np.dtype("u1"), 2))
keep("bad-eval", b"c__builtin__\neval\n(S'1+1'\ntR.")
keep("bad-inst", b"(S'ls'\nios\nsystem\n.")
keep("bad-obj", b"\x80\x02(cos\nsystem\nX\x02\x00\x00\x00lso.")
keep("bad-obj-known", b"\x80\x02(cnumpy\nndarray\nK\x01o.")
keep("bad-newobj", b"\x80\x02cnumpy\nndarray\nK\x01\x85\x81.")
keep("bad-build", b"\x80\x02}}X\x01\x00\x00\x00aK\x01sb.")
keep("bad-persid", b"Pfile\n.")
keep("bad-binpersid", b"\x80\x02K\x01Q.")
keep("bad-reduce", b"\x80\x02K\x01K\x02\x85R.")
keep("bad-reduce-known", b"\x80\x02cnumpy\nndarray\nK\x02\x85R.")
keep("bad-encode", b"\x80\x02c_codecs\nencode\nX\x01\x00\x00\x00aX\x05\x00\x00\x00rot13\x86R.")
keep("bad-protocol", b"\x80\x06N.")
copyreg.add_extension("__main__", "Plain", 0x12)
keep("bad-ext", pickle.dumps(Plain, 2))


class Buffers:
    """Out-of-band buffers of protocol 5."""


keep("bad-buffer", pickle.dumps(image, 5, buffer_callback=lambda buffer: None))

# CIFAR, the pixels of image i all of value i (plus 1 for green, 2 for blue).


def pixels(count):
    planes = [bytes([i + channel]) * 1024 for i in range(count) for channel in range(3)]
    return b"".join(planes)


def short(text):
    return b"U" + bytes([len(text)]) + text


def python2_batch(labels):
    """What cPickle of Python 2 wrote into data_batch_1: str keys and values, the array by _reconstruct."""
    count = len(labels)
    out = io.BytesIO()
    out.write(b"\x80\x02}q\x01(" + short(b"batch_label") + b"q\x02" + short(b"training batch 1 of 5") + b"q\x03")
    out.write(short(b"labels") + b"q\x04]q\x05(" + b"".join(b"K" + bytes([label]) for label in labels) + b"e")
    out.write(short(b"data") + b"q\x06cnumpy.core.multiarray\n_reconstruct\nq\x07cnumpy\nndarray\nq\x08")
    out.write(b"K\x00\x85" + short(b"b") + b"\x87Rq\x09(K\x01K" + bytes([count]) + b"M\x00\x0c\x86")
    out.write(b"cnumpy\ndtype\nq\x0a" + short(b"u1") + b"K\x00K\x01\x87Rq\x0b(K\x03" + short(b"|"))
    out.write(b"NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\x00tb\x89T" + struct.pack("<I", 3072 * count))
    out.write(pixels(count) + b"tb" + short(b"filenames") + b"q\x0c]q\x0d(")
    out.write(b"".join(short(b"a.png") for _ in labels) + b"eu.")
    return out.getvalue()


batch = python2_batch([6, 9])
assert pickle.loads(batch, encoding="bytes")[b"data"].shape == (2, 3072)
keep("cifar10-python2", batch)
array = np.frombuffer(pixels(2), dtype=np.uint8).reshape(2, 3072)
keep("cifar10-python3", pickle.dumps({"data": array, "labels": [1, 0]}, 4))
keep("cifar100", pickle.dumps({"data": array, "fine_labels": [99, 0], "coarse_labels": np.array([19, 3])}, 3))

print(json.dumps(made, indent=1))
