// The extension in a real workbench, part by part.
// usage: node run.mjs TOOLS EXTENSION.vsix SEEDS WORK [SHOTS]
//   TOOLS: where editors/test installed; SEEDS: the folder seeds/ of this project; WORK: may be emptied and written to
//   PARTS=views,own   only these, after the first
//   POLICY_LS_PATH    a server in place of the one inside
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { beside } from './beside.mjs';
import { chronology } from './chronology.mjs';
import { commands } from './commands.mjs';
import { draft } from './draft.mjs';
import { newLibrary } from './new_library.mjs';
import { ownLibrary } from './own.mjs';
import { plain } from './plain.mjs';
import { untrusted } from './untrusted.mjs';
import { views } from './views.mjs';
import { virtual } from './virtual.mjs';
import { start } from './workbench.mjs';

const [tools, vsix, seeds, work, shots] = process.argv.slice(2).map(it => path.resolve(it));
const parts = { draft, views, chronology, commands, plain, beside, ownLibrary, newLibrary, virtual };
const wanted = process.env.PARTS?.split(',');
let passed = 0;
let failed = 0;
const check = (name, ok, got) => {
  ok ? passed++ : failed++;
  console.log(`${ok ? 'ok  ' : 'FAIL'} ${name}${ok || got === undefined ? '' : `: ${JSON.stringify(got)}`}`);
};

fs.rmSync(work, { recursive: true, force: true });
const drafts = path.join(work, 'drafts');
fs.cpSync(path.join(seeds, 'drafts'), drafts, { recursive: true });
fs.mkdirSync(path.join(drafts, '.git')); // where the search for a configuration ends
const own = path.join(work, 'own');
fs.cpSync(path.resolve(import.meta.dirname, '../../fixtures/own'), own, { recursive: true });

const home = path.join(work, 'home');
const settings = process.env.POLICY_LS_PATH ? { 'policy-ls.path': process.env.POLICY_LS_PATH } : {};
const workbench = await start({ tools, vsix, home, settings, extensions: [path.join(import.meta.dirname, 'virtual-files')] });
const { page } = workbench;
const scene = {
  tools, vsix, seeds, work, drafts, own, workbench, page, check,
  shot: async name => shots && page.screenshot({ path: path.join(shots, `${name}.png`) }),
  status: page.locator('[id$="policy-ls.status"]'),
  squiggles: page.locator('.monaco-editor .squiggly-error, .monaco-editor .squiggly-warning, .monaco-editor .squiggly-info'),
  explorer: name => page.locator('.explorer-folders-view .monaco-list-row', { hasText: name }).first(),
  /** The servers that run inside the extension. */
  servers() {
    try {
      return execFileSync('pgrep', ['-f', `^${path.join(home, 'extensions')}.*/server/policy-ls serve`], { encoding: 'utf8' }).trim().split('\n').map(Number);
    } catch { return []; }
  },
};

/** A part that comes to no end is one failure; the others are tried all the same. */
async function play(name, part) {
  if (wanted && name !== 'draft' && !wanted.includes(name)) return;
  const began = Date.now();
  try {
    await part(scene);
  } catch (error) {
    check(`${name}: ${error.stack?.slice(0, 800)}`, false);
    await page.screenshot({ path: path.join(work, `failed-${name}.png`) }).catch(() => {});
  }
  console.log(`     ${name}: ${((Date.now() - began) / 1000).toFixed(1)} s`);
}

page.on('dialog', dialog => void dialog.accept());
for (const [name, part] of Object.entries(parts)) await play(name, part);
await workbench.stop();
await play('untrusted', untrusted);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;
