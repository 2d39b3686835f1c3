"""Scans in the demo: one page with a stamp on it, as a scanner hands it over (PDF)."""

# A frame for the text, a line to sign on, and the red ring of a seal.
_DRAWN = (
    "0.6 w 60 500 300 260 re S 60 470 m 360 470 l S "
    "0.8 0.1 0.1 RG 2 w 330 440 m 330 456.6 316.6 470 300 470 c 283.4 470 270 456.6 270 440 c "
    "270 423.4 283.4 410 300 410 c 316.6 410 330 423.4 330 440 c S 282 440 m 318 440 l S"
)


def stamped_page() -> str:
    """A page as a PDF, made of letters alone."""
    objects = (
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 420 842] /Contents 4 0 R >>",
        f"<< /Length {len(_DRAWN)} >>\nstream\n{_DRAWN}\nendstream",
    )
    text, places = "%PDF-1.4\n", []
    for number, each in enumerate(objects, start=1):
        places.append(len(text))
        text += f"{number} 0 obj\n{each}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size, begins = len(objects) + 1, len(text)
    text += f"xref\n0 {size}\n0000000000 65535 f \n{table}"
    return f"{text}trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{begins}\n%%EOF\n"
