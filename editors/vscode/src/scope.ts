/** Which documents are checked: those below a policy-ls.toml, or all once the user has said so. */

import * as vscode from 'vscode';
import type { DocumentSelector } from 'vscode-languageclient';

const CONFIGURATION = '**/policy-ls.toml';
const LANGUAGES = ['markdown', 'plaintext'];
const COMPANIONS = '**/*.{toml,bib,json,html,htm}';

/** Where drafts lie: on disk, not yet anywhere, or in a folder that was opened. What we and others only show is none. */
function schemes(): Set<string> {
  return new Set(['file', 'untitled', ...folders().map(it => it.uri.scheme)]);
}

function folders(): readonly vscode.WorkspaceFolder[] {
  return vscode.workspace.workspaceFolders ?? [];
}

/**
 * Whether nothing of the workspace lies on a disk. The server reads files by their paths, so a policy-ls.toml and sources
 * there are out of its reach, and drafts meet the built-in library only.
 */
export function virtual(): boolean {
  return folders().length > 0 && folders().every(it => it.uri.scheme !== 'file');
}

/** Everything that the server is asked about; `undefined` if that is nothing. */
export interface Scope {
  selector: DocumentSelector;
  /** What it is told of besides: what is no draft, below a policy-ls.toml. */
  companions: vscode.DocumentFilter[];
  /** The same for two scopes of the same documents. */
  key: string;
}

export async function scope(): Promise<Scope | undefined> {
  const enable = vscode.workspace.getConfiguration('policy-ls').get<string>('enable', 'auto');
  if (enable === 'off') return undefined;
  const found = (await Promise.all(folders().map(configurations))).flat();
  const configured = found.map(uri => vscode.Uri.joinPath(uri, '..')).sort((a, b) => (a.path < b.path ? -1 : 1));
  const companions = configured.map(folder => ({ scheme: folder.scheme, pattern: `${escaped(folder.fsPath)}/${COMPANIONS}` }));
  const names = configured.map(String).join('\n');
  if (enable === 'on') {
    const selector = [...schemes()].flatMap(scheme => LANGUAGES.map(language => ({ language, scheme })));
    return { selector, companions, key: ['on', ...schemes(), names].join(' ') };
  }
  if (configured.length === 0) return undefined;
  const selector = configured.flatMap(folder =>
    LANGUAGES.map(language => ({ language, scheme: folder.scheme, pattern: `${escaped(folder.fsPath)}/**/*` })),
  );
  return { selector, companions, key: names };
}

/** In a folder on no disk nothing is looked for: nobody would read it, and a search there may never end. */
async function configurations(folder: vscode.WorkspaceFolder): Promise<vscode.Uri[]> {
  if (folder.uri.scheme !== 'file') return [];
  const pattern = new vscode.RelativePattern(folder, CONFIGURATION);
  return vscode.workspace.findFiles(pattern, '**/{node_modules,target,.git}/**', 200);
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

/** Whether a document is of a kind that could be checked. Records and configurations may count as plain text, but are no drafts. */
export function checkable(document: vscode.TextDocument): boolean {
  if (vscode.languages.match({ pattern: COMPANIONS }, document) > 0) return false;
  return LANGUAGES.includes(document.languageId) && schemes().has(document.uri.scheme);
}
