"""Makes images.json: name -> an image file and the pixels that Pillow (with libpng and libjpeg-turbo) decodes it to.

    python3 make-images.py > images.json

The pixels are [height, width, channels], gray or RGB without transparency; of 16 bits the upper eight.
"""

import base64
import io
import json
import random

from PIL import Image, ImageFilter

made = {}
WIDTH, HEIGHT = 19, 13


def keep(name, image, kind, **options):
    out = io.BytesIO()
    image.save(out, kind, **options)
    read = Image.open(io.BytesIO(out.getvalue()))
    if read.mode.startswith("I"):
        pixels = bytes(value >> 8 for value in read.getdata())
        channels = 1
    else:
        gray = read.mode in ("1", "L", "LA")
        converted = read.convert("L" if gray else "RGB")
        pixels, channels = converted.tobytes(), 1 if gray else 3
    made[name] = {
        "file": base64.b64encode(out.getvalue()).decode(),
        "width": read.width,
        "height": read.height,
        "channels": channels,
        "pixels": base64.b64encode(pixels).decode(),
    }


random.seed(1)
noise = Image.frombytes("RGB", (WIDTH, HEIGHT), bytes(random.randrange(256) for _ in range(WIDTH * HEIGHT * 3)))
smooth = noise.resize((WIDTH * 4, HEIGHT * 4), Image.BICUBIC).filter(ImageFilter.GaussianBlur(4))
alpha = noise.getchannel("R")

keep("png-bilevel", noise.convert("1"), "PNG")
keep("png-gray", noise.convert("L"), "PNG")
keep("png-gray-alpha", Image.merge("LA", (noise.convert("L"), alpha)), "PNG")
keep("png-color", noise, "PNG")
keep("png-color-smooth", smooth, "PNG")
keep("png-color-alpha", Image.merge("RGBA", (*noise.split(), alpha)), "PNG")
for colors in [2, 4, 16, 200]:
    keep(f"png-palette-{colors}", noise.quantize(colors), "PNG")
keep("png-palette-transparent", noise.quantize(16), "PNG", transparency=3)
wide = Image.new("I", (WIDTH, HEIGHT))
wide.putdata([random.randrange(65536) for _ in range(WIDTH * HEIGHT)])
keep("png-gray-16", wide, "PNG")

keep("jpeg-444", smooth, "JPEG", quality=95, subsampling=0)
keep("jpeg-420", smooth, "JPEG", quality=90, subsampling=2)
keep("jpeg-gray", smooth.convert("L"), "JPEG", quality=90)
keep("jpeg-progressive", smooth, "JPEG", quality=90, progressive=True, subsampling=0)
keep("jpeg-cmyk", smooth.convert("CMYK"), "JPEG", quality=95)
exif = Image.Exif()
exif[274] = 6
keep("jpeg-rotated", smooth, "JPEG", quality=95, subsampling=0, exif=exif)

print(json.dumps(made, indent=1))
