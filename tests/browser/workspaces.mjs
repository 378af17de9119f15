// Two workspaces with every report: the sample organisation, and the same with hostile words in every text that people can write.
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { csvOf, parseCsv } from './csv.mjs';

const judgedOn = '2026-10-15';

/** What a text may hold at worst. Each begins with the mark, by which the pages are searched for it. */
export const mark = 'ZQ';
export const hostileTexts = [
  '</td></script><script>globalThis.struck = 1; alert(1)</script>',
  '"\'><img src=x onerror="alert(1)"><svg onload=alert(1)>',
  '{{organization}} {{{statement}}} {{> head}} {{#opening}} {{/nothing}}',
  '<a href="javascript:alert(1)">press</a><iframe src="//example.invalid/"></iframe>',
  'W'.repeat(400),
  '\u202Eevil\u202C \u200Fright\u2066 to left',
  '\u{1F6A8}\u{1F469}\u200D\u{1F469}\u200D\u{1F467} \u00E9e\u0301 \u6F22\u5B57 \u0639\u0631\u0628\u064A',
  '<style>*{display:none!important}</style><base href="//example.invalid/"><meta http-equiv=refresh content="0;url=//example.invalid/">',
  '</title></textarea></caption></table></main><!-- --> ]]> &lt;b&gt; &#x3C;script&#x3E; &amp;amp;',
  '" onmouseover="alert(1)" style="position:fixed;inset:0" autofocus onfocus=alert(1) x="',
  '[x](javascript:alert(1)) | `q` ![i](//example.invalid/i.png) **b**',
].map((text) => `${mark} ${text}`);
/** Rows that are added under keys like these; a key is printed and becomes an anchor. */
const hostileKeys = [`${mark} "'><script>alert(2)</script>`, `javascript:alert(2)//${mark}`, `${mark}#{{organization}} onclick=alert(2)`];

function run(assay, folder, args, allowed = [0]) {
  const done = spawnSync(assay, args, { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 28 });
  if (!allowed.includes(done.status)) {
    throw new Error(`assay ${args.join(' ')}: exit code ${done.status}\n${done.stdout}${done.stderr}`);
  }
  return done.stdout;
}

function report(assay, folder) {
  run(assay, folder, ['check', '--on', judgedOn], [0, 2]);
  run(assay, folder, ['report', 'all', '--audit', 'IA-26']);
}

export function makeSample(assay, folder) {
  execFileSync(assay, ['init', folder, '--sample'], { stdio: 'ignore' });
  run(assay, folder, ['import', '--list', 'import.order']);
  run(assay, folder, ['evidence', 'verify', '--on', '2026-10-14'], [0, 2]);
  report(assay, folder);
}

/** Of a register's definition: for the title of each field, whether it is a text and whether it is a key. */
function fieldsOf(xml) {
  const fields = new Map();
  for (const [, attributes] of xml.matchAll(/<field ([^>]*)>/g)) {
    const value = (name) => attributes.match(new RegExp(`\\b${name}="([^"]*)"`))?.[1];
    fields.set(value('title'), { isText: value('type') === 'text', isKey: value('key') === 'yes', id: value('id') });
  }
  return fields;
}

/** Fields that the tool computes with; another text there would change what is judged instead of what is printed. */
const leftAlone = new Set(['sha256', 'observed_sha256']);

/** Reports print few of many rows; the rows beyond stay as they are. */
const mostRows = 600;

function poisonRegister(assay, folder, registers, register) {
  const fields = fieldsOf(readFileSync(path.join(registers, `${register}.xml`), 'utf8'));
  const file = path.join(folder, `${register}.hostile.csv`);
  run(assay, folder, ['export', register, file]);
  const [header, ...all] = parseCsv(readFileSync(file, 'utf8'));
  const rows = all.slice(0, mostRows);
  let cells = 0;
  for (const row of rows) {
    header.forEach((title, at) => {
      const field = fields.get(title);
      if (field?.isText && !field.isKey && !leftAlone.has(field.id) && row[at] !== '') {
        row[at] = `${row[at].slice(0, 40)} ${hostileTexts[cells++ % hostileTexts.length]}`;
      }
    });
  }
  const keys = header.flatMap((title, at) => (fields.get(title)?.isKey ? [at] : []));
  if (keys.length === 1 && fields.get(header[keys[0]]).isText && rows.length > 0) {
    hostileKeys.forEach((key, n) => {
      const added = [...rows[n % rows.length]];
      added[keys[0]] = key;
      rows.push(added);
    });
  }
  writeFileSync(file, csvOf([header, ...rows]));
  run(assay, folder, ['import', register, file, '--source', hostileTexts[0], '--query', hostileTexts[1], '--why', hostileTexts[2]]);
  return cells;
}

/** Returns how many cells hold hostile words. `standards` keeps the pages short enough to look at each word. */
export function makeHostile(assay, home, folder, standards) {
  execFileSync(assay, ['init', folder, '--sample'], { stdio: 'ignore' });
  const settings = path.join(folder, 'assay.xml');
  const escaped = hostileTexts.slice(0, 4).join(' ').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
  let xml = readFileSync(settings, 'utf8').replace(/organization="[^"]*"/, `organization="${escaped}"`);
  xml = xml.replace(/\s*<standard catalog="([^"]*)"\/>/g, (whole, catalog) => (standards.includes(catalog) ? whole : ''));
  writeFileSync(settings, xml);
  run(assay, folder, ['import', '--list', 'import.order']);
  const registers = path.join(home, 'controls', 'registers');
  let cells = 0;
  for (const name of readdirSync(registers).filter((each) => each.endsWith('.xml')).sort()) {
    cells += poisonRegister(assay, folder, registers, name.slice(0, -4));
  }
  run(assay, folder, ['evidence', 'verify', '--on', '2026-10-14'], [0, 2]);
  report(assay, folder);
  return cells;
}

/** A control character never gets as far as a report: the import refuses it. Returns what is wrong, or nothing. */
export function controlCharacterFaults(assay, folder) {
  const file = path.join(folder, 'control-character.csv');
  writeFileSync(file, 'Risk ID,Title\nR-001,"a\u001Fb"\n');
  const done = spawnSync(assay, ['import', 'risk', file], { cwd: folder, encoding: 'utf8' });
  const told = done.stdout + done.stderr;
  return done.status === 1 && told.includes('control character U+001F') ? [] : [`an import with U+001F ended with ${done.status}: ${told}`];
}

export const htmlReports = (folder) =>
  readdirSync(path.join(folder, 'reports')).filter((each) => each.endsWith('.html')).sort().map((each) => path.join(folder, 'reports', each));
