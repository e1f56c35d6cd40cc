/* Small conveniences. Every page reads and works without them. */
(() => {
  "use strict";
  const KEY = "briefbook-theme";
  const root = document.documentElement;

  /* A browser may refuse storage, above all on a page opened from a disk. */
  const stored = () => { try { return localStorage.getItem(KEY); } catch { return null; } };
  const store = (value) => { try { localStorage.setItem(KEY, value); } catch { /* forgotten at the next page */ } };

  /* Runs before the page is drawn, so that it does not flash in the wrong colours. */
  const chosen = stored();
  if (chosen === "dark" || chosen === "light") root.dataset.theme = chosen;

  const systemDark = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : systemDark.matches);

  const themeSwitch = () => {
    const button = document.querySelector(".theme-switch");
    if (!button) return;
    const name = () => { button.textContent = isDark() ? button.dataset.light : button.dataset.dark; };
    button.addEventListener("click", () => {
      root.dataset.theme = isDark() ? "light" : "dark";
      store(root.dataset.theme);
      name();
    });
    systemDark.addEventListener("change", name);
    name();
    button.hidden = false;
  };

  /* The menu closes on Escape, on a click elsewhere and when the focus leaves it. */
  const menus = () => {
    for (const menu of document.querySelectorAll("details.menu")) {
      document.addEventListener("click", (event) => { if (!menu.contains(event.target)) menu.open = false; });
      menu.addEventListener("focusout", (event) => {
        if (event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
      });
      menu.addEventListener("keydown", (event) => {
        if (event.key !== "Escape" || !menu.open) return;
        menu.open = false;
        menu.querySelector("summary").focus();
      });
    }
  };

  /* The contents follow the reader: the last section that began above the upper third of the window is current. */
  const followReader = () => {
    const box = document.querySelector(".contents details");
    if (!box) return;
    if (!matchMedia("(min-width: 68rem)").matches) box.open = false;
    const links = [...box.querySelectorAll('a[href^="#"]')];
    const targets = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
    let waiting = false;
    const mark = () => {
      waiting = false;
      let current = -1;
      targets.forEach((target, index) => {
        if (target && target.getBoundingClientRect().top < innerHeight / 3) current = index;
      });
      links.forEach((link, index) => {
        if (index === current) link.setAttribute("aria-current", "location");
        else link.removeAttribute("aria-current");
      });
    };
    addEventListener("scroll", () => {
      if (!waiting) requestAnimationFrame(mark);
      waiting = true;
    }, { passive: true });
    mark();
  };

  /* A region that does not scroll need not be a stop for the Tab key. */
  const regions = () => {
    const all = document.querySelectorAll(".table-region, div.math[tabindex]");
    const measure = () => {
      for (const region of all) region.tabIndex = region.scrollWidth > region.clientWidth ? 0 : -1;
    };
    if (!all.length) return;
    measure();
    addEventListener("resize", measure, { passive: true });
  };

  /* A chart that comes into view is drawn again over its picture, to answer to the pointer; the script for it is
     loaded then, and the picture stays for print and for who listens to the page. */
  const ours = document.currentScript?.src;
  const charts = () => {
    const specs = document.querySelectorAll("template.chart-spec");
    if (!specs.length || !("IntersectionObserver" in window)) return;
    let script;
    const drawn = () => (script ??= new Promise((resolve, reject) => {
      const element = document.createElement("script");
      element.src = new URL("briefbook-charts.js", ours);
      element.addEventListener("load", resolve);
      element.addEventListener("error", reject);
      document.head.append(element);
    }));
    const draw = async (spec) => {
      const figure = spec.closest("figure");
      const picture = figure?.querySelector("img");
      if (!picture) return;
      const holder = document.createElement("div");
      holder.className = "chart-live";
      holder.setAttribute("aria-hidden", "true");
      try {
        await drawn();
        await window.briefbookChart(holder, JSON.parse(spec.content.textContent));
      } catch { return; }
      const sheet = document.createElement("div");
      sheet.className = "chart-sheet";
      picture.replaceWith(sheet);
      sheet.append(picture, holder);
    };
    const seen = new IntersectionObserver((entries) => {
      for (const entry of entries) {
        if (!entry.isIntersecting) continue;
        seen.unobserve(entry.target);
        draw(entry.target.querySelector("template.chart-spec"));
      }
    }, { rootMargin: "200px" });
    for (const spec of specs) seen.observe(spec.closest("figure"));
  };

  /* What stands behind a link is shown beside it; see briefbook-cards.js. */
  const cards = () => {
    if (!document.querySelector("a[data-card]")) return;
    const script = document.createElement("script");
    script.src = new URL("briefbook-cards.js", ours);
    document.head.append(script);
  };

  /* The number of a paragraph leads to it; a click also puts its address on the clipboard, where a browser lets us. */
  const paragraphs = () => {
    const said = document.createElement("p");
    said.className = "copied";
    said.setAttribute("role", "status");
    document.querySelector("main")?.append(said);
    document.addEventListener("click", async (event) => {
      const link = event.target.closest?.("a.paragraph-number");
      if (!link) return;
      try { await navigator.clipboard.writeText(link.href); } catch { return; }
      said.textContent = said.parentElement.dataset.copied;
      setTimeout(() => { said.textContent = ""; }, 2000);
    });
  };

  /* Control and K, or Command and K, lead to the field of the search, or to its page where the bar has only a link. A
     single key would be taken from readers who steer by voice (WCAG 2.1.4). */
  const search = () => {
    document.addEventListener("keydown", (event) => {
      if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
      const field = [...document.querySelectorAll('input[name="q"]')].find((input) => input.getClientRects().length);
      const link = document.querySelector(".bar-search-link a");
      if (!field && !link) return;
      event.preventDefault();
      if (field) field.select(); else location.assign(link.href);
      field?.focus();
    });
  };

  document.addEventListener("DOMContentLoaded", () => {
    for (const enhance of [themeSwitch, menus, followReader, regions, charts, cards, paragraphs, search]) enhance();
  });
})();
