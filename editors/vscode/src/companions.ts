/**
 * What is no draft and yet counts as it stands in the editor: records, notes on sources, bibliographies, web pages among the
 * sources, the configuration. The server is sent their words, and asked nothing about them.
 */

import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';

export class Companions implements vscode.Disposable {
  private readonly sent = new Set<string>();
  private readonly disposables: vscode.Disposable[];

  /** `theirs`: what is such a document. Those that the client sends by itself are left to it. */
  constructor(
    private readonly client: LanguageClient,
    private readonly theirs: vscode.DocumentFilter[],
  ) {
    this.disposables = [
      vscode.workspace.onDidOpenTextDocument(document => this.open(document)),
      vscode.workspace.onDidCloseTextDocument(document => this.close(document)),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) this.change(document);
      }),
    ];
    for (const document of vscode.workspace.textDocuments) this.open(document);
  }

  dispose(): void {
    vscode.Disposable.from(...this.disposables).dispose();
  }

  private open(document: vscode.TextDocument): void {
    const selector = this.client.clientOptions.documentSelector as vscode.DocumentSelector;
    if (vscode.languages.match(this.theirs, document) === 0 || vscode.languages.match(selector, document) > 0) return;
    this.sent.add(document.uri.toString());
    const { languageId, version } = document;
    this.tell('didOpen', { uri: this.name(document), languageId, version, text: document.getText() });
  }

  private change(document: vscode.TextDocument): void {
    if (!this.sent.has(document.uri.toString())) return;
    const textDocument = { uri: this.name(document), version: document.version };
    this.tell('didChange', textDocument, { contentChanges: [{ text: document.getText() }] });
  }

  private close(document: vscode.TextDocument): void {
    if (this.sent.delete(document.uri.toString())) this.tell('didClose', { uri: this.name(document) });
  }

  private name(document: vscode.TextDocument): string {
    return this.client.code2ProtocolConverter.asUri(document.uri);
  }

  private tell(what: string, textDocument: object, more: object = {}): void {
    // A server that is just going away need not know.
    this.client.sendNotification(`textDocument/${what}`, { textDocument, ...more }).catch(() => undefined);
  }
}
