// Opens a file in a page of its own and writes down what it should never do: ask for anything, complain, or open a dialog.
import { pathToFileURL } from 'node:url';

export async function openPage(browser, file, { javaScript }) {
  const context = await browser.newContext({ javaScriptEnabled: javaScript, viewport: { width: 1440, height: 900 }, colorScheme: 'light' });
  const page = await context.newPage();
  const faults = [];
  const own = pathToFileURL(file).href;
  context.on('request', (request) => request.url() !== own && faults.push(`asked for ${request.url().slice(0, 120)}`));
  context.on('page', () => faults.push('opened another page'));
  page.on('console', (message) => faults.push(`console ${message.type()}: ${message.text().slice(0, 200)}`));
  page.on('pageerror', (error) => faults.push(`error: ${error.message}`));
  page.on('dialog', async (dialog) => {
    faults.push(`dialog: ${dialog.message()}`);
    await dialog.dismiss();
  });
  page.on('download', () => faults.push('began a download'));
  page.setDefaultTimeout(300000);
  await context.route('**/*', (route) => (route.request().url() === own ? route.continue() : route.abort()));
  await page.goto(own, { waitUntil: 'load' });
  return { page, faults, close: () => context.close() };
}
