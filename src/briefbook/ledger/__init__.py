"""The ledger: facts with their values and sources, read into typed records and checked. Pure; knows no Sphinx."""
