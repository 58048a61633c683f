/** Which documents are checked: those below a policy-ls.toml, or all once the user has said so. */

import * as vscode from 'vscode';
import type { DocumentSelector } from 'vscode-languageclient';

const CONFIGURATION = '**/policy-ls.toml';
const LANGUAGES = ['markdown', 'plaintext'];
/** Where drafts lie. What we show ourselves, and what others show, is none. */
const SCHEMES = ['file', 'untitled', 'vscode-vfs'];

/** Everything that the server is asked about; `undefined` if that is nothing. */
export interface Scope {
  selector: DocumentSelector;
  /** The same for two scopes of the same documents. */
  key: string;
}

export async function scope(): Promise<Scope | undefined> {
  const enable = vscode.workspace.getConfiguration('policy-ls').get<string>('enable', 'auto');
  if (enable === 'off') return undefined;
  if (enable === 'on') {
    return { selector: SCHEMES.flatMap(scheme => LANGUAGES.map(language => ({ language, scheme }))), key: 'on' };
  }
  const found = await vscode.workspace.findFiles(CONFIGURATION, '**/{node_modules,target,.git}/**', 200);
  if (found.length === 0) return undefined;
  const folders = found.map(uri => vscode.Uri.joinPath(uri, '..')).sort((a, b) => (a.path < b.path ? -1 : 1));
  const selector = folders.flatMap(folder =>
    LANGUAGES.map(language => ({ language, scheme: folder.scheme, pattern: `${escaped(folder.fsPath)}/**/*` })),
  );
  return { selector, key: folders.map(String).join('\n') };
}

/** A path as a glob that matches only itself. */
function escaped(path: string): string {
  return path.replace(/\\/g, '/').replace(/[*?{}[\]]/g, '[$&]');
}

/** Calls back when another policy-ls.toml is found or one is gone. */
export function watch(changed: () => void): vscode.Disposable {
  const watcher = vscode.workspace.createFileSystemWatcher(CONFIGURATION, false, true, false);
  return vscode.Disposable.from(watcher, watcher.onDidCreate(changed), watcher.onDidDelete(changed));
}

/** Whether a document is of a kind that could be checked. */
export function checkable(document: vscode.TextDocument): boolean {
  return LANGUAGES.includes(document.languageId) && SCHEMES.includes(document.uri.scheme);
}
