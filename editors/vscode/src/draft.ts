/**
 * The draft in hand: the last checked document that was in an editor and is no source. Views speak of it while other things
 * have the focus.
 */

import * as vscode from 'vscode';
import { spelled } from './places';
import type { About, Library } from './protocol';
import type { Server } from './server';

/** How long typing must rest before views are drawn anew. */
const REST = 300;

export class Draft implements vscode.Disposable {
  private readonly changes = new vscode.EventEmitter<void>();
  private readonly disposables: vscode.Disposable[];
  private timer: NodeJS.Timeout | undefined;
  /** Documents that were asked about, and whether they are sources, as long as the server knows nothing newer. */
  private readonly sources = new Map<string, boolean>();
  private revision = -1;
  /** Another draft, other words in it, or a server that knows more. */
  readonly onDidChange = this.changes.event;
  uri: vscode.Uri | undefined;

  constructor(private readonly server: Server) {
    this.disposables = [
      this.changes,
      server.onDidChange(() => void this.look(vscode.window.activeTextEditor)),
      server.onDidReportStatus(() => this.soon()),
      vscode.window.onDidChangeActiveTextEditor(editor => void this.look(editor)),
      vscode.workspace.onDidChangeTextDocument(event => {
        if (event.document.uri.toString() === this.uri?.toString() && event.contentChanges.length > 0) this.soon();
      }),
      vscode.workspace.onDidCloseTextDocument(document => {
        if (document.uri.toString() === this.uri?.toString()) this.take(undefined);
      }),
    ];
  }

  /** The draft as the server's requests name it. */
  get about(): About {
    return this.uri ? { textDocument: { uri: this.uri.toString() } } : {};
  }

  dispose(): void {
    clearTimeout(this.timer);
    vscode.Disposable.from(...this.disposables).dispose();
  }

  private async look(editor: vscode.TextEditor | undefined): Promise<void> {
    const checked = editor !== undefined && this.server.checks(editor.document);
    void vscode.commands.executeCommand('setContext', 'policy-ls.checked', checked);
    if (!checked) return this.soon();
    const uri = editor.document.uri;
    const source = await this.isSource(uri);
    // Another editor may have come meanwhile.
    if (vscode.window.activeTextEditor !== editor) return;
    if (source) this.soon();
    else this.take(uri);
  }

  private async isSource(uri: vscode.Uri): Promise<boolean> {
    if (this.revision !== this.server.revision) this.sources.clear();
    this.revision = this.server.revision;
    const name = uri.toString();
    const known = this.sources.get(name);
    if (known !== undefined) return known;
    const library = await this.server.ask<Library>('policy-ls/library', { textDocument: { uri: name } });
    const found = library?.sources.some(it => it.uri !== null && spelled(it.uri) === name) ?? false;
    if (library) this.sources.set(name, found);
    return found;
  }

  private take(uri: vscode.Uri | undefined): void {
    this.uri = uri;
    this.soon();
  }

  private soon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.changes.fire(), REST);
  }
}
