// A draft in hand: squiggles, hover, jump, peek, quick fix, completion.
import fs from 'node:fs';
import path from 'node:path';
import { hands, seen } from './workbench.mjs';

export async function draft({ workbench, page, check, status, squiggles, explorer, drafts, seeds, shot }) {
  const { command, file, tab, goto, cursor } = hands(page);
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
  await shot('hover');
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
}
