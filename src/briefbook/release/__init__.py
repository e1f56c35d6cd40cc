"""``briefbook release`` freezes an edition into a folder of files; ``briefbook verify`` says whether they are as released."""
