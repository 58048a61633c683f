/** Texts that are only shown: a rule's page, a report, the configuration. They are no files and no drafts. */

import * as vscode from 'vscode';

const SCHEME = 'policy-ls';

class Texts implements vscode.TextDocumentContentProvider {
  private readonly changes = new vscode.EventEmitter<vscode.Uri>();
  private readonly texts = new Map<string, string>();
  readonly onDidChange = this.changes.event;

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.texts.get(uri.path) ?? '';
  }

  set(uri: vscode.Uri, text: string): void {
    this.texts.set(uri.path, text);
    this.changes.fire(uri);
  }
}

const texts = new Texts();

export function register(): vscode.Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(SCHEME, texts);
}

/** Where such a text stands already, the next one goes too: no more than one column is opened for them. */
function column(): vscode.ViewColumn {
  const shown = (tab: vscode.Tab) => tab.input instanceof vscode.TabInputText && tab.input.uri.scheme === SCHEME;
  return vscode.window.tabGroups.all.find(it => it.tabs.some(shown))?.viewColumn ?? vscode.ViewColumn.Beside;
}

/** Shows a text beside what is in hand. */
export async function present(name: string, text: string, language: string): Promise<void> {
  const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${name}` });
  texts.set(uri, text);
  const document = await vscode.workspace.openTextDocument(uri);
  await vscode.languages.setTextDocumentLanguage(document, language);
  await vscode.window.showTextDocument(document, { preview: true, viewColumn: column() });
}
