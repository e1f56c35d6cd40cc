"""TeX's names of characters, as far as bibliographies use them; data only."""

from __future__ import annotations

#: Accent commands and the combining character each sets over or under the letter that follows.
ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306", ".": "\u0307",
    '"': "\u0308", "r": "\u030a", "H": "\u030b", "v": "\u030c", "d": "\u0323", "c": "\u0327", "k": "\u0328",
    "b": "\u0331", "t": "\u0361",
}

#: Commands that stand for characters.
CHARACTERS = {
    "&": "&", "%": "%", "$": "$", "#": "#", "_": "_", "{": "{", "}": "}", " ": " ", "\n": " ", ",": "\u2009",
    ";": " ", ":": " ", "/": "", "-": "", "!": "", "@": "", "\\": " ", "~": "\u00a0",
    "ss": "ß", "SS": "ẞ", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "i": "ı", "j": "ȷ", "ae": "æ", "AE": "Æ",
    "oe": "œ", "OE": "Œ", "aa": "å", "AA": "Å", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ", "dj": "đ", "DJ": "Đ",
    "ng": "ŋ", "NG": "Ŋ", "textendash": "–", "textemdash": "—", "textquoteleft": "‘", "textquoteright": "’",
    "textquotedblleft": "“", "textquotedblright": "”", "lq": "‘", "rq": "’", "quotedblbase": "„",
    "quotesinglbase": "‚", "guillemotleft": "«", "guillemotright": "»", "guilsinglleft": "‹",
    "guilsinglright": "›", "textquotedbl": '"', "textquotesingle": "'", "ldots": "…", "dots": "…",
    "textellipsis": "…", "textasciitilde": "~", "textasciicircum": "^", "textbackslash": "\\", "textbar": "|",
    "textless": "<", "textgreater": ">", "textunderscore": "_", "textbraceleft": "{", "textbraceright": "}",
    "lbrace": "{", "rbrace": "}", "textdollar": "$", "texteuro": "€", "euro": "€", "pounds": "£",
    "textsterling": "£", "textyen": "¥", "textwon": "₩", "textcent": "¢", "copyright": "©", "textcopyright": "©",
    "textregistered": "®", "texttrademark": "™", "S": "§", "P": "¶", "textsection": "§", "textparagraph": "¶",
    "dag": "†", "ddag": "‡", "textdegree": "°", "textbullet": "•", "textperiodcentered": "·", "textmu": "µ",
    "textordfeminine": "ª", "textordmasculine": "º", "textonehalf": "½", "textonequarter": "¼",
    "textthreequarters": "¾", "textonesuperior": "¹", "texttwosuperior": "²", "textthreesuperior": "³",
    "textexclamdown": "¡", "textquestiondown": "¿", "textnumero": "№", "LaTeX": "LaTeX", "TeX": "TeX",
    "BibTeX": "BibTeX", "quad": " ", "qquad": " ", "space": " ", "newline": " ", "slash": "/", "hyphen": "-",
    "nobreakspace": "\u00a0", "thinspace": "\u2009", "textasciigrave": "`", "textasciiacute": "´",
}

#: Commands of mathematics that stand for characters; upright, which is enough for a title.
MATHEMATICS = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "varepsilon": "ε", "zeta": "ζ",
    "eta": "η", "theta": "θ", "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ", "pi": "π",
    "rho": "ρ", "sigma": "σ", "tau": "τ", "upsilon": "υ", "phi": "φ", "varphi": "φ", "chi": "χ", "psi": "ψ",
    "omega": "ω", "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π", "Sigma": "Σ",
    "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω", "times": "×", "pm": "±", "mp": "∓", "cdot": "·", "div": "÷", "leq": "≤",
    "le": "≤", "geq": "≥", "ge": "≥", "neq": "≠", "ne": "≠", "approx": "≈", "sim": "∼", "equiv": "≡",
    "rightarrow": "→", "to": "→", "leftarrow": "←", "leftrightarrow": "↔", "Rightarrow": "⇒", "infty": "∞",
    "circ": "°", "degree": "°", "prime": "′", "ell": "ℓ", "sum": "∑", "prod": "∏", "partial": "∂", "nabla": "∇",
    "in": "∈", "cup": "∪", "cap": "∩", "subset": "⊂", "propto": "∝", "ast": "∗", "star": "⋆", "cdots": "⋯",
}

#: Characters of mathematics with a space on either side.
RELATIONS = frozenset("≤≥≠≈∼≡→←↔⇒∈⊂∝±×")

#: Commands whose argument is printed with a mark, and those whose argument is printed as it is.
MARKS = {
    "emph": "i", "textit": "i", "textsl": "i", "mkbibemph": "i", "mkbibitalic": "i", "mathit": "i", "textbf": "b",
    "mkbibbold": "b", "mathbf": "b", "texttt": "t", "mathtt": "t", "textsuperscript": "^", "mkbibsuperscript": "^",
    "textsubscript": "_", "mkbibsubscript": "_", "textsc": "", "textrm": "", "textsf": "", "textnormal": "",
    "textup": "", "textmd": "", "mathrm": "", "mathsf": "", "mathcal": "", "mathbb": "", "text": "", "mbox": "",
    "hbox": "", "underline": "", "ul": "", "uline": "", "mkbibparens": "", "bibstring": "", "ensuremath": "",
    "NoCaseChange": "", "MakeUppercase": "", "MakeLowercase": "", "uppercase": "", "lowercase": "", "autocap": "",
}

#: Declarations, which hold to the end of their group: mark.
DECLARATIONS = {
    "em": "i", "it": "i", "itshape": "i", "sl": "i", "slshape": "i", "bf": "b", "bfseries": "b", "tt": "t",
    "ttfamily": "t", "sc": "", "scshape": "", "rm": "", "rmfamily": "", "sf": "", "sffamily": "", "normalfont": "",
    "upshape": "", "relax": "", "protect": "", "small": "", "textstyle": "", "displaystyle": "", "left": "",
    "right": "", "allowbreak": "", "linebreak": "", "noindent": "", "unskip": "", "ignorespaces": "",
    "bibrangedash": "", "nobreak": "",
}

#: Commands that print nothing, with the number of arguments they take away.
SILENT = {"noopsort": 1, "vphantom": 1, "hphantom": 1, "phantom": 1, "hspace": 1, "foreignlanguage": 1, "color": 1,
          "textcolor": 1, "selectlanguage": 1, "label": 1, "index": 1}
