/** Which program is run: the user's own choice, else the one that came with the extension, else the one on the PATH. */

import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import * as vscode from 'vscode';

const NAME = process.platform === 'win32' ? 'policy-ls.exe' : 'policy-ls';

/** The command that starts policy-ls. An untrusted workspace's setting is kept from us by `restrictedConfigurations`. */
export function program(context: vscode.ExtensionContext): string {
  const chosen = vscode.workspace.getConfiguration('policy-ls').get<string>('path', '').trim();
  if (chosen.startsWith('~/')) return path.join(os.homedir(), chosen.slice(2));
  if (chosen !== '') return chosen;
  const bundled = context.asAbsolutePath(path.join('server', NAME));
  return fs.existsSync(bundled) ? bundled : NAME;
}
