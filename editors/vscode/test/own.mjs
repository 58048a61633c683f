// A folder with a policy-ls.toml of its own.
import { hands, seen } from './workbench.mjs';

export async function ownLibrary({ page, check, workbench, status, squiggles, explorer, own }) {
  const { command, choose, file, tab, goto, cursor } = hands(page);
  // Checked unasked, against its own sources.
  await workbench.open(own);
  await explorer('policy-ls.toml').waitFor();
  await file('brief.md');
  check('policy-ls.toml alone enables it', await seen(squiggles));
  check('its library is named', (await seen(status)) && !(await status.innerText()).includes('China'), await status.innerText());
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
  await file('brief.md');
  await page.locator('.view-lines').first().click();
  await page.keyboard.press('ControlOrMeta+End');
  await command('policy-ls: Insert Quotation');
  await choose('Harbour Convention');
  check('a quotation is inserted with marks and citation', await seen(page.locator('.view-line', { hasText: /“The.Harbour.Convention.was.signed/ })));
}
