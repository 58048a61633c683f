/** From a finding to its source: peeked in place, or opened beside the draft. */

import * as vscode from 'vscode';
import { show } from './places';
import type { Server } from './server';

/** The passages that a finding rests on, or, where there is no finding, those that the words lead to. */
async function sources(editor: vscode.TextEditor): Promise<vscode.Location[]> {
  const cursor = editor.selection.active;
  const findings = vscode.languages
    .getDiagnostics(editor.document.uri)
    .filter(it => it.source === 'policy-ls' && it.range.contains(cursor));
  const proven = findings.flatMap(it => it.relatedInformation ?? []).map(it => it.location);
  const elsewhere = proven.filter(it => it.uri.toString() !== editor.document.uri.toString());
  if (elsewhere.length > 0) return elsewhere;
  const found = await vscode.commands.executeCommand<(vscode.Location | vscode.LocationLink)[]>(
    'vscode.executeDefinitionProvider',
    editor.document.uri,
    cursor,
  );
  return found.map(it =>
    'targetUri' in it ? new vscode.Location(it.targetUri, it.targetSelectionRange ?? it.targetRange) : it,
  );
}

async function peek(): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (!editor) return;
  const found = await sources(editor);
  if (found.length === 0) return tellNone();
  const at = editor.selection.active;
  await vscode.commands.executeCommand('editor.action.peekLocations', editor.document.uri, at, found, 'peek');
}

async function beside(): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (!editor) return;
  const [first] = await sources(editor);
  if (!first) return tellNone();
  await show(first.uri.toString(), first.range, vscode.ViewColumn.Beside);
}

function tellNone(): void {
  void vscode.window.setStatusBarMessage('No source speaks to these words.', 4000);
}

/** Offers both at every finding that has a source. */
class Actions implements vscode.CodeActionProvider {
  constructor(private readonly server: Server) {}

  provideCodeActions(document: vscode.TextDocument, _: vscode.Range, context: vscode.CodeActionContext): vscode.CodeAction[] {
    if (!this.server.checks(document)) return [];
    const proven = context.diagnostics.filter(it => it.source === 'policy-ls' && (it.relatedInformation?.length ?? 0) > 0);
    if (proven.length === 0) return [];
    const action = (title: string, command: string) => {
      const made = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
      made.diagnostics = proven;
      made.command = { command, title };
      return made;
    };
    return [action('Peek the source', 'policy-ls.peekSource'), action('Open the source beside', 'policy-ls.openSourceBeside')];
  }
}

export function register(server: Server): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.commands.registerCommand('policy-ls.peekSource', peek),
    vscode.commands.registerCommand('policy-ls.openSourceBeside', beside),
    vscode.languages.registerCodeActionsProvider(['markdown', 'plaintext'], new Actions(server), {
      providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
    }),
  );
}
