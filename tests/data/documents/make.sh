#!/usr/bin/env bash
# Makes the documents of this folder with pandoc, LibreOffice, qpdf and poppler (Debian: pandoc, libreoffice-writer-nogui,
# qpdf, poppler-utils, python3). They are kept beside it, so that tests need none of these.
set -euo pipefail
cd "$(dirname "$0")"
pandoc commission.md -o commission.docx
pandoc -s commission.md -o commission.html
python3 columns.py > columns.fodt
soffice --headless --convert-to pdf commission.docx columns.fodt > /dev/null
qpdf --encrypt secret secret 256 -- commission.pdf encrypted.pdf
head -c 9000 columns.pdf > cut.pdf
# A page that is only a picture of itself.
pdftoppm -r 30 -gray -jpeg -singlefile commission.pdf page
python3 picture.py page.jpg > scanned.pdf
rm -f columns.fodt page.jpg
