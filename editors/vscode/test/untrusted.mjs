// A workspace that is not trusted is checked, but does not choose the program; trusted, it does.
import fs from 'node:fs';
import path from 'node:path';
import { hands, seen, start } from './workbench.mjs';

export async function untrusted({ tools, vsix, check, work, own }) {
  const ran = path.join(work, 'ran');
  const program = path.join(own, 'program');
  fs.writeFileSync(program, `#!/bin/sh\ntouch '${ran}'\n`, { mode: 0o755 });
  fs.mkdirSync(path.join(own, '.vscode'), { recursive: true });
  fs.writeFileSync(path.join(own, '.vscode/settings.json'), JSON.stringify({ 'policy-ls.path': program }));
  const settings = { 'security.workspace.trust.startupPrompt': 'never', 'security.workspace.trust.banner': 'never', 'security.workspace.trust.untrustedFiles': 'open' };
  const workbench = await start({ tools, vsix, home: path.join(work, 'home-trust'), trust: true, settings });
  const { page } = workbench;
  const { command, file } = hands(page);
  try {
    await workbench.open(own);
    check('the workspace is not trusted', await seen(page.locator('[id="status.workspaceTrust"]')));
    await file('brief.md');
    check('an untrusted workspace is checked', await seen(page.locator('.monaco-editor .squiggly-error')));
    check('by the program inside, not by its own', !fs.existsSync(ran));
    await command('Workspaces: Manage Workspace Trust');
    await page.locator('.workspace-trust-editor .monaco-button', { hasText: /^Trust$/ }).first().click();
    for (let tries = 0; tries < 200 && !fs.existsSync(ran); tries++) await page.waitForTimeout(100);
    check('a trusted one chooses its program', fs.existsSync(ran));
  } catch (error) {
    await page.screenshot({ path: path.join(work, 'failed.png') });
    check(`untrusted: ${error.message.slice(0, 400)}`, false);
  } finally {
    await workbench.stop();
  }
}
