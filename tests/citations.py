"""Citations of law in a text, one by one: a section and paragraph, rule, page of the Federal Register, act, order."""

import re

PARAGRAPH = r"(?:\([a-zA-Z0-9]+\))"
SECTION = rf"\d+[a-z]?{PARAGRAPH}*"
CODE = re.compile(
    rf"(?P<title>\d+) (?P<kind>U\.S\.C\.|CFR) (?P<listed>(?:part )?{SECTION}"
    rf"(?:[.]\d+{PARAGRAPH}*)?(?:(?:, and |, | and |–){SECTION}(?:[.]\d+{PARAGRAPH}*)?(?! ?[A-Z\d])|–{PARAGRAPH})*)"
)
OTHERS = (
    r"\d+ FR \d+",
    r"FR Doc\. \d{4}-\d+",
    r"Pub\. L\. \d+-\d+",
    r"Executive Order \d+",
    r"GAO-\d\d-\d+",
    r"Proclamation \d+",
    r"\d+ F\.3d \d+",
    r"OMB M-\d\d-\d\d",
)


def cited(text: str) -> set[str]:
    """Every citation of law, rule, order or audit, spelled out: "5 U.S.C. 8336(a), 8414" is two of them."""
    found = {match for form in OTHERS for match in re.findall(rf"\b{form}", text)}
    for match in CODE.finditer(text):
        head = f"{match['title']} {match['kind']} "
        listed = re.split(r", and |, | and ", match["listed"])
        found |= {head + each for each in listed}
    return found
