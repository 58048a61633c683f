// A draft in plain text.
import fs from 'node:fs';
import path from 'node:path';
import { hands, seen } from './workbench.mjs';

const DRAFT = `A note

The Treaty of Good-Neighborliness and Friendly Cooperation was signed by China and Russia in July 2002.
`;

export async function plain({ page, check, drafts }) {
  const { command, file, goto, tab, cursor } = hands(page);
  fs.writeFileSync(path.join(drafts, 'note.txt'), DRAFT);
  await command('View: Join All Editor Groups');
  await file('note.txt');
  check('plain text has its squiggle', await seen(page.locator('.monaco-editor .squiggly-error')));
  await page.locator('.view-lines').first().click();
  await goto(3, 10);
  await command('Show or Focus Hover');
  const hover = page.locator('.monaco-hover:not(.hidden) .hover-contents', { hasText: 'Treaty of Good-Neighborliness' });
  check('and its hover', (await seen(hover)) && (await hover.first().innerText()).includes('July 2001'));
  await page.keyboard.press('Escape');
  await goto(3, 97);
  await page.keyboard.press('F12');
  await tab('chronicle.md');
  check('and its jump', await cursor(/Ln (?!3,)/));
  await command('File: New Untitled Text File');
  await page.locator('.tab.active', { hasText: 'Untitled' }).first().waitFor();
  await page.keyboard.type('They met on 31 June 2002.');
  check('and so has what was never saved', await seen(page.locator('.monaco-editor.focused .squiggly-error')));
}
