/* The search page: a field, what is found, and filters. The book's text, the stemmer and the engine are loaded when a
   search begins; results follow the typing, and stand in the page's address. */
(() => {
  "use strict";
  const ours = document.currentScript.src;
  const base = new URL(document.documentElement.dataset.content_root || "./", location.href);
  const box = document.getElementById("search");
  const form = box.querySelector("form");
  const field = form.elements.q;
  const kinds = form.querySelector("fieldset");
  const summary = box.querySelector(".search-summary");
  const list = box.querySelector(".search-results");
  const more = box.querySelector(".search-more");
  const nothing = box.querySelector(".search-nothing");
  const say = box.dataset;
  const names = box.querySelector("template").dataset.kinds.split("|");
  const NAMES = Object.fromEntries(["chapters", "judgments", "facts", "sources", "terms"].map((kind, index) => [kind, names[index]]));
  const PAGE = 20; /* results at a time */
  const TYPING = 200; /* milliseconds without a key before a search */

  /* An ordinary script can be loaded from a disk, where nothing can be fetched. */
  const load = (file) => new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = new URL(file, ours);
    script.addEventListener("load", resolve);
    script.addEventListener("error", reject);
    document.head.append(script);
  });
  let ready;
  const engine = () => (ready ??= Promise.all(["minisearch.js", "search/language.js", "search/book.js"].map(load)).then(() => {
    const { engine: make, book, language } = window.briefbookSearch;
    return make(book, language, window.MiniSearch);
  }));

  /* What is found ------------------------------------------------------------------------------------------------ */

  const element = (name, className, ...children) => {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.append(...children);
    return made;
  };
  const marked = (className, parts) => element("p", className, ...parts.map(([words, found]) => (found ? element("mark", "", words) : words)));
  const linked = (words, href) => {
    const link = element("a", "", words);
    link.href = new URL(href, base);
    return link;
  };
  const item = ({ kind, details }) => {
    const result = details();
    const place = [NAMES[kind], result.place, result.number && `¶${result.number}`].filter(Boolean).join(" · ");
    const title = [result.chapter, result.name].filter(Boolean).join(" ");
    const entry = element("li", `result result-${kind}`, element("p", "result-place", place), element("h2", "", linked(title, result.href)));
    if (result.text.length) entry.append(marked("result-text", result.text));
    if (result.more.length) entry.append(marked("result-more", result.more));
    if (result.others.length) {
      const links = result.others.flatMap(({ number, href }, index) => [index ? ", " : " ", linked(`¶${number}`, href)]);
      entry.append(element("p", "result-others", say.others, ...links));
    }
    return entry;
  };

  let found = { results: [], unknown: [] };
  let shown = [];
  const chosen = () => new FormData(form).get("kind") ?? "";
  const append = () => {
    const from = list.children.length;
    for (const result of shown.slice(from, from + PAGE)) {
      const entry = item(result);
      if (!result.complete && !list.querySelector(".result-fewer")) entry.prepend(element("p", "result-fewer", say.fewer));
      list.append(entry);
    }
    more.hidden = list.children.length >= shown.length;
    return list.children[from];
  };
  const show = (query) => {
    const kind = chosen();
    shown = found.results.filter((result) => !kind || result.kind === kind);
    list.replaceChildren();
    append();
    nothing.hidden = !query || found.results.length > 0;
    const words = shown.length > 1 ? say.many : shown.length ? say.one : say.none;
    const alike = found.unknown.length && shown.length ? ` ${say.alike.replace("%s", found.unknown.join(", "))}` : "";
    summary.textContent = query ? words.replace("%d", shown.length).replace("%s", query) + alike : "";
    document.title = document.title.replace(/^[^]*?(?= – )/, query ? `${query} – ${say.title}` : say.title);
  };
  const count = () => {
    for (const label of kinds.querySelectorAll("label")) {
      const { value, checked } = label.firstElementChild;
      const number = found.results.filter((result) => !value || result.kind === value).length;
      label.hidden = Boolean(value) && !number && !checked;
      label.querySelector(".search-count").textContent = number || "";
    }
    kinds.disabled = !found.results.length;
  };

  /* A browser may refuse to change the address of a page on a disk. */
  const remember = (query) => {
    const address = new URL(location.href);
    for (const [name, value] of [["q", query], ["kind", chosen()]]) value ? address.searchParams.set(name, value) : address.searchParams.delete(name);
    address.hash = "";
    try { history.replaceState(null, "", address); } catch { /* the address stays */ }
  };

  let turn = 0;
  const search = async () => {
    const query = field.value.trim();
    const mine = ++turn;
    box.dataset.state = "searching";
    if (query && !found.results.length) summary.textContent = say.loading;
    let find;
    try { find = await engine(); } catch { summary.textContent = say.failed; return; }
    if (mine !== turn) return; /* the reader has typed on */
    found = query ? find(query) : { results: [], unknown: [] };
    count();
    show(query);
    remember(query);
    box.dataset.state = "done";
  };

  /* Keys and clicks ---------------------------------------------------------------------------------------------- */

  let waiting;
  const soon = (wait) => { clearTimeout(waiting); waiting = setTimeout(search, wait); };
  field.addEventListener("input", () => soon(TYPING));
  field.addEventListener("focus", () => engine().catch(() => {}), { once: true });
  form.addEventListener("submit", (event) => { event.preventDefault(); soon(0); });
  kinds.addEventListener("change", () => { show(field.value.trim()); remember(field.value.trim()); });
  more.addEventListener("click", () => append()?.querySelector("a").focus());
  box.addEventListener("keydown", (event) => {
    const links = [...list.querySelectorAll("h2 a")];
    const at = links.indexOf(event.target);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape" && list.contains(event.target)) field.focus();
    else if (!step || event.altKey || event.ctrlKey || event.metaKey || (event.target !== field && at < 0)) return;
    else if (at + step < 0) field.focus();
    else links[at + step]?.focus();
    event.preventDefault();
  });

  const asked = new URLSearchParams(location.search);
  const kind = [...form.elements.kind].find((radio) => radio.value === asked.get("kind"));
  if (kind) kind.checked = true;
  if (!field.value) field.value = asked.get("q") ?? "";
  box.hidden = false;
  if (field.value.trim()) soon(0);
  else field.focus();
})();
