/** The draft in hand: the last checked document that was in an editor. Views speak of it while other things have the focus. */

import * as vscode from 'vscode';
import type { About } from './protocol';
import type { Server } from './server';

/** How long typing must rest before views are drawn anew. */
const REST = 300;

export class Draft implements vscode.Disposable {
  private readonly changes = new vscode.EventEmitter<void>();
  private readonly disposables: vscode.Disposable[];
  private timer: NodeJS.Timeout | undefined;
  /** Another draft, other words in it, or a server that knows more. */
  readonly onDidChange = this.changes.event;
  uri: vscode.Uri | undefined;

  constructor(private readonly server: Server) {
    this.disposables = [
      this.changes,
      server.onDidChange(() => this.look(vscode.window.activeTextEditor)),
      server.onDidReportStatus(() => this.soon()),
      vscode.window.onDidChangeActiveTextEditor(editor => this.look(editor)),
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

  private look(editor: vscode.TextEditor | undefined): void {
    const checked = editor !== undefined && this.server.checks(editor.document);
    void vscode.commands.executeCommand('setContext', 'policy-ls.checked', checked);
    if (checked) this.take(editor.document.uri);
    else this.soon();
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
