// The chronology panel.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { hands, seen, webview } from './workbench.mjs';

export async function chronology({ page, check, shot, tools }) {
  const { command, choose, file, tab, goto, cursor } = hands(page);
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
  const signed = panel.locator('.event', { hasText: 'signed the Treaty of Good-Neighborliness' });
  await signed.first().click();
  await tab('chronicle.md');
  check('a click on an event goes to its passage', await seen(page.locator('.view-line', { hasText: /Russia.signed.the/ })));
  check('the panel stays beside the draft', await panel.locator('h1', { hasText: 'legal-framework.md' }).count() === 1 && await wrong.count() >= 1);
  await page.locator('.view-line', { hasText: /founded.the/ }).first().click();
  check('the cursor in a passage selects its event in the panel', await seen(panel.locator('.event.selected', { hasText: 'founded the Shanghai Cooperation Organization' })));
  await panel.locator('input[type=search]').fill('Shanghai Cooperation');
  check('and it stays selected in what is filtered', await seen(panel.locator('.event.selected', { hasText: 'founded the Shanghai Cooperation Organization' })));
  await panel.locator('input[type=search]').fill('');
  await page.locator('.view-line', { hasText: /founded.the/ }).first().click(); // else the draft opens in the panel's column
  await file('legal-framework.md');
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
  const own = page.locator('.tab', { hasText: 'Chronology' });
  await own.first().click({ button: 'middle' });
  await own.first().waitFor({ state: 'detached' });
}
