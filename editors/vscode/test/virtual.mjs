// A workspace that lies on no disk, as an extension for a remote repository opens it.
import { hands, seen } from './workbench.mjs';

export async function virtual({ workbench, page, check, status }) {
  const { command } = hands(page);
  await workbench.open('vscode-vfs://test/room');
  await page.locator('.explorer-folders-view .monaco-list-row', { hasText: 'brief.md' }).first().dblclick();
  check('in a virtual workspace nothing is checked unasked, whatever policy-ls.toml says', await seen(status.filter({ hasText: 'policy-ls: off' })));
  await command('policy-ls: Focus on Library View');
  const word = page.locator('.pane-body', { hasText: 'lies on no disk' });
  check('and the Library view says what cannot be had', await seen(word));
  check('a library of one’s own is not offered', (await page.locator('.welcome-view .monaco-button', { hasText: 'New Library' }).count()) === 0);
  await status.click();
  check('enabled, its drafts meet the built-in library', await seen(page.locator('.monaco-editor .squiggly-error')));
  check('which is named', await seen(status.filter({ hasText: 'China-Russia relations' })), await status.innerText());
  check('and what cannot be had is still said', await seen(word));
  await command('policy-ls: Report on This Draft');
  check('a report is refused with the reason', await seen(page.locator('.notification-toast', { hasText: 'lies on no disk' })));
}
