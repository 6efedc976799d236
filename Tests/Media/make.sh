#!/usr/bin/env bash
# Makes the photos and films beside it with the tools that people make such files with; run once, kept as they were made.
# ffmpeg, exiftool and cwebp of Debian 12; Pillow and pillow-heif of PyPI.   make.sh PYTHON
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
python=${1:-python3}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$python" - "$work" <<'PYTHON'
import sys
import pillow_heif
from PIL import Image, ImageDraw

pillow_heif.register_heif_opener()


def picture(width, height, shade=0):
    image = Image.new("RGB", (width, height), (shade, 90, 160))
    draw = ImageDraw.Draw(image)
    draw.rectangle((8, 8, width // 2, height // 2), fill=(220, 40 + shade, 30))
    draw.line((0, height - 1, width - 1, 0), fill=(250, 250, 60), width=3)
    return image


def exif(orientation):
    data = Image.Exif()
    data[0x0112] = orientation
    data[0x010F], data[0x0110] = "SecretMaker", "SecretModel"
    data[0x8825] = {1: "N", 2: (22.0, 32.0, 11.0), 3: "E", 4: (114.0, 3.0, 28.0), 29: "2023:01:03"}
    return data.tobytes()


xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description ' \
    b'xmlns:exif="http://ns.adobe.com/exif/1.0/" exif:GPSLatitude="22,32.18N" exif:GPSLongitude="114,3.46E" ' \
    b'xmlns:dc="http://purl.org/dc/elements/1.1/" dc:source="SecretOwner"/></rdf:RDF></x:xmpmeta>'
picture(96, 64).save("photo.heic", exif=exif(1), xmp=xmp, quality=60)
heif = pillow_heif.from_pillow(picture(96, 64))
heif.add_from_pillow(picture(64, 96, 120))
heif.save("two-photos.heic", exif=exif(1), xmp=xmp, quality=60)
picture(96, 64).save("photo.webp", exif=exif(6), xmp=xmp, quality=60)
picture(96, 64).save("lossless.webp", lossless=True, exif=exif(1), xmp=xmp)
picture(64, 64).save(
    "moving.webp", save_all=True, append_images=[picture(64, 64, 120)], duration=200, exif=exif(1), xmp=xmp)
picture(96, 64).save(f"{sys.argv[1]}/plain.png")
PYTHON

# Without metadata, in the simple form of the format.
cwebp -quiet -q 60 "$work/plain.png" -o plain.webp

film() { ffmpeg -nostdin -loglevel error -y -f lavfi -i testsrc=size=96x64:rate=10:duration=1 -f lavfi \
  -i sine=frequency=440:duration=1 "$@"; }
printf '1\n00:00:00,000 --> 00:00:00,900\nGPS(22.5364,114.0577) SecretTrack\n' >"$work/way.srt"
place=(-metadata location=+22.5364+114.0577/ -metadata location-eng=+22.5364+114.0577/ -metadata title=SecretTitle
  -metadata creation_time=2023-01-03T01:12:00Z -metadata artist=SecretOwner)
film -c:v libx264 -pix_fmt yuv420p -c:a aac -b:a 24k "${place[@]}" film.mp4
film -i "$work/way.srt" -map 0 -map 1 -map 2 -c:v libx264 -pix_fmt yuv420p -c:a aac -b:a 24k -c:s mov_text "${place[@]}" \
  -movflags +faststart subtitled.mp4
film -c:v libx265 -tag:v hvc1 -x265-params log-level=error -pix_fmt yuv420p -c:a aac -b:a 24k "${place[@]}" \
  -movflags use_metadata_tags -metadata com.apple.quicktime.location.ISO6709=+22.5364+114.0577+012.000/ \
  -metadata com.apple.quicktime.make=SecretMaker film.mov
film -c:v mjpeg -q:v 12 -pix_fmt yuvj420p -c:a pcm_s16le -ar 8000 -timecode 01:12:00:00 "${place[@]}" uncompressed.mov
film -map 1 -c:a aac -b:a 24k "${place[@]}" sound.m4a
# Piece by piece, with the places counted in each of the ways that there are.
pieces=(-i "$work/way.srt" -map 0 -map 1 -map 2 -c:v libx264 -g 4 -pix_fmt yuv420p -c:a aac -b:a 24k -c:s mov_text "${place[@]}")
film "${pieces[@]}" -movflags frag_keyframe+empty_moov fragments.mp4
film "${pieces[@]}" -movflags frag_keyframe+empty_moov+omit_tfhd_offset chained.mp4
film "${pieces[@]}" -movflags cmaf+frag_keyframe streamed.mp4
for name in film.mp4 subtitled.mp4 film.mov uncompressed.mov sound.m4a; do
  exiftool -q -overwrite_original -XMP:GPSLatitude=22.5364 -XMP:GPSLongitude=114.0577 -XMP-dc:Source=SecretOwner \
    -Keys:GPSCoordinates='22.5364, 114.0577, 12' -UserData:GPSCoordinates='22.5364, 114.0577, 12' \
    -Keys:Model=SecretModel "$name"
done
