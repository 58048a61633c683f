/** The chronology panel, seen from the editor: feeds the page with the server's answers and follows its clicks. */

import * as crypto from 'node:crypto';
import * as vscode from 'vscode';
import type { Draft } from './draft';
import { range, show, spelled } from './places';
import type { Chronology, Place } from './protocol';
import type { Server } from './server';

/** What the page says. */
type Message = { type: 'ready' } | { type: 'event'; index: number } | { type: 'date'; index: number };

export class ChronologyPanel implements vscode.Disposable {
  private panel: vscode.WebviewPanel | undefined;
  private shown: Chronology | undefined;
  private uri: vscode.Uri | undefined;
  /** The passages of each source, and the event that each tells of. */
  private passages = new Map<string, [vscode.Range, number][]>();
  /** The event that was clicked last. */
  private clicked: number | undefined;
  /** Where the cursor was seen last. */
  private cursor: { uri: string; at: vscode.Position } | undefined;
  /** What the page was told last: an editor that opens changes nothing in it. */
  private told = '';
  private readonly disposables: vscode.Disposable[];

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly server: Server,
    private readonly draft: Draft,
  ) {
    this.disposables = [
      draft.onDidChange(() => void this.refresh()),
      vscode.window.onDidChangeTextEditorSelection(event => this.follow(event)),
    ];
  }

  dispose(): void {
    this.panel?.dispose();
    vscode.Disposable.from(...this.disposables).dispose();
  }

  open(): void {
    if (this.panel) return this.panel.reveal();
    const media = vscode.Uri.joinPath(this.context.extensionUri, 'dist');
    const panel = vscode.window.createWebviewPanel(
      'policy-ls.chronology',
      'Chronology',
      { viewColumn: vscode.ViewColumn.Beside, preserveFocus: false },
      { enableScripts: true, localResourceRoots: [media], retainContextWhenHidden: true },
    );
    panel.onDidDispose(() => (this.panel = undefined));
    panel.webview.onDidReceiveMessage((message: Message) => void this.answer(message));
    panel.webview.html = page(panel.webview, media);
    this.panel = panel;
  }

  private async answer(message: Message): Promise<void> {
    if (message.type === 'ready') {
      this.told = '';
      return this.refresh();
    }
    if (message.type === 'event') {
      this.clicked = message.index;
      const place = this.shown?.events[message.index]?.location;
      if (place) await show(place.uri, place.range, this.column());
    } else {
      const date = this.shown?.draft[message.index];
      if (date && this.uri) await show(this.uri.toString(), date.range, this.column());
    }
  }

  /** Where places open: where the draft is, else in any other column than the panel's. */
  private column(): vscode.ViewColumn {
    const others = vscode.window.visibleTextEditors.filter(it => it.viewColumn !== undefined && it.viewColumn !== this.panel?.viewColumn);
    const draft = others.find(it => it.document.uri.toString() === this.uri?.toString());
    return (draft ?? others[0])?.viewColumn ?? vscode.ViewColumn.Beside;
  }

  private async refresh(): Promise<void> {
    if (!this.panel) return;
    const uri = this.draft.uri;
    const chronology = await this.server.ask<Chronology>('policy-ls/chronology', this.draft.about);
    this.shown = chronology;
    this.passages = passages(chronology);
    this.uri = uri;
    const name = uri && vscode.workspace.asRelativePath(uri);
    const message = { type: 'chronology', chronology, name };
    const told = JSON.stringify(message);
    if (told === this.told) return;
    this.told = told;
    this.clicked = undefined;
    await this.panel?.webview.postMessage(message);
    this.select();
  }

  /** The cursor stands on a date of the draft, or in a passage that tells of an event: the panel shows it. */
  private follow(event: vscode.TextEditorSelectionChangeEvent): void {
    const cursor = event.selections[0]?.active;
    if (!this.panel || !cursor) return;
    this.cursor = { uri: event.textEditor.document.uri.toString(), at: cursor };
    this.select();
  }

  private select(): void {
    if (!this.panel || !this.cursor) return;
    const { uri, at: cursor } = this.cursor;
    if (uri === this.uri?.toString()) {
      const index = this.shown?.draft.findIndex(date => range(date.range).contains(cursor)) ?? -1;
      if (index >= 0) void this.panel.webview.postMessage({ type: 'select', date: index });
      return;
    }
    const events = (this.passages.get(uri) ?? []).filter(([at]) => at.contains(cursor)).map(([, index]) => index);
    // One passage may tell of several events.
    const index = events.find(it => it === this.clicked) ?? events[0];
    if (index !== undefined) void this.panel.webview.postMessage({ type: 'select', event: index });
  }
}

/** Short passages first: the nearest to the cursor is found first. */
function passages(chronology: Chronology | undefined): Map<string, [vscode.Range, number][]> {
  const by = new Map<string, [vscode.Range, number][]>();
  chronology?.events.forEach((event, index) => {
    const places = [event.location, ...event.witnesses.map(it => it.location)].filter((it): it is Place => it !== undefined);
    for (const place of places) {
      const uri = spelled(place.uri);
      const told = by.get(uri) ?? [];
      told.push([range(place.range), index]);
      by.set(uri, told);
    }
  });
  const lines = ([at]: [vscode.Range, number]) => at.end.line - at.start.line;
  for (const all of by.values()) all.sort((a, b) => lines(a) - lines(b));
  return by;
}

function page(webview: vscode.Webview, media: vscode.Uri): string {
  const nonce = crypto.randomBytes(16).toString('base64');
  const of = (name: string) => webview.asWebviewUri(vscode.Uri.joinPath(media, name));
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src ${webview.cspSource}; script-src 'nonce-${nonce}'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${of('chronology.css')}">
<title>Chronology</title>
</head>
<body>
<main aria-labelledby="title"></main>
<script nonce="${nonce}" src="${of('chronology.js')}"></script>
</body>
</html>`;
}
