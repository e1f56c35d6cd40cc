/* The engine of the search: MiniSearch over the book's own text, with the rules by which we read words and rank what is
   found. It knows nothing of the page; briefbook-search.js shows what it finds. Adds to `briefbookSearch`:

   engine(book, language, MiniSearch) -> a promise of (query) -> {results, unknown}

   `unknown`: the words that the book does not have. A result: {kind, complete, details()}; `complete` says whether it
   has all words. Its details: {name, chapter, place, number, href, text, more, others}; `text` and `more` are lists of
   [words, found], `others` further paragraphs as {number, href}. */
(() => {
  "use strict";

  /* Words ------------------------------------------------------------------------------------------------------- */

  const LETTERS = { ł: "l", Ł: "l", ø: "o", Ø: "o", đ: "d", Đ: "d", ß: "ss", æ: "ae", Æ: "ae", œ: "oe", ı: "i" };
  /* Without accents and case: Łódź is lodz, Hangul stays whole. */
  const fold = (text) => (/^[\x20-\x7e]*$/.test(text) ? text : text.normalize("NFKD").replace(/\p{M}/gu, "").normalize("NFC")
    .replace(/[łŁøØđĐßæÆœı]/g, (letter) => LETTERS[letter])).toLowerCase();

  /* A word, a number with its marks (15,000; 6.12), or a name with hyphens (KN-23, S-400). */
  const WORD = /\p{N}+(?:[.,]\p{N}+)+(?![\p{L}\p{N}])|[\p{L}\p{M}\p{N}]+(?:[’'][\p{L}\p{M}]+)*(?:[-‐‑][\p{L}\p{M}\p{N}]+)*/gu;
  const HAN = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;

  /* The words of a text with their places; a name with hyphens is one place and several words. */
  const reader = (language) => {
    const stopwords = new Set(language.stopwords);
    const once = (make) => {
      const made = new Map();
      return (word) => {
        if (!made.has(word)) made.set(word, make(word));
        return made.get(word);
      };
    };
    const term = once(language.stem);
    let segments; /* for scripts that put no space between words */
    const divided = (text) => ("Segmenter" in Intl ? [...(segments ??= new Intl.Segmenter(undefined, { granularity: "word" })).segment(text)]
      : [{ segment: text, index: 0 }]);
    /* As it is spoken, and with what else it is found by: KN-23 is also KN23. */
    const parts = once((found) => {
      if (/^\p{N}+[.,]/u.test(found)) {
        const number = found.replace(/,(?=\p{N}{3}(?!\p{N}))/gu, "");
        return { spoken: [number], words: [number] };
      }
      const spoken = fold(found).replace(/[’']s$/, "").replace(/[’']/g, "").split(/[-‐‑]/);
      const joined = spoken.length > 1 && /\p{N}/u.test(found) ? spoken.join("") : "";
      return { spoken, joined, words: joined ? [joined, ...spoken] : spoken };
    });
    const read = (text) => {
      const found = [];
      for (const match of text.matchAll(WORD)) {
        for (const { segment, index } of HAN.test(match[0]) ? divided(match[0]) : [{ segment: match[0], index: 0 }]) {
          found.push({ start: match.index + index, end: match.index + index + segment.length, ...parts(segment) });
        }
      }
      return found;
    };
    return { read, term, stops: (word) => stopwords.has(word) };
  };

  /* Records ----------------------------------------------------------------------------------------------------- */

  /* A judgment weighs more than what it rests on, and the text more than its lists. */
  const WEIGHTS = { judgments: 1.8, chapters: 1.15, facts: 1, terms: 1.5, sources: 0.75 };

  const joined = (ident) => fold(ident).replace(/-/g, ""); /* an id as it is read in a query */
  const place = (page) => `${page.number} ${page.title}`.trim();
  const records = (book) => {
    const found = [];
    const pages = new Map(book.pages.map((page) => [page.page, page]));
    const add = (kind, entry) => found.push({ kind, id: found.length, ...entry });
    for (const entry of book.judgments) {
      add("judgments", { ident: entry.id, title: "", name: entry.id, page: entry.page, anchor: entry.anchor,
        place: place(pages.get(entry.page)), passages: [{ text: entry.statement, facts: entry.facts }, { text: entry.rest }] });
    }
    for (const page of book.pages) {
      page.sections.forEach((section, index) => {
        if (!section.passages.length && page.sections.length > 1) return;
        const main = index === 0;
        add("chapters", { ident: "", title: section.title, name: section.title || page.title, page: page.page, main,
          anchor: main ? "" : section.anchor, place: main ? "" : place(page), chapter: page.title, number: page.number,
          passages: section.passages });
      });
    }
    for (const entry of book.terms) {
      add("terms", { ident: "", title: entry.name, name: entry.name, page: entry.page, anchor: entry.anchor,
        place: pages.get(entry.page)?.title, passages: [{ text: entry.text }] });
    }
    for (const entry of book.facts) {
      add("facts", { ident: entry.id, title: "", name: entry.id, page: entry.page, anchor: entry.anchor, place: entry.grade,
        passages: [{ text: entry.statement }, { text: entry.rest }] });
    }
    for (const entry of book.sources) {
      add("sources", { ident: entry.id, title: entry.label, name: entry.label, page: entry.page,
        anchor: entry.anchor, place: "", passages: [{ text: entry.text }] });
    }
    return found;
  };

  /* A query: words to be found, and what stands in quotation marks, to be found as it stands. */
  const understood = (query, { read, term, stops }, isKnown) => {
    const phrases = [];
    query.replace(/["“”„«»]([^"“”„«»]+)["“”„«»]/g, (_all, phrase) => phrases.push(phrase));
    const content = read(query).flatMap(({ spoken, joined }) => (joined && isKnown(joined) ? joined : spoken))
      .filter((word) => !stops(word));
    const sequence = (text) => read(text).flatMap((token) => token.spoken).join(" ");
    const terms = new Map(content.map((word) => [term(word), word]));
    return { terms: [...terms.keys()], typed: terms, last: content.length ? term(content.at(-1)) : "",
      phrases: phrases.map(sequence).filter(Boolean), whole: sequence(query.replace(/["“”„«»]/g, " ")) };
  };

  /* Search ------------------------------------------------------------------------------------------------------ */

  const EXCERPT = 260; /* characters */
  const SCATTERED = 0.5; /* of a word, which two passages lack that have it between them */
  const LEAST = 8; /* with fewer results that hold all words, those that hold fewer words are shown too */

  const engine = async (book, language, MiniSearch) => {
    const words = reader(language);
    const all = records(book);
    const vocabulary = new Set();
    const index = new MiniSearch({
      fields: ["title", "chapter", "text", "facts"],
      tokenize: (text) => words.read(text).flatMap((token) => token.words),
      processTerm: (word) => {
        if (words.stops(word)) return null;
        vocabulary.add(words.term(word));
        return words.term(word);
      },
      extractField: (record, field) => {
        if (field === "text") return record.passages.map((passage) => passage.text).join("\n");
        if (field === "facts") return record.passages.flatMap((passage) => passage.facts ?? []).map(joined).join(" ");
        return record[field] ?? "";
      },
    });
    await index.addAllAsync(all, { chunkSize: 100 }); /* so that a telephone answers to its reader meanwhile */

    const direct = new Map();
    for (const record of all) {
      if (record.ident) direct.set(joined(record.ident), { record });
      if (record.kind !== "chapters") continue;
      for (const passage of record.passages) if (passage.number) direct.set(passage.number, { record, passage });
    }

    /* The words of a passage, read once. */
    const readings = new WeakMap();
    const reading = (passage) => {
      if (!readings.has(passage)) {
        const tokens = words.read(passage.text);
        const spoken = tokens.flatMap((token) => token.spoken);
        for (const token of tokens) token.terms = token.words.map(words.term);
        readings.set(passage, { tokens, cited: (passage.facts ?? []).map(joined), sequence: ` ${spoken.join(" ")} ` });
      }
      return readings.get(passage);
    };
    const titles = new WeakMap();
    const titled = (record) => {
      if (!titles.has(record)) titles.set(record, { text: `${record.title} ${record.ident}` });
      return titles.get(record);
    };
    const holds = (record, phrase) => [titled(record), ...record.passages]
      .some((passage) => reading(passage).sequence.includes(` ${phrase} `));

    /* Which of the words asked for a passage holds, beside those already met, and how often. */
    const weigh = (passage, query, marks, before = []) => {
      const met = new Set(before);
      let times = 0;
      for (const ident of reading(passage).cited) for (const asked of marks.get(ident) ?? []) met.add(asked);
      for (const token of reading(passage).tokens) {
        for (const term of token.terms) {
          if (!marks.has(term)) continue;
          for (const asked of marks.get(term)) met.add(asked);
          times += 1;
          break;
        }
      }
      const phrases = query.phrases.concat(query.terms.length > 1 ? query.whole : [])
        .filter((phrase) => reading(passage).sequence.includes(` ${phrase} `)).length;
      return { passage, met, value: met.size * 10 + phrases * 15 + Math.min(times, 9) };
    };

    /* The part of a text with most of the found words, cut at words: a list of [words, found]. */
    const excerpt = (passage, marks, length = EXCERPT) => {
      const { text } = passage;
      const hits = reading(passage).tokens.filter((token) => token.terms.some((term) => marks.has(term)));
      let [start, end] = [0, text.length];
      if (text.length > length * 1.2) {
        let best = -1;
        for (const first of hits) {
          const inside = hits.filter((hit) => hit.start >= first.start && hit.end <= first.start + length - 60);
          const value = new Set(inside.flatMap((hit) => hit.terms.filter((term) => marks.has(term)))).size * 100 + inside.length;
          if (value > best) [best, start] = [value, first.start];
        }
        const sentence = Math.max(...[". ", "? ", "! ", "\u00b7 "].map((mark) => text.lastIndexOf(mark, start - 1) + 2));
        start = start < length * 0.7 ? 0 : start - sentence < 90 && sentence > 1 ? sentence : text.indexOf(" ", start - 60) + 1;
        end = start + length < text.length ? text.lastIndexOf(" ", start + length) : text.length;
      }
      const parts = start > 0 ? [["… ", false]] : [];
      let at = start;
      for (const hit of hits) {
        if (hit.start < at || hit.end > end) continue;
        parts.push([text.slice(at, hit.start), false], [text.slice(hit.start, hit.end), true]);
        at = hit.end;
      }
      parts.push([text.slice(at, end) + (end < text.length ? " …" : ""), false]);
      return parts.filter(([part]) => part);
    };

    const address = (record, passage) => {
      const anchor = passage?.anchor || record.anchor;
      return record.page + (anchor ? `#${anchor}` : "");
    };

    /* A result as it is shown: where its best passage stands, and the paragraphs that say more. */
    const shown = (record, query, marks, chosen) => {
      const weighed = record.passages.map((passage) => weigh(passage, query, marks));
      const ranked = weighed.filter(({ met }) => met.size).sort((a, b) => b.value - a.value);
      const best = chosen ?? ranked[0]?.passage ?? record.passages[0];
      const others = record.kind !== "chapters" ? [] : ranked.map(({ passage }) => passage)
        .filter((passage) => passage !== best && passage.number && passage.number !== best?.number)
        .filter((passage, at, list) => list.findIndex(({ number }) => number === passage.number) === at)
        .slice(0, 4).map((passage) => ({ number: passage.number, href: address(record, passage) }));
      const first = record.passages[0];
      const lead = ["judgments", "facts"].includes(record.kind) ? first : best;
      const text = lead ? excerpt(lead, marks, lead === best && record.kind === "chapters" ? EXCERPT : 420) : [];
      const more = lead !== best && best ? excerpt(best, marks, 160) : [];
      return { name: record.name, place: record.place, number: best?.number ?? "",
        chapter: record.main ? record.number : "", href: address(record, record.kind === "chapters" ? best : null), text, more, others };
    };

    return (asked) => {
      const query = understood(asked, words, (word) => vocabulary.has(word));
      const ident = fold(asked.trim().replace(/^[¶#"“]\s*|["”.]$/gu, "")).replace(/^par(?:a|agraph)?\.?\s+/, "");
      const hit = direct.get(joined(ident));
      const unknown = hit ? [] : query.terms.filter((term) => !vocabulary.has(term)).map((term) => query.typed.get(term));
      if (!query.terms.length && !query.phrases.length) return { results: [], unknown: [] };
      const found = index.search(query.terms.length ? query.terms.join(" ") : MiniSearch.wildcard, {
        tokenize: (text) => text.split(" "), processTerm: (term) => term, combineWith: "OR",
        boost: { title: 3, chapter: 1.2, text: 1, facts: 0.4 },
        prefix: (term) => !/\p{N}/u.test(term) && (vocabulary.has(term) ? term.length > 4 : term === query.last || term.length > 3),
        fuzzy: (term) => (vocabulary.has(term) || term.length < 4 || /\p{N}/u.test(term) ? false : term.length < 6 ? 1 : 2),
        weights: { fuzzy: 0.3, prefix: 0.25 },
      });
      const ranked = found.map((result) => {
        const record = all[result.id];
        const marks = new Map(result.terms.map((term) => [term, related(term, query.terms)]));
        return { record, marks, ...rank(record, marks, query, result.score) };
      }).filter(({ record }) => query.phrases.every((phrase) => holds(record, phrase)));
      const kept = [];
      for (const level of [...new Set(ranked.map(({ met }) => met))].sort((a, b) => b - a)) {
        if (kept.length >= LEAST || level * 2 < query.terms.length) break;
        kept.push(...ranked.filter(({ met }) => met === level).sort((a, b) => b.score - a.score || a.record.id - b.record.id));
      }
      const results = kept.filter(({ record }) => record !== hit?.record)
        .map(({ record, marks, met }) => ({
          kind: record.kind, complete: met >= query.terms.length - SCATTERED, details: () => shown(record, query, marks) }));
      if (hit) results.unshift({ kind: hit.record.kind, complete: true, details: () => shown(hit.record, query, new Map(), hit.passage) });
      return { results, unknown };
    };

    /* The words asked for that a word of the index answers: itself, by its beginning, or by likeness. */
    function related(term, asked) {
      const close = asked.filter((word) => term.startsWith(word));
      return close.length ? close : asked.filter((word) => !vocabulary.has(word));
    }

    /* What holds all words in one passage comes before what has them in two that follow each other, and that before what
       lacks one. Among equals the words as they stand count for more, and a title that is just what was asked for. */
    function rank(record, marks, query, score) {
      const named = weigh(titled(record), query, marks, weigh({ text: record.chapter ?? "" }, query, marks).met).met;
      const mets = record.passages.map((passage) => weigh(passage, query, marks, named).met);
      const met = Math.max(named.size, ...mets.map((here, at) => Math.max(here.size, new Set([...here, ...mets[at + 1] ?? []]).size - SCATTERED)));
      const together = query.terms.length > 1 && holds(record, query.whole) ? 1.6 : 1;
      const exact = record.title && reading(titled(record)).sequence.trim() === query.whole ? 2 : 1;
      return { met, score: score * WEIGHTS[record.kind] * (record.main ? 1.25 : 1) * together * exact };
    }
  };

  window.briefbookSearch = Object.assign(window.briefbookSearch ?? {}, { engine });
})();
