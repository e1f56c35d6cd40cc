"""Pure analytic vocabulary: likelihood scales and, later, grades. No Sphinx here."""
