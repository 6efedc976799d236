"""What is to be seen and heard in photos and films, as independent readers decode it: a line of JSON for each file.

look.py FILE ...     {"file": ..., "pictures": how many, "size": [width, height], "seen": SHA-256, "heard": SHA-256}
"""

import hashlib
import json
import sys

import av
import pillow_heif
from PIL import Image, ImageOps, ImageSequence

pillow_heif.register_heif_opener()


def photo(path):
    seen, size, count = hashlib.sha256(), None, 0
    with Image.open(path) as image:
        for frame in ImageSequence.Iterator(image):
            upright = ImageOps.exif_transpose(frame.convert("RGBA"))
            seen.update(upright.tobytes())
            size, count = size or upright.size, count + 1
    return {"pictures": count, "size": size, "seen": seen.hexdigest(), "heard": ""}


def film(path):
    seen, heard, size, count = hashlib.sha256(), hashlib.sha256(), None, 0
    with av.open(path) as container:
        streams = [stream for stream in container.streams if stream.type in ("video", "audio")]
        for packet in container.demux(streams):
            for frame in packet.decode():
                if packet.stream.type == "video":
                    seen.update(frame.to_image().tobytes())
                    size, count = [frame.width, frame.height], count + 1
                else:
                    # A plane goes on behind the last sample, with whatever lay there.
                    together = 1 if frame.format.is_planar else frame.layout.nb_channels
                    for plane in frame.planes:
                        heard.update(bytes(plane)[:frame.samples * frame.format.bytes * together])
    return {"pictures": count, "size": size, "seen": seen.hexdigest(), "heard": heard.hexdigest()}


for path in sys.argv[1:]:
    look = photo if path.endswith((".heic", ".webp")) else film
    print(json.dumps({"file": path, **look(path)}))
