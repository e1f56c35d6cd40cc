/* Cards: what stands behind a citation, a fact, a term or a judgment, shown beside the link that names it. Loaded by
   briefbook.js where a page has such links; without it each of them leads to the register it names.

   Pointer: after a moment over a link. Keyboard: on focus; the down arrow goes into the card, Escape closes it.
   Touch: the first tap opens the card, which leads on. */
(() => {
  "use strict";
  const ours = document.currentScript.src;
  const base = new URL(document.documentElement.dataset.content_root || "./", location.href);
  const OPEN_AFTER = 250;
  const CLOSE_AFTER = 300;
  const GAP = 8; /* between link and card, and between card and window */
  const sheetWidth = matchMedia("(max-width: 40rem)");
  const stillness = matchMedia("(prefers-reduced-motion: reduce)");

  /* Content: files of cards, each loaded once, when the first of its cards is asked for. */
  const files = new Map();
  const arriving = new Map();
  window.briefbookCards = (file, cards) => arriving.get(file)?.(cards);
  const load = (file) => {
    if (!files.has(file)) {
      files.set(file, new Promise((resolve) => {
        arriving.set(file, resolve);
        const script = document.createElement("script");
        script.src = new URL(`cards/${file}.js`, ours);
        script.addEventListener("error", () => resolve({}));
        document.head.append(script);
      }));
    }
    return files.get(file);
  };
  const contentOf = async (link) => {
    const [file, ...name] = link.dataset.card.split("/");
    return (await load(file))[name.join("/")];
  };

  /* The card: one element for the page. */
  const main = document.querySelector("main");
  const card = document.createElement("div");
  card.className = "card";
  card.id = "briefbook-card";
  card.setAttribute("role", "dialog");
  card.setAttribute("aria-labelledby", "briefbook-card-kind");
  card.tabIndex = -1;
  card.hidden = true;
  const close = document.createElement("button");
  close.type = "button";
  close.className = "card-close";
  close.textContent = main.dataset.cardClose;
  const hint = document.createElement("p");
  hint.className = "card-hint";
  hint.textContent = main.dataset.cardHint;
  const body = document.createElement("div");
  body.className = "card-body";
  card.append(close, body, hint);
  main.append(card);

  let owner = null; /* the link whose card is open */
  let wanted = null; /* the link whose card is on its way */
  let timer = 0;
  let touched = false;
  let pointed = null; /* where on a link of several lines the pointer is */

  const fill = (html) => {
    const template = document.createElement("template");
    template.innerHTML = html;
    for (const link of template.content.querySelectorAll("a")) link.href = new URL(link.getAttribute("href"), base);
    body.replaceChildren(template.content);
    body.querySelector(".card-kind").id = "briefbook-card-kind";
    const said = body.querySelector(".card-said, .card-reference");
    if (said) said.id = "briefbook-card-said";
  };

  /* The line of the link that is read: of a link over two lines, the one under the pointer. */
  const lineOf = (link) => {
    const lines = [...link.getClientRects()];
    return lines.find((line) => pointed && pointed >= line.top && pointed <= line.bottom) ?? lines[0]
      ?? link.getBoundingClientRect();
  };

  /* Below the line if there is room, else above it, else where there is more; a sheet on a narrow screen, with the
     page moved so that the line stays in sight. */
  const place = () => {
    const line = lineOf(owner);
    card.style.removeProperty("max-height");
    if (sheetWidth.matches) {
      for (const name of ["left", "top"]) card.style.removeProperty(name);
      return;
    }
    const width = document.documentElement.clientWidth;
    const lines = [...owner.getClientRects()];
    const top = lines.length ? lines[0].top : line.top;
    const bottom = lines.length ? lines[lines.length - 1].bottom : line.bottom;
    const below = innerHeight - bottom - 2 * GAP;
    const above = top - 2 * GAP;
    const height = card.offsetHeight;
    const under = height <= below || below >= above;
    card.style.maxHeight = `${Math.max(under ? below : above, 0)}px`;
    card.style.left = `${Math.max(GAP, Math.min(line.left - GAP, width - card.offsetWidth - GAP))}px`;
    card.style.top = `${under ? bottom + GAP : top - GAP - card.offsetHeight}px`;
  };
  const keepInSight = () => {
    if (!sheetWidth.matches) return;
    const hidden = lineOf(owner).bottom + 2 * GAP - card.getBoundingClientRect().top;
    if (hidden > 0) scrollBy({ top: hidden, behavior: stillness.matches ? "instant" : "smooth" });
  };

  const hide = () => {
    clearTimeout(timer);
    wanted = null;
    if (!owner) return;
    owner.removeAttribute("aria-describedby");
    owner = null;
    card.hidden = true;
  };
  const show = async (link, by) => {
    clearTimeout(timer);
    wanted = link;
    const html = await contentOf(link);
    if (wanted !== link) return;
    if (!html) { if (by === "tap") location.assign(link.href); return; }
    hide();
    owner = link;
    fill(html);
    card.dataset.by = by;
    card.hidden = false;
    card.scrollTop = 0;
    link.setAttribute("aria-describedby", "briefbook-card-said");
    place();
    keepInSight();
    if (by === "tap") card.focus({ preventScroll: true });
  };
  const later = (action, delay) => { clearTimeout(timer); timer = setTimeout(action, delay); };
  const linkOf = (event) => event.target.closest?.("a[data-card]");

  document.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch") return;
    const link = linkOf(event);
    if (link && link !== owner) {
      pointed = event.clientY;
      load(link.dataset.card.split("/")[0]);
      later(() => show(link, "hover"), OPEN_AFTER);
    } else if (link || card.contains(event.target)) {
      clearTimeout(timer);
    } else if (card.dataset.by === "hover" && !card.contains(document.activeElement)) {
      later(hide, CLOSE_AFTER);
    } else {
      clearTimeout(timer);
    }
  });
  document.addEventListener("pointerdown", (event) => {
    touched = event.pointerType === "touch";
    if (owner && !card.contains(event.target) && linkOf(event) !== owner) hide();
  });
  document.addEventListener("click", (event) => {
    const link = linkOf(event);
    if (!link || !touched || !event.detail || link === owner) return; /* a key clicks without detail */
    event.preventDefault();
    touched = false;
    pointed = event.clientY;
    show(link, "tap");
  });
  close.addEventListener("click", () => { const link = owner; hide(); link?.focus({ preventScroll: true }); });

  document.addEventListener("focusin", (event) => {
    const link = linkOf(event);
    if (link && link !== owner && link.matches(":focus-visible")) {
      pointed = null;
      show(link, "focus");
    } else if (owner && event.target !== owner && !card.contains(event.target)) {
      hide();
    }
  });

  const stops = () => [...card.querySelectorAll("a, button")].filter((element) => element.checkVisibility());
  document.addEventListener("keydown", (event) => {
    if (!owner) return;
    const inside = card.contains(document.activeElement);
    if (event.key === "Escape") {
      const link = owner;
      hide();
      if (inside) returnTo(link);
    } else if (event.key === "ArrowDown" && document.activeElement === owner) {
      event.preventDefault();
      stops()[0]?.focus();
    } else if (event.key === "Tab" && inside) {
      const all = stops();
      const first = document.activeElement === all[0] || document.activeElement === card;
      if (event.shiftKey && first) { event.preventDefault(); owner.focus(); }
      else if (!event.shiftKey && document.activeElement === all[all.length - 1]) owner.focus(); /* and on from there */
    }
  });
  const returnTo = (link) => {
    wanted = null;
    quiet = true;
    link.focus({ preventScroll: true });
    quiet = false;
  };
  let quiet = false;
  document.addEventListener("focusin", (event) => { if (quiet) event.stopImmediatePropagation(); }, true);

  addEventListener("scroll", () => {
    if (!owner || sheetWidth.matches) return;
    const line = owner.getBoundingClientRect();
    if (line.bottom < 0 || line.top > innerHeight) hide(); else place();
  }, { passive: true });
  addEventListener("resize", () => { if (owner) place(); }, { passive: true });

  /* The card says what the browser's own label would say again. */
  for (const link of document.querySelectorAll("a[data-card][title]")) link.removeAttribute("title");
})();
