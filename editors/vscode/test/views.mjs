// The Library view and the Claims view.
import { hands, seen } from './workbench.mjs';

export async function views({ page, check, shot }) {
  const { command, file, tab, cursor } = hands(page);
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
  await library.first().click();
  await page.locator('.monaco-list-row', { hasText: 'Treaty of Good-Neighborliness' }).filter({ hasText: 'signed July 2001' }).first().click();
  await tab('chronicle.md');
  check('a click on an agreement opens its passage', await seen(page.locator('.view-line', { hasText: /signed.the.Treaty.of.Good-Neighborliness/ })));
  check('and the Claims view stays with the draft', await seen(contradicted));
  await library.first().click();
  await file('legal-framework.md');
}
