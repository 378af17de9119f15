// Opens every page of the manual in headless Chromium. usage: node manual.mjs CHROMIUM PACKAGES FOLDER
import { createRequire } from 'node:module';
import { readFileSync, readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { openPage } from './open-page.mjs';
import { axeFaults, htmlFaults } from './report-test.mjs';

const [executablePath, packages, folder] = process.argv.slice(2);
const require = createRequire(path.join(packages, 'package.json'));
const { chromium } = require('playwright-core');
const { HtmlValidate, StaticConfigLoader } = require('html-validate');
const axeSource = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
// A page made from Markdown has long lines and the marks of its own kind; what is wrong in the HTML itself is looked for.
const validator = new HtmlValidate(new StaticConfigLoader({ extends: ['html-validate:standard'], rules: { 'long-title': 'off', 'no-raw-characters': 'off' } }));

async function faultsOf(browser, file) {
  const faults = (await htmlFaults(validator, file)).map((fault) => `html-validate: ${fault}`);
  const { page, faults: told, close } = await openPage(browser, file, { javaScript: true });
  await page.evaluate(axeSource);
  for (const width of [1440, 360]) {
    await page.setViewportSize({ width, height: 900 });
    const found = await page.evaluate(() => document.documentElement.scrollWidth);
    if (found > width) faults.push(`the page is ${found} px wide in a window of ${width} px`);
    for (const scheme of width > 360 ? ['light', 'dark'] : ['light']) faults.push(...(await axeFaults(page, scheme)).map((fault) => `axe at ${width} px, ${scheme}: ${fault}`));
  }
  if (await page.evaluate(() => document.querySelectorAll('script, img, iframe, form, [style]').length)) faults.push('an element that no page needs');
  await close();
  return [...faults, ...told.map((fault) => `quiet: ${fault}`)];
}

const files = readdirSync(folder).filter((name) => name.endsWith('.html')).sort();
const browser = await chromium.launch({ executablePath, timeout: 120000 });
let count = 0;
const queue = [...files];
const work = async () => {
  for (let name = queue.shift(); name; name = queue.shift()) {
    const faults = await faultsOf(browser, path.join(folder, name)).catch((error) => [`could not be tested to the end: ${error.message}`]);
    count += faults.length;
    for (const fault of faults.slice(0, 20)) console.log(`FAULT manual/${name}: ${fault}`);
  }
};
await Promise.all(Array.from({ length: Math.min(4, availableParallelism()) }, work));
await browser.close();
console.log(`browser: ${files.length} pages of the manual opened at 1440 and 360 px, ${count} faults`);
process.exit(files.length > 0 && count === 0 ? 0 : 1);
