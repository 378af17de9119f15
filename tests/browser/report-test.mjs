// All that is asked of one report, in the browser and of its file.
import * as checks from './page-checks.mjs';
import { openPage } from './open-page.mjs';

const widths = [1440, 360];
/** A word of up to so many characters fits on a line of any cell that holds one. */
const longestWhole = 12;

/** In the dark only colours change, so that only contrast is looked at again. */
export async function axeFaults(page, colorScheme) {
  await page.emulateMedia({ colorScheme });
  const options = { resultTypes: ['violations'], elementRef: false, ...(colorScheme === 'dark' ? { runOnly: ['color-contrast'] } : {}) };
  const { violations, passes } = await page.evaluate((given) => globalThis.axe.run(document, given), options);
  const faults = violations.flatMap(({ id, nodes }) => `${nodes.length} times ${id}: ${nodes[0].html.slice(0, 140)} ${nodes[0].failureSummary.replaceAll('\n', ' ').slice(0, 200)}`);
  if (!passes.some(({ id }) => id === 'color-contrast')) faults.push('contrast was not looked at');
  return faults;
}

/** Goes through the page with the Tab key alone. */
async function keyboardFaults(page) {
  const count = await page.evaluate(checks.focusableCount);
  const faults = [];
  if (await page.evaluate(checks.positiveTabIndexes)) faults.push('a positive tabindex');
  await page.evaluate(() => scrollTo(0, 0));
  let reached = 0;
  for (let n = 0; n < count + 5; ++n) {
    await page.keyboard.press('Tab');
    const { seen, isNew, faults: found } = await page.evaluate(checks.focusFaults);
    if (seen === null || !isNew) break;
    reached = seen;
    faults.push(...found);
  }
  if (reached !== count) faults.push(`the Tab key reached ${reached} of ${count} elements`);
  return { count, faults };
}

export async function htmlFaults(validator, file) {
  const { results } = await validator.validateFile(file);
  return results.flatMap(({ messages }) => messages.map(({ line, column, ruleId, message }) => `${line}:${column}: ${message} [${ruleId}]`));
}

/** Counts what was looked at, so that a check that never ran shows. */
export async function testReport({ browser, validator, axeSource, file, isHostile }) {
  const faults = [];
  const looked = { checks: 0, focusable: 0 };
  const take = (what, found) => {
    ++looked.checks;
    faults.push(...[...new Set(found)].map((fault) => `${what}: ${fault}`));
  };
  take('html-validate', await htmlFaults(validator, file));

  const texts = [];
  let links;
  let ids;
  for (const javaScript of [true, false]) {
    const mode = javaScript ? 'with JavaScript' : 'without JavaScript';
    const { page, faults: told, close } = await openPage(browser, file, { javaScript });
    take(`structure, ${mode}`, await page.evaluate(checks.structureFaults));
    texts.push(await page.evaluate(() => document.body.textContent));
    for (const width of javaScript ? widths : []) {
      await page.setViewportSize({ width, height: 900 });
      take(`layout at ${width} px`, await page.evaluate(checks.layoutFaults));
      if (!isHostile) take(`torn words at ${width} px`, await page.evaluate(checks.tornWords, longestWhole));
    }
    if (javaScript) {
      links = await page.evaluate(checks.linksOutside);
      ids = await page.evaluate(checks.idsOf);
      await page.setViewportSize({ width: widths[0], height: 900 });
      await page.evaluate(axeSource);
      for (const scheme of ['light', 'dark']) take(`axe, ${scheme}`, await axeFaults(page, scheme));
      await page.emulateMedia({ media: 'print', colorScheme: 'light' });
      take('print', await page.evaluate(checks.printFaults));
      await page.emulateMedia({ media: 'screen' });
      const keyboard = await keyboardFaults(page);
      looked.focusable = keyboard.count;
      take('keyboard', keyboard.faults);
    }
    take(`quiet, ${mode}`, told);
    await close();
  }
  take('the same text with and without JavaScript', texts[0] === texts[1] ? [] : ['they differ']);
  return { faults, looked, text: texts[0], links, ids };
}

/** Pages of the file that Chromium prints; its PDF writes one such object for each. */
export async function printedPages(browser, file) {
  const { page, close } = await openPage(browser, file, { javaScript: false });
  const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: false });
  await close();
  return pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0;
}
