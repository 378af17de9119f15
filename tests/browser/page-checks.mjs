// What is looked at inside a page. Each function is handed to the browser whole, so it may use nothing from outside of itself.

/** Everything that holds however the page is shown: language, title, tables, ids, and markup that no text may have brought in. */
export function structureFaults() {
  const faults = [];
  const say = (fault) => faults.push(fault);
  const named = (element) => element.outerHTML.slice(0, 120).replaceAll('\n', ' ');
  if (document.documentElement.lang !== 'en') say(`lang is '${document.documentElement.lang}'`);
  if (!document.title.trim()) say('no title');
  if (document.querySelectorAll('h1').length !== 1) say('not exactly one h1');
  if (document.querySelectorAll('main').length !== 1) say('not exactly one main');
  for (const table of document.querySelectorAll('table')) {
    if (!table.tHead || table.tHead.querySelectorAll('th[scope]').length !== table.tHead.querySelectorAll('th,td').length) say(`a table without header cells of columns: ${named(table)}`);
    if (!table.caption?.textContent.trim()) say(`a table without caption: ${named(table)}`);
    const width = [...table.tHead?.rows[0]?.cells ?? []].reduce((sum, cell) => sum + cell.colSpan, 0);
    for (const row of table.rows) {
      const cells = [...row.cells].reduce((sum, cell) => sum + cell.colSpan, 0);
      if (cells !== width) say(`a row of ${cells} cells in a table of ${width}: ${named(row)}`);
    }
  }
  const ids = new Set();
  for (const { id } of document.querySelectorAll('[id]')) {
    if (ids.has(id)) say(`the id '${id}' stands twice`);
    ids.add(id);
  }
  const html = new Set('html head meta title style body a header footer nav main section article div p h1 h2 h3 h4 h5 h6 span strong em s code time ul ol li dl dt dd table caption colgroup col thead tbody tr th td details summary figure figcaption'.split(' '));
  const drawn = new Set('svg symbol path circle rect text line g use title desc pattern defs'.split(' '));
  for (const element of document.querySelectorAll('*')) {
    const known = element.namespaceURI.endsWith('/svg') ? drawn : html;
    if (!known.has(element.localName)) say(`an element '${element.localName}': ${named(element)}`);
    for (const { name, value } of element.attributes) {
      if (name.startsWith('on') || ['style', 'src', 'srcset', 'srcdoc', 'action', 'formaction', 'autofocus', 'target', 'ping', 'background', 'poster', 'data'].includes(name)) say(`an attribute '${name}': ${named(element)}`);
      if (name.endsWith('href') && value.startsWith('#') && !ids.has(decodeURIComponent(value.slice(1)))) say(`a link to '${value}', which is nowhere on the page`);
    }
  }
  const metas = [...document.querySelectorAll('meta')].map((meta) => meta.name || meta.httpEquiv || 'charset').join(' ');
  if (metas !== 'charset viewport color-scheme referrer Content-Security-Policy') say(`the meta elements are '${metas}'`);
  if (globalThis.struck !== undefined) say('a script of a text ran');
  return faults;
}

/** The links that leave the page; where they may lead is for the caller to say. */
export const linksOutside = () => [...document.querySelectorAll('[href]')].map((each) => each.getAttribute('href')).filter((href) => !href.startsWith('#'));

export const idsOf = () => [...document.querySelectorAll('[id]')].map((each) => each.id);

/** Nothing beside the page's edge, nothing that spills out of its cell or box, at the width that the window has. */
export function layoutFaults() {
  const faults = [];
  const named = (element) => `${element.localName}.${element.className?.baseVal ?? element.className} "${element.textContent.trim().slice(0, 60).replaceAll('\n', ' ')}"`;
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) faults.push(`the page is ${root.scrollWidth} px wide in a window of ${root.clientWidth} px`);
  if (root.clientHeight && root.scrollHeight < 200) faults.push('the page shows next to nothing');
  const isHidden = (element) => element.closest('.visually-hidden, .skip, .sprite') || getComputedStyle(element).clipPath !== 'none';
  for (const element of document.querySelectorAll('th, td, dd, dt, li, p, h1, h2, h3, h4, h5, h6, figcaption, caption, summary, .badge')) {
    const box = element.getBoundingClientRect();
    if (box.width === 0 || isHidden(element) || element.closest('thead') && isHidden(element.closest('thead'))) continue;
    if (element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).display !== 'inline') faults.push(`spills out of its box by ${element.scrollWidth - element.clientWidth} px: ${named(element)}`);
    if (!element.closest('.scroll') && (box.right > root.clientWidth + 1 || box.left < -1)) faults.push(`stands beside the page: ${named(element)}`);
  }
  return faults;
}

/**
 * What is broken over two lines and should not be: short words (the column is too narrow), short badges, and ids that would fit on a line.
 * Compounds and dates in running text may break at a hyphen.
 */
export function tornWords(longest) {
  const torn = new Map();
  const add = (word) => torn.set(word, (torn.get(word) ?? 0) + 1);
  const linesOf = (node, begin, end) => {
    const range = document.createRange();
    range.setStart(node, begin);
    range.setEnd(node, end);
    const boxes = [...range.getClientRects()].filter((box) => box.width > 0);
    return { lines: new Set(boxes.map((box) => Math.round(box.top))).size, width: boxes.reduce((sum, box) => sum + box.width, 0) };
  };
  for (const cell of document.querySelectorAll('th, td, .badge, .our-id, .tiles dt, .tiles dd, .contents a')) {
    const head = cell.closest('thead');
    if (cell.closest('.visually-hidden') || cell.getBoundingClientRect().width === 0 || (head && getComputedStyle(head).clipPath !== 'none')) continue;
    const walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const text = node.data.trim();
      const begin = node.data.indexOf(text);
      if (cell.matches('.badge') && text.length > 0 && text.length <= longest && linesOf(node, begin, begin + text.length).lines > 1) add(text);
      if (cell.matches('.our-id') && text.length > 0 && !/\s/.test(text)) {
        const room = cell.closest('th, td, li, p, h3, h4, h6, dd').clientWidth - 24;
        const { lines, width } = linesOf(node, begin, begin + text.length);
        if (lines > 1 && width <= room) add(text);
      }
      for (const word of node.data.matchAll(/[^\s/-]+/g)) {
        if (word[0].length <= longest && word[0].length > 1 && linesOf(node, word.index, word.index + word[0].length).lines > 1) add(word[0]);
      }
    }
  }
  return [...torn].map(([word, times]) => `${word} (${times})`);
}

/** How many elements the Tab key should reach. */
export function focusableCount() {
  return [...document.querySelectorAll('a[href], summary, [tabindex="0"], button, input, select, textarea')].filter((each) => each.checkVisibility()).length;
}

export const positiveTabIndexes = () => [...document.querySelectorAll('[tabindex]')].filter((each) => each.tabIndex > 0).length;

/** The element with the focus: how to know it again, and what is wrong with how its focus shows. */
export function focusFaults() {
  const element = document.activeElement;
  if (!element || element === document.body) return { seen: null, faults: [] };
  const faults = [];
  const named = element.outerHTML.slice(0, 100).replaceAll('\n', ' ');
  const style = getComputedStyle(element);
  const box = element.getBoundingClientRect();
  if (style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 2) faults.push(`focus does not show: ${named}`);
  if (box.width < 1 || box.height < 1) faults.push(`focus on nothing that shows: ${named}`);
  if (box.bottom < 0 || box.top > innerHeight || box.right < 0 || box.left > innerWidth) faults.push(`focus outside of the window: ${named}`);
  const first = element.getClientRects()[0] ?? box;
  const top = document.elementFromPoint(first.left + Math.min(first.width, innerWidth) / 2, first.top + Math.min(first.height, innerHeight) / 2);
  if (top && !element.contains(top) && !top.contains(element)) faults.push(`something covers the focus: ${named} under ${top.outerHTML.slice(0, 80)}`);
  globalThis.visited ??= new Set();
  const isNew = !globalThis.visited.has(element);
  globalThis.visited.add(element);
  return { seen: globalThis.visited.size, isNew, faults };
}

/** What a reader of the paper would miss: rows that only a click shows. */
export function printFaults() {
  const heightOf = (element) => element.getBoundingClientRect().height;
  const isShut = (table) => !table.checkVisibility() || heightOf(table.closest('details')) < heightOf(table);
  return [...document.querySelectorAll('details table')].filter(isShut).map(() => 'rows that do not print');
}
