// A folder with a policy-ls.toml of its own.
import fs from 'node:fs';
import path from 'node:path';
import { hands, seen } from './workbench.mjs';

const PAGE = '<html><head><title>The minister’s speech</title></head><body><article><h1>The minister’s speech</h1>\n'
  + '<p>The harbour was frozen in the winter of 1988, and no ship came in for forty days.</p></article></body></html>\n';

export async function ownLibrary({ page, check, workbench, status, squiggles, explorer, own }) {
  const { command, choose, file, tab, goto, cursor } = hands(page);
  // Checked unasked, against its own sources.
  await workbench.open(own);
  await explorer('policy-ls.toml').waitFor();
  await file('brief.md');
  check('policy-ls.toml alone enables it', await seen(squiggles));
  check('its library is named', await seen(status.filter({ hasText: 'own: 1 source' })), await status.innerText());
  await page.locator('.view-lines').first().click();
  await goto(3, 50);
  await page.keyboard.press('F12');
  await tab('harbour.md');
  check('F12 lands in its own source', await cursor('Ln 3, Col 96'));
  await page.keyboard.press('Shift+End');
  await command('policy-ls: Copy with Citation');
  await page.waitForTimeout(500);
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  check('a passage is copied with its citation', /^“.*” \(.+\)$/.test(copied), copied);

  // What is typed into the configuration counts before it is saved.
  await file('policy-ls.toml');
  await page.locator('.view-lines').first().click();
  await page.keyboard.press('ControlOrMeta+End');
  await page.keyboard.type('\n[rules]\nquotation-altered = "off"\n');
  await file('brief.md');
  await squiggles.first().waitFor({ state: 'detached' });
  check('a rule that is switched off in the editor is off at once', (await squiggles.count()) === 0);
  await file('policy-ls.toml');
  await command('File: Revert File');
  await file('brief.md');
  check('and on again when that is taken back', await seen(squiggles));

  // A source that is no text is read too: its row opens its words.
  fs.writeFileSync(path.join(own, 'sources/speech.html'), PAGE);
  await command('policy-ls: Read Sources Again');
  await command('policy-ls: Focus on Library View');
  const row = page.locator('.monaco-list-row', { hasText: 'The minister’s speech' }).first();
  const sources = page.locator('.monaco-list-row', { hasText: /^Sources *2/ });
  check('a web page becomes a source', await seen(sources));
  if (!(await row.isVisible())) await sources.first().click();
  await row.click();
  check('a click opens it as it was read', await seen(page.locator('.view-line', { hasText: /The.harbour.was.frozen/ })));
  await file('brief.md');
  await page.locator('.view-lines').first().click();
  await page.keyboard.press('ControlOrMeta+End');
  await command('policy-ls: Insert Quotation');
  await choose('Harbour Convention');
  check('a quotation is inserted with marks and citation', await seen(page.locator('.view-line', { hasText: /“The.Harbour.Convention.was.signed/ })));
}
