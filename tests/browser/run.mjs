// Opens every HTML report of two workspaces in headless Chromium. usage: node run.mjs ASSAY HOME CHROMIUM PACKAGES FOLDER [REPORT]...
import { createRequire } from 'node:module';
import { existsSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { controlCharacterFaults, hostileTexts, htmlReports, makeHostile, makeSample, mark } from './workspaces.mjs';
import { printedPages, testReport } from './report-test.mjs';

const [assay, home, executablePath, packages, folder, ...only] = process.argv.slice(2);
const require = createRequire(path.join(packages, 'package.json'));
const { chromium } = require('playwright-core');
const { HtmlValidate, StaticConfigLoader } = require('html-validate');
const axeSource = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const validator = new HtmlValidate(new StaticConfigLoader({ extends: ['html-validate:standard'] }));

const faults = [];
const fail = (place, found) => faults.push(...found.map((fault) => `${place}: ${fault}`));

/** The checks themselves: a page with every fault, of which each check must tell. */
async function checkTheChecks(browser) {
  const file = fileURLToPath(new URL('broken-page.html', import.meta.url));
  const { faults: found } = await testReport({ browser, validator, axeSource, file });
  const expected = [
    'html-validate:', "lang is ''", 'no title', 'not exactly one h1', 'not exactly one main', 'a table without header cells', 'a table without caption',
    'a row of 2 cells', "the id 'twice' stands twice", "an element 'script'", "an element 'img'", "an attribute 'onclick'", "an attribute 'style'",
    "a link to '#nowhere'", 'a script of a text ran', 'the page is', 'stands beside the page', 'spills out of its box', 'torn words at 360 px: measurement',
    'axe, light: 1 times color-contrast', 'axe, dark: 1 times color-contrast', 'rows that do not print', 'focus does not show', 'a positive tabindex',
    'quiet, with JavaScript: asked for', 'quiet, without JavaScript: asked for', 'quiet, with JavaScript: dialog', 'quiet, with JavaScript: console error: oh',
    'the same text with and without JavaScript: they differ',
  ];
  fail('the broken page', expected.filter((each) => !found.some((fault) => fault.includes(each))).map((each) => `no check told '${each}'`));
  return expected.length;
}

/** Where links may lead: an anchor of another report, or a file of the evidence folder that is there. */
function linkFaults(folderOfReports, links, idsOfReports) {
  return [...new Set(links)].filter((link) => {
    const [, report, anchor] = link.match(/^([a-z-]+)\.html#(.+)$/) ?? [];
    if (report) return !idsOfReports.get(report)?.has(decodeURIComponent(anchor));
    return !link.startsWith('../evidence/') || !existsSync(path.join(folderOfReports, decodeURIComponent(link)));
  }).map((link) => `a link to '${link.slice(0, 100)}', which is nowhere`);
}

const hidden = /[\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu;
/** As the import keeps it, accents joined to their letters, and as a report prints it. */
const shown = (text) => text.normalize('NFC').replace(hidden, (c) => `\u27E8U+${c.codePointAt(0).toString(16).toUpperCase()}\u27E9`);

/** Hostile words must be there to be read, or nothing was shown by their doing nothing. */
function hostileFaults(texts) {
  const missing = hostileTexts.filter((each) => !texts.some((text) => text.includes(shown(each)))).map((each) => `no report prints '${shown(each).slice(0, 60)}'`);
  const bare = texts.filter((text) => text.search(hidden) >= 0).map(() => 'a direction mark stands in a report');
  const without = texts.filter((text) => !text.includes(mark)).map((text) => `a report prints no hostile text: ${text.trim().slice(0, 40)}`);
  return [...missing, ...bare, ...without];
}

async function testWorkspace(browser, name, isHostile) {
  const files = htmlReports(path.join(folder, name));
  const results = new Map();
  const queue = files.filter((file) => only.length === 0 || only.includes(path.basename(file, '.html')));
  // The longest first, so that no core waits for it at the end.
  queue.sort((a, b) => readFileSync(b).length - readFileSync(a).length);
  const work = async () => {
    for (let file = queue.shift(); file; file = queue.shift()) {
      const began = performance.now();
      const result = await testReport({ browser, validator, axeSource, file, isHostile }).catch((error) => error);
      if (result instanceof Error) {
        fail(`${name}/${path.basename(file)}`, [`could not be tested to the end: ${result.message}`]);
        continue;
      }
      results.set(path.basename(file, '.html'), result);
      fail(`${name}/${path.basename(file)}`, result.faults);
      const { checks, focusable } = result.looked;
      console.log(`${name}/${path.basename(file)}: ${checks} checks, ${focusable} elements reached by keyboard, ${result.faults.length} faults, ${((performance.now() - began) / 1000).toFixed(1)} s`);
    }
  };
  await Promise.all(Array.from({ length: Math.min(4, availableParallelism()) }, work));
  const ids = new Map([...results].map(([report, result]) => [report, new Set(result.ids)]));
  if (only.length === 0) {
    for (const [report, result] of results) fail(`${name}/${report}.html`, linkFaults(path.join(folder, name, 'reports'), result.links, ids));
    if (isHostile) fail(name, hostileFaults([...results.values()].map(({ text }) => text)));
  }
  return [...results.values()];
}

makeSample(assay, path.join(folder, 'sample'));
const cells = makeHostile(assay, home, path.join(folder, 'hostile'), ['iso20000-1-2018']);
console.log(`two workspaces; ${cells} cells of the second hold hostile words`);
fail('hostile', controlCharacterFaults(assay, path.join(folder, 'hostile')));

const browser = await chromium.launch({ executablePath, timeout: 120000 });
const told = await checkTheChecks(browser);
console.log(`the broken page: ${told} faults looked for`);
const results = [...await testWorkspace(browser, 'sample', false), ...await testWorkspace(browser, 'hostile', true)];
const pages = await printedPages(browser, path.join(folder, 'sample', 'reports', 'executive.html'));
if (pages !== 1) fail('sample/executive.html', [`prints on ${pages} pages instead of one`]);
await browser.close();

for (const fault of faults.slice(0, 200)) console.log(`FAULT ${fault}`);
const checked = results.reduce((sum, { looked }) => sum + looked.checks, 0);
console.log(`browser: ${results.length} reports opened with and without JavaScript, ${checked} checks, ${faults.length} faults`);
process.exit(faults.length === 0 ? 0 : 1);
