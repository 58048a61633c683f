// From an empty folder to the first finding, as the walkthrough leads; then the same finding by a task.
import fs from 'node:fs';
import path from 'node:path';
import { hands, seen } from './workbench.mjs';

const SOURCE = '# The ministers\n\nThe ministers said that “the harbour shall be open to the ships of both countries in peace and in need”.\n';
const DRAFT = '# A brief\n\nThey said that “the harbour shall be closed to the ships of both countries in peace and in need”.\n';

export async function newLibrary({ workbench, check, work, shot }) {
  const { page } = workbench;
  const { command, choose, file, tab } = hands(page);
  const folder = path.join(work, 'new');
  fs.mkdirSync(path.join(folder, '.git'), { recursive: true });
  fs.writeFileSync(path.join(folder, 'notes.md'), '# Notes\n');
  await workbench.open(folder);
  await page.locator('.explorer-folders-view .monaco-list-row', { hasText: 'notes.md' }).first().waitFor();
  await command('Welcome: Open Walkthrough');
  await choose('New library');
  const step = page.locator('.getting-started-step', { hasText: 'Name the sources' });
  check('the walkthrough begins with naming the sources', await seen(step));
  await shot('walkthrough');
  await page.locator('.getting-started-step.expanded .monaco-button', { hasText: 'New Library' }).first().click();
  await tab('policy-ls.toml');
  check('it writes policy-ls.toml and the folders', ['policy-ls.toml', 'sources/README', 'drafts'].every(it => fs.existsSync(path.join(folder, it))));
  fs.writeFileSync(path.join(folder, 'sources/ministers.md'), SOURCE);
  fs.writeFileSync(path.join(folder, 'drafts/brief.md'), DRAFT);
  await command('policy-ls: Read Sources Again');
  await file('brief.md');
  check('a draft in the new library has its first squiggle', await seen(page.locator('.monaco-editor .squiggly-error')));

  // Findings of a task stand in Problems under an owner of their own, so the server's are switched off first.
  const extension = fs.readdirSync(path.join(work, 'home/extensions')).find(it => it.startsWith('policy-ls.policy-ls'));
  const program = path.join(work, 'home/extensions', extension, 'server/policy-ls');
  // Its terminal would take the place of Problems, sooner or later.
  const presentation = { reveal: 'never' };
  const task = { label: 'check drafts', type: 'process', command: program, args: ['check', 'drafts'], problemMatcher: '$policy-ls', presentation };
  fs.mkdirSync(path.join(folder, '.vscode'));
  fs.writeFileSync(path.join(folder, '.vscode/tasks.json'), JSON.stringify({ version: '2.0.0', tasks: [task] }));
  await command('policy-ls: Disable in This Workspace');
  const squiggle = page.locator('.monaco-editor .squiggly-error');
  await squiggle.first().waitFor({ state: 'detached' });
  check('disabled, the server’s findings go', (await squiggle.count()) === 0);
  await command('Tasks: Run Task');
  await choose('check drafts');
  await command('Problems: Focus on Problems View');
  check('the linter’s findings of a task come into Problems', await seen(page.locator('.markers-panel .monaco-list-row', { hasText: 'quotation-altered' })));
}
