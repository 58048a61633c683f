// Lenses, commands, and the life of the server.
import fs from 'node:fs';
import path from 'node:path';
import { hands, many, seen } from './workbench.mjs';

export async function commands({ page, check, status, squiggles, drafts, servers }) {
  const { command, choose, file, tab, goto } = hands(page);
  // What the server's lenses name, and the source at the draft's side.
  await file('legal-framework.md');
  await page.locator('.view-lines').first().click();
  await goto(1, 1);
  const lens = page.locator('.codelens-decoration a', { hasText: 'claims' });
  check('the lens above a draft counts its claims', await seen(lens));
  await lens.first().click();
  check('a click on it shows the Claims view', await seen(page.locator('.pane-header.expanded', { hasText: 'Claims' })) && await seen(page.locator('.monaco-list-row', { hasText: 'Treaty of Good-Neighborliness and Friendly Cooperation was signed' })));
  await file('legal-framework.md');
  await goto(36, 27);
  await command('policy-ls: Open Source Beside');
  await tab('chronicle.md');
  check('the source opens beside the draft', await many(page, '.editor-group-container .tab.active', 2));
  await command('View: Close All Editors in Group');
  await file('legal-framework.md');
  await command('policy-ls: Show Log');
  check('the log is shown', await seen(page.locator('.part.panel .action-label.checked, .part.panel .composite.panel', { hasText: /output/i })));
  await page.keyboard.press('ControlOrMeta+KeyJ');

  // Another server in place of this one: by a command, and after a crash.
  const another = async old => {
    for (let tries = 0; tries < 200; tries++) {
      const now = servers(); // Looked at once: the old one may end between two looks.
      if (now.length === 1 && now[0] !== old) return true;
      await page.waitForTimeout(100);
    }
    return false;
  };
  await file('legal-framework.md');
  const [first] = servers();
  check('one server runs', servers().length === 1, servers());
  await command('policy-ls: Restart Server');
  check('Restart Server starts another', await another(first), servers());
  await goto(42, 12);
  check('which finds the same', await seen(status.filter({ hasText: /\b7$/ })), await status.innerText());
  await command('policy-ls: Read Sources Again');
  check('sources are read again', await seen(status.filter({ hasText: /\b7$/ })), await status.innerText());
  const [before] = servers();
  process.kill(before, 'SIGKILL');
  check('the server comes back after a crash', await another(before), servers());
  await goto(42, 12);
  check('and finds again', await seen(squiggles));
  const toasts = page.locator('.notification-toast');
  check('without a word about it', (await toasts.count()) === 0, await toasts.allInnerTexts());
  await goto(42, 20);
  await page.keyboard.press('End');
  await page.keyboard.type(' It met on 31 June 2002.');
  check('what is typed is checked', await seen(page.locator('.monaco-editor .squiggly-error').nth(1)));
  check('nothing was saved', fs.readFileSync(path.join(drafts, 'legal-framework.md'), 'utf8').includes('July 2002'));
  await command('policy-ls: Explain Rule');
  await choose('date-conflict');
  check('a rule is explained', await seen(page.locator('.view-line', { hasText: 'date-conflict' })));
  await command('View: Focus First Editor Group');
  await command('policy-ls: Show Effective Configuration');
  check('the effective configuration is shown', await seen(page.locator('.view-line', { hasText: /no.policy-ls.toml/ })));
  await command('View: Focus First Editor Group');
  await command('policy-ls: Report on This Draft');
  check('a report is made', await seen(page.locator('.view-line', { hasText: /Fact.check/i })));
  check('and all that is shown shares one column', await many(page, '.editor-group-container', 2));
}
