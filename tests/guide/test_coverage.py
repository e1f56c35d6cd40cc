"""The guide shows every construct: each directive, role and node of docutils, Sphinx, MyST and the press."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from docutils import nodes
from docutils.parsers.rst import directives, roles
from docutils.parsers.rst.languages import en
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from examples import DOCS, PAGES, examples

#: Directives that are no construct of a text, or another name of one that is shown, and why each is left out.
NO_CONSTRUCTS = {
    "restructuredtext-test-directive": "docutils tests itself with it",
    "date default-role default-domain role sectnum target-notes title meta header footer":
        "settings of a whole file, which conf.py and front matter hold",
    "tabularcolumns": "for LaTeX alone",
    "code sourcecode cssclass class object cmdoption line-block math:math":
        "shown under another name",
    "version-added version-changed version-deprecated version-removed": "new names of versionadded and its like",
    "codeauthor moduleauthor sectionauthor": "print nothing without show_authors",
    "imprint footbibliography": "of the press and its bibliography; not part of a chapter",
    "press-options press-problems press-example": "for guides",
}
#: Roles left out, and why.
NO_ROLES = {
    "anonymous-reference citation-reference footnote-reference named-reference substitution-reference target "
    "uri-reference": "docutils does not implement them",
    "raw": "needs the directive role",
    "pep-reference rfc-reference abbreviation": "long names of pep, rfc, abbr",
    "keyword": "of the Python manual alone",
    "cite sub-ref footcite": "prefixes of roles that are shown",
}
#: Nodes that no text of an author becomes by itself.
NO_NODES = {
    "document pending system_message problematic decoration header footer generated": "docutils' own",
    "meta docinfo author authors organization contact address version revision status date copyright":
        "bibliographic fields of reStructuredText; front matter in MyST",
    "citation_reference substitution_reference": "become links and text before anything is kept",
    "_desc_classes_injector desc_classname desc_inline desc_sig_element desc_sig_literal_char desc_sig_literal_number "
    "desc_sig_literal_string desc_type": "parts of signatures in other languages",
    "highlightlang tabular_col_spec start_of_file translatable pending_xref pending_xref_condition": "Sphinx's own",
}


@pytest.fixture(scope="module")
def guide(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sphinx]:
    """The documentation, read."""
    folder = tmp_path_factory.mktemp("guide")
    with patch_docutils(DOCS), docutils_namespace():
        app = Sphinx(DOCS, DOCS, folder / "out", folder / "doctrees", "dummy", status=None, warningiserror=True)
        app.build()
        yield app


def names(left_out: dict[str, str]) -> set[str]:
    """The names in the keys of a table of what is left out."""
    return {name for group in left_out for name in group.split()}


def sources() -> str:
    """The guide as it is typed."""
    return "\n".join((DOCS / f"{page}.md").read_text(encoding="utf-8") for page in PAGES)


def test_every_directive_is_shown(guide: Sphinx) -> None:
    shown = set(re.findall(r"(?:[`~:]{3,}\{|^\s*\.\. (?:\|\w+\| )?)([\w:-]+)(?:\}|::)", sources(), flags=re.M))
    known = {*en.directives.values(), *directives._directives, *guide.env.domains.standard_domain.directives}
    assert known - shown - names(NO_CONSTRUCTS) == set()
    assert shown & names(NO_CONSTRUCTS) <= {"press-example", "press-options", "press-problems", "object"}


def test_every_role_is_shown(guide: Sphinx) -> None:
    shown = set(re.findall(r"\{([\w:+-]+)\}`", "\n".join(example.source for page in PAGES for example in examples(page))))
    known = {*en.roles.values(), *roles._roles, *guide.env.domains.standard_domain.roles}
    assert known - shown - names(NO_ROLES) == set()


def test_every_node_is_shown(guide: Sphinx) -> None:
    shown = {type(node).__name__ for docname in guide.env.found_docs
             for tree in (guide.env.get_doctree(docname), guide.env.get_and_resolve_doctree(docname, guide.builder))
             for node in tree.findall()}
    of_sphinx = {name for name, kind in vars(addnodes).items()
                 if isinstance(kind, type) and issubclass(kind, nodes.Node) and kind.__module__ == addnodes.__name__}
    assert {*nodes.node_class_names, *of_sphinx} - shown - names(NO_NODES) == set()
