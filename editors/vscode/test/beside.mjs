// VS Code's own Markdown extension beside ours: what it did before, it does still.
import fs from 'node:fs';
import path from 'node:path';
import { hands, seen } from './workbench.mjs';

const DRAFT = `# Two in one room

See [the treaty](#the-treaty).

## The treaty

The Treaty of Good-Neighborliness and Friendly Cooperation was signed by China and Russia in July 2002.

## The rest

Nothing.
`;

export async function beside({ page, check, drafts }) {
  const { command, file, goto, cursor } = hands(page);
  fs.writeFileSync(path.join(drafts, 'two.md'), DRAFT);
  await command('View: Join All Editor Groups');
  await file('two.md');
  check('beside VS Code’s Markdown extension: our squiggle', await seen(page.locator('.monaco-editor .squiggly-error')));
  await command('Explorer: Focus on Outline View');
  const outline = page.locator('.outline-pane .monaco-list-row');
  await outline.filter({ hasText: 'The rest' }).waitFor();
  const rows = await outline.allInnerTexts();
  check('the outline has each heading once', rows.join('|').match(/The treaty/g)?.length === 1 && rows.length === 3, rows);
  await page.locator('.view-lines').first().click();
  await goto(3, 20);
  await page.keyboard.press('F12');
  check('a link leads to its heading', await cursor('Ln 5'));
  await command('Fold All');
  const folded = page.locator('.view-line', { hasText: 'July' });
  await folded.waitFor({ state: 'detached' });
  check('headings fold', (await folded.count()) === 0);
  await command('Unfold All');
  await folded.waitFor();
  await goto(5, 6);
  await page.keyboard.press('F2');
  const box = page.locator('.rename-input');
  await box.first().waitFor();
  await box.first().fill('The accord');
  await page.keyboard.press('Enter');
  check('a heading is renamed with its links', await seen(page.locator('.view-line', { hasText: '#the-accord' })));
  await goto(7, 10);
  await command('Show or Focus Hover');
  check('our hover is there', await seen(page.locator('.monaco-hover:not(.hidden) .hover-contents', { hasText: 'Signed' })));
  await page.keyboard.press('Escape');
  await goto(7, 100);
  await command('Go to Definition');
  check('our jump too', await seen(page.locator('.tab.active[data-resource-name="chronicle.md"]')));
}
