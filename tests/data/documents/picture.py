"""Wraps a JPEG into a PDF of one page without a letter of text: python3 picture.py PICTURE.jpg > OUT.pdf."""

import sys

jpeg = open(sys.argv[1], "rb").read()
at = 2
while jpeg[at + 1] not in (0xC0, 0xC1, 0xC2):
    at += 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big")
height, width = (int.from_bytes(jpeg[at + place : at + place + 2], "big") for place in (5, 7))
space = {1: "DeviceGray", 3: "DeviceRGB"}[jpeg[at + 9]]
draw = f"{width} 0 0 {height} 0 0 cm /Im Do".encode()
objects = [
    b"<< /Type /Catalog /Pages 2 0 R >>",
    b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width} {height}] /Contents 4 0 R /Resources << /XObject << /Im 5 0 R >> >> >>".encode(),
    b"<< /Length %d >>\nstream\n%s\nendstream" % (len(draw), draw),
    f"<< /Type /XObject /Subtype /Image /Width {width} /Height {height} /ColorSpace /{space} /BitsPerComponent 8 /Filter /DCTDecode /Length {len(jpeg)} >>\nstream\n".encode()
    + jpeg
    + b"\nendstream",
]
out = bytearray(b"%PDF-1.4\n")
places = []
for number, body in enumerate(objects, 1):
    places.append(len(out))
    out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
table = len(out)
out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
out += b"".join(b"%010d 00000 n \n" % place for place in places)
out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table)
sys.stdout.buffer.write(out)
