"""The web sources of a book: are they still there, do they still say the same, and where is a copy kept?

``book`` names them, ``web`` asks for pages politely, ``content`` makes a hash of what a page says, ``visiting`` judges
what was met, ``service`` asks an archive for copies, ``rounds`` goes from source to source and records, ``report`` tells.
"""
