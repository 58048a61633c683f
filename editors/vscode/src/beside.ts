/** Standing beside VS Code's own Markdown extension: what it does of the same documents is left to it. */

import * as vscode from 'vscode';
import type { Middleware } from 'vscode-languageclient';

/** Two outlines of one document would be two trees, each below the name of its extension. Claims have a view of their own. */
function outlined(document: vscode.TextDocument): boolean {
  return document.languageId === 'markdown' && vscode.extensions.getExtension('vscode.markdown-language-features') !== undefined;
}

export const beside: Middleware = {
  provideDocumentSymbols: (document, token, next) => (outlined(document) ? undefined : next(document, token)),
  provideFoldingRanges: (document, context, token, next) => (outlined(document) ? undefined : next(document, context, token)),
};
