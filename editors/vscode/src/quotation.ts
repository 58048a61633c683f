/** Words out of a source, with marks and a citation: copied from one in hand, or searched for and inserted. */

import * as vscode from 'vscode';
import type { Draft } from './draft';
import { spelled } from './places';
import type { Library, Source } from './protocol';
import type { Server } from './server';
import { citation, sentences } from './words';

/** Sources larger than this are left out of the search. */
const LARGEST = 8 << 20;

interface Passage extends vscode.QuickPickItem {
  source: Source;
}

export function register(server: Server, draft: Draft): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.commands.registerCommand('policy-ls.copyWithCitation', () => copy(server)),
    vscode.commands.registerCommand('policy-ls.insertQuotation', () => insert(server, draft)),
  );
}

async function copy(server: Server): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (!editor || editor.selection.isEmpty) return;
  const uri = editor.document.uri.toString();
  const library = await server.ask<Library>('policy-ls/library', { textDocument: { uri } });
  const source = library?.sources.find(it => it.uri !== null && spelled(it.uri) === uri);
  if (!source) {
    void vscode.window.showInformationMessage('This document is no source of the library, so there is nothing to cite it as.');
    return;
  }
  await vscode.env.clipboard.writeText(citation(editor.document.getText(editor.selection), source.short));
  void vscode.window.setStatusBarMessage(`Copied with citation: ${source.short}`, 4000);
}

async function insert(server: Server, draft: Draft): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (!editor) return;
  const library = await server.ask<Library>('policy-ls/library', draft.about);
  if (!library) return;
  const passages = (await Promise.all(library.sources.map(read))).flat();
  const chosen = await vscode.window.showQuickPick(passages, {
    title: 'Insert quotation from sources',
    placeHolder: passages.length > 0 ? 'Type words of the passage' : 'No source of this library may be quoted',
    matchOnDetail: true,
  });
  if (!chosen) return;
  await editor.edit(edit => edit.replace(editor.selection, citation(chosen.label, chosen.source.short)));
}

/** What may be quoted of a source. Of a retelling these are only the words that it quotes itself. */
async function read(source: Source): Promise<Passage[]> {
  if (!source.uri || source.state === 'empty') return [];
  try {
    const uri = vscode.Uri.parse(source.uri, true);
    if ((await vscode.workspace.fs.stat(uri)).size > LARGEST) return [];
    const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
    const label = (words: string): Passage => ({ label: words, detail: source.title, source });
    return sentences(text, source.state === 'retelling').map(label);
  } catch {
    return [];
  }
}
