/** Going to places that the server names. */

import * as vscode from 'vscode';
import type { Range } from 'vscode-languageclient';
import type { Place } from './protocol';

export function range(of: Range): vscode.Range {
  return new vscode.Range(of.start.line, of.start.character, of.end.line, of.end.character);
}

/** A URI as VS Code spells it: the server's spelling may differ, in a drive letter for one. */
export function spelled(uri: string): string {
  return vscode.Uri.parse(uri, true).toString();
}

export function location(place: Place): vscode.Location {
  return new vscode.Location(vscode.Uri.parse(place.uri, true), range(place.range));
}

/** Opens a place with its words selected, in the column given or the active one. */
export async function show(uri: string, at: Range, viewColumn?: vscode.ViewColumn): Promise<void> {
  const options: vscode.TextDocumentShowOptions = { selection: range(at), preview: true };
  if (viewColumn !== undefined) options.viewColumn = viewColumn;
  const editor = await vscode.window.showTextDocument(vscode.Uri.parse(uri, true), options);
  editor.revealRange(range(at), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

/** A command for a tree item. */
export function open(uri: string, at: Range): vscode.Command {
  return { command: 'policy-ls.open', title: 'Open', arguments: [uri, at] };
}
