// The extension in a real workbench.
// usage: node run.mjs TOOLS EXTENSION.vsix SEEDS WORK [SHOTS]
//   TOOLS: where editors/test installed; SEEDS: the folder seeds/ of this project; WORK: may be emptied and written to
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { newLibrary } from './new_library.mjs';
import { untrusted } from './untrusted.mjs';
import { hands, seen, start, webview } from './workbench.mjs';

const [tools, vsix, seeds, work, shots] = process.argv.slice(2).map(it => path.resolve(it));
let passed = 0;
let failed = 0;
const check = (name, ok, got) => {
  ok ? passed++ : failed++;
  console.log(`${ok ? 'ok  ' : 'FAIL'} ${name}${ok || got === undefined ? '' : `: ${JSON.stringify(got)}`}`);
};

fs.rmSync(work, { recursive: true, force: true });
const drafts = path.join(work, 'drafts');
fs.cpSync(path.join(seeds, 'drafts'), drafts, { recursive: true });
fs.mkdirSync(path.join(drafts, '.git')); // where the search for a configuration ends
const own = path.join(work, 'own');
fs.cpSync(path.resolve(import.meta.dirname, '../../fixtures/own'), own, { recursive: true });

const workbench = await start({ tools, vsix, home: path.join(work, 'home') });
const { page } = workbench;
const { command, choose, file, tab, goto, cursor } = hands(page);
const shot = async name => shots && page.screenshot({ path: path.join(shots, `${name}.png`) });
process.on('uncaughtException', async error => {
  console.log('FAIL', error.stack?.slice(0, 800));
  await page.screenshot({ path: path.join(work, 'failed.png') }).catch(() => {});
  await workbench.stop();
  process.exit(1);
});
const status = page.locator('[id$="policy-ls.status"]');
const squiggles = page.locator('.monaco-editor .squiggly-error, .monaco-editor .squiggly-warning, .monaco-editor .squiggly-info');
const explorer = name => page.locator('.explorer-folders-view .monaco-list-row', { hasText: name }).first();
const tree = (view, text) => page.locator(`.pane-body [id^="list_id"][role=treeitem], .pane-body .monaco-list-row`).filter({ hasText: text });
const servers = () => {
  try {
    return execFileSync('pgrep', ['-f', `^${path.join(work, 'home/extensions')}.*/server/policy-ls serve`], { encoding: 'utf8' }).trim().split('\n').map(Number);
  } catch { return []; }
};

// A folder without policy-ls.toml: nothing is said until the user wants it.
await workbench.open(drafts);
await explorer('legal-framework.md').waitFor();
await file('legal-framework.md');
check('off where nobody asked', await seen(status.filter({ hasText: 'policy-ls: off' })));
check('and nothing is underlined', (await squiggles.count()) === 0);
await page.locator('.view-lines').first().click();
await goto(40, 1);
const began = Date.now();
await status.click();
check('one click enables it: squiggles', await seen(squiggles));
console.log(`     ${Date.now() - began} ms from the click to the first squiggle`);
check('the status bar names the library', await seen(status.filter({ hasText: 'China-Russia relations' })), await status.innerText());

await command('Problems: Focus on Problems View');
const problem = page.locator('.markers-panel .monaco-list-row');
check('Problems view has the wrong date', await seen(problem.filter({ hasText: 'date-conflict' })));
await page.keyboard.press('ControlOrMeta+KeyJ'); // the panel goes

await page.locator('.view-lines').first().click();
await goto(40, 10);
await command('Show or Focus Hover');
const hover = page.locator('.monaco-hover:not(.hidden) .hover-contents', { hasText: 'Treaty of Good-Neighborliness' });
check('hover tells what a treaty is', (await seen(hover)) && (await hover.first().innerText()).includes('July 2001'));
await page.keyboard.press('Escape');

await goto(36, 27);
await page.keyboard.press('F12');
await tab('chronicle.md');
check('F12 lands on the source’s exact words', await cursor(/Ln (?!36,)/));
const chosen = await page.locator('[id="status.editor.selection"]').innerText();
const [, sourceLine] = chosen.match(/Ln (\d+)/) ?? [];
const chronicle = fs.readFileSync(path.join(seeds, 'chronicle.md'), 'utf8').split('\n');
check('“neither aligned”', chronicle.slice(Number(sourceLine) - 1, Number(sourceLine) + 2).join(' ').includes('neither aligned'), chosen);

await file('legal-framework.md');
await goto(36, 27);
await command('policy-ls: Peek Source');
check('peek shows the passage in place', await seen(page.locator('.peekview-widget', { hasText: 'chronicle.md' })));
await page.waitForTimeout(500);
await shot('peek');
await page.keyboard.press('Escape');

// A quick fix mends the date and takes its finding away.
await goto(40, 96);
await page.locator('[class*="lightbulb"]').first().waitFor();
await command('Quick Fix...');
const action = page.locator('.action-widget .monaco-list-row');
await action.first().waitFor();
check('a finding offers its source', (await action.filter({ hasText: 'Peek the source' }).count()) === 1, await action.allInnerTexts());
await action.filter({ hasText: '2001' }).first().click();
check('a quick fix takes the source’s date', (await seen(page.locator('.view-line', { hasText: /2001\./ }))) && (await seen(status.filter({ hasText: /\b6$/ }))), await status.innerText());
await page.keyboard.press('ControlOrMeta+KeyZ');
check('undone, the finding is back', await seen(status.filter({ hasText: /\b7$/ })), await status.innerText());

// Completion.
await goto(16, 1);
await page.keyboard.press('End');
await page.keyboard.type(' It cites the Shanghai Coop');
await command('Trigger Suggest');
check('completion knows the official names', await seen(page.locator('.suggest-widget .monaco-list-row', { hasText: 'Shanghai Cooperation Organization' })));
await page.keyboard.press('Escape');
await page.keyboard.press('ControlOrMeta+KeyZ');

// Views.
await command('policy-ls: Focus on Claims View');
const contradicted = page.locator('.monaco-list-row', { hasText: 'Treaty of Good-Neighborliness and Friendly Cooperation was signed' });
check('Claims view has the wrong claim', await seen(contradicted));
await contradicted.first().click();
check('a click goes to it', await cursor('Ln 40'));
const library = page.locator('.monaco-list-row', { hasText: /^Agreements/ });
check('Library view has the agreements', await seen(library));
await page.locator('.monaco-list-row', { hasText: /^Sources/ }).first().click();
check('and the sources', await seen(page.locator('.monaco-list-row', { hasText: 'China and Russia, 1922' })));
await page.waitForTimeout(500);
await shot('views');

// The chronology panel.
await command('policy-ls: Show Chronology');
const panel = await webview(page, 'main .years section');
check('chronology lists the events', (await panel.locator('.event').count()) > 50, await panel.locator('.event').count());
check('with the draft’s dates beside them', (await panel.locator('.mark').count()) > 3, await panel.locator('.mark').count());
const wrong = panel.locator('.mark.differs', { hasText: 'July 2002' });
check('a wrong date is marked', (await wrong.count()) >= 1);
await wrong.first().scrollIntoViewIfNeeded();
await page.waitForTimeout(500);
await shot('chronology');
await wrong.first().click();
check('a click on a date goes to the draft', await cursor('Ln 40'));
await goto(18, 1);
await goto(40, 96);
check('the cursor on a date selects it in the panel', await seen(panel.locator('.mark.selected', { hasText: 'July 2002' })));
await panel.locator('.event').first().focus();
await page.keyboard.press('ArrowDown');
check('arrow keys move', await panel.evaluate(() => document.activeElement !== document.querySelector('.years button') && document.activeElement?.tagName === 'BUTTON'));
await panel.locator('input[type=search]').fill('Shanghai Cooperation');
check('the filter narrows', (await panel.locator('.event').count()) < 30 && (await panel.locator('.event').count()) > 0);
await panel.locator('input[type=search]').fill('');
const axe = createRequire(path.join(tools, 'package.json')).resolve('axe-core/axe.min.js');
const source = fs.readFileSync(axe, 'utf8');
const violations = async () => {
  await panel.evaluate(source);
  const result = await panel.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations', 'incomplete'] }));
  return result.violations.map(it => `${it.id}: ${it.nodes.slice(0, 3).map(node => `${node.html.slice(0, 120)} ${node.any[0]?.message ?? ''}`).join(' | ')}`);
};
const themes = { 'vscode-dark': 'Dark Modern', 'vscode-high-contrast': 'Dark High Contrast', 'vscode-light': 'Light Modern' };
for (const [kind, theme] of Object.entries(themes)) {
  await command('Preferences: Color Theme');
  await choose(theme);
  await panel.locator(`body.${kind}`).waitFor({ state: 'attached' });
  const found = await violations();
  check(`axe-core finds nothing in the panel (${theme})`, found.length === 0, found);
  await shot(`chronology-${kind}`);
}
await page.locator('.tab', { hasText: 'Chronology' }).first().click({ button: 'middle' });

// What the server's lenses name, and the source at the draft's side.
await file('legal-framework.md');
await page.locator('.view-lines').first().click();
await goto(1, 1);
const lens = page.locator('.codelens-decoration a', { hasText: 'claims' });
check('the lens above a draft counts its claims', await seen(lens));
await lens.first().click();
check('a click on it shows the Claims view', await seen(page.locator('.pane-header.expanded', { hasText: 'Claims' })) && await seen(contradicted));
await file('legal-framework.md');
await goto(36, 27);
await command('policy-ls: Open Source Beside');
await tab('chronicle.md');
check('the source opens beside the draft', (await page.locator('.editor-group-container .tab.active').count()) === 2);
await command('View: Close All Editors in Group');
await file('legal-framework.md');
await command('policy-ls: Show Log');
check('the log is shown', await seen(page.locator('.part.panel .action-label.checked, .part.panel .composite.panel', { hasText: /output/i })));
await page.keyboard.press('ControlOrMeta+KeyJ');

// A crash of the server.
await file('legal-framework.md');
const before = servers();
check('one server runs', before.length === 1, before);
process.kill(before[0], 'SIGKILL');
for (let tries = 0; tries < 200 && (servers().length !== 1 || servers()[0] === before[0]); tries++) await page.waitForTimeout(100);
check('the server comes back after a crash', servers().length === 1 && servers()[0] !== before[0], servers());
await goto(42, 12);
check('and finds again', await seen(squiggles));
check('without a word about it', (await page.locator('.notification-toast').count()) === 0);
await goto(42, 20);
await page.keyboard.press('End');
await page.keyboard.type(' It met on 31 June 2002.');
check('what is typed is checked', await seen(page.locator('.monaco-editor .squiggly-error').nth(1)));
check('nothing was saved', fs.readFileSync(path.join(drafts, 'legal-framework.md'), 'utf8').includes('July 2002'));
await command('policy-ls: Explain Rule');
await choose('date-conflict');
check('a rule is explained', await seen(page.locator('.view-line', { hasText: 'date-conflict' })));
await file('legal-framework.md');
await command('policy-ls: Show Effective Configuration');
check('the effective configuration is shown', await seen(page.locator('.view-line', { hasText: 'no.policy-ls.toml' }).or(page.locator('.view-line', { hasText: 'no policy-ls.toml' }))));
await file('legal-framework.md');
await command('policy-ls: Report on This Draft');
check('a report is made', await seen(page.locator('.view-line', { hasText: /Fact.check/i })));

// A folder with a policy-ls.toml of its own: checked unasked, against its own sources.
page.on('dialog', dialog => void dialog.accept());
await workbench.open(own);
await explorer('policy-ls.toml').waitFor();
await file('brief.md');
check('policy-ls.toml alone enables it', await seen(squiggles));
check('its library is named', (await seen(status)) && !(await status.innerText()).includes('China'), await status.innerText());
await page.locator('.view-lines').first().click();
await goto(3, 50);
await page.keyboard.press('F12');
await tab('harbour.md');
check('F12 lands in its own source', await cursor('Ln 3'));
await page.keyboard.press('Shift+End');
await command('policy-ls: Copy with Citation');
await page.waitForTimeout(500);
const copied = await page.evaluate(() => navigator.clipboard.readText());
check('a passage is copied with its citation', /^“.*” \(.+\)$/.test(copied), copied);
await file('brief.md');
await page.locator('.view-lines').first().click();
await page.keyboard.press('ControlOrMeta+End');
await command('policy-ls: Insert Quotation');
await choose('Harbour Convention');
check('a quotation is inserted with marks and citation', await seen(page.locator('.view-line', { hasText: /“The.Harbour.Convention.was.signed/ })));

await newLibrary({ workbench, check, work });
await workbench.stop();
await untrusted({ tools, vsix, check, work, own });
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;
