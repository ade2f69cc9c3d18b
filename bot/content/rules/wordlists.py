"""The words the rules know by themselves."""

from __future__ import annotations


def _words(*lines: str) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.split())


# abbreviations everybody knows, and words people write large to be heard
KNOWN = _words(
    "MS US UK USA EU UN OK TV PC AM PM ID II III IV AI",
    "NOT NOW NO YES AND OR DO STOP",
)

# medical words that need a plain line in the glossary wherever they are used
JARGON = _words(
    "apheresis leukapheresis conditioning mobilisation mobilization engraftment cryopreservation",
    "neutropenia neutropenic thrombocytopenia leucopenia leukopenia lymphopenia sepsis mucositis alopecia",
    "autologous allogeneic allogenic mesenchymal haematopoietic hematopoietic intrathecal intrathecally",
    "myeloablative non-myeloablative immunosuppression immunoablation seropositive prophylaxis amenorrhoea",
    "cyclophosphamide melphalan carmustine etoposide cytarabine plerixafor filgrastim",
)

# words that do not tell two questions apart
EMPTY = _words("a an the is are was were am be do does did i my me you your please it its this that s")
