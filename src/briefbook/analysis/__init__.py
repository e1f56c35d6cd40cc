"""What the editorial standard says of words, numbers and judgments, as pure code; no Sphinx here."""
