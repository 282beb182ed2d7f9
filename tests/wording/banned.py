"""What no Indonesian text of the product says: another word stands for it, or nobody knows it."""

import re

BANNED = re.compile(
    r"""
    \be-?mail\b | (?<!kata\ )(?<!Kata\ )\b[Ss]andi\b | (?<=[a-z,]\ )anda\b | \b[Rr]eset | [Mm]ereset
    | \b[Ll]inknya\b | \b[Ll]ink\b | \b[Ll]ogin\b | [Ss]ilahkan\b | \b[Vv]alid\b
    | \b[Bb]rowser\b | \b[Tt]oken\b | \b[Hh]ash\b | [Uu]jung\ rantai | \b[Jj]ejak\b
    | [Ss]idik\ (?:berkas\ )?masukan | dasar\ capaian | Keadaan:\ dinilai | \b\d+\ ditambah\b
    | \}\ ditambah\b | \b[Ss]ubmit | \b[Aa]pprove | \b[Pp]ublish | \b[Mm]erge\b | \b[Kk]onflik
    | \b[Uu]pload | \b[Dd]ownload | \b[Dd]ashboard\b | \b[Ww]izard\b | \b[Ss]etup\b | \babsorpsi
    | menunggak | \b[Ff]ield\b | \b[Ss]tring\b | Bidang\ ini | lembar\ (?:Agencies|Region|Targets)
    | [a-z]!
    """,
    re.VERBOSE,
)


def banned_in(text: str) -> list[str]:
    """The places with what stands around them; names in braces are not said to anybody."""
    said = re.sub(r"%\(\w+\)[sd]|(?<=\{)\w+(?=[\}:.])", "", text)
    return [said[max(0, hit.start() - 20) : hit.end() + 20] for hit in BANNED.finditer(said)]
