/** The status bar item: the library in use, how far reading is, how many findings the draft has. */

import * as vscode from 'vscode';
import type { Draft } from './draft';
import { shortName } from './library_name';
import { spelled } from './places';
import { checkable } from './scope';
import type { Server } from './server';
import type { Status } from './protocol';
import { unavailable } from './virtual';
import { count } from './words';

export class StatusBar implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem('policy-ls.status', vscode.StatusBarAlignment.Right, 90);
  private readonly disposables: vscode.Disposable[];

  constructor(
    private readonly server: Server,
    private readonly draft: Draft,
  ) {
    this.item.name = 'policy-ls';
    const show = () => this.show();
    this.disposables = [
      this.item,
      server.onDidChange(show),
      server.onDidReportStatus(show),
      draft.onDidChange(show),
      vscode.window.onDidChangeActiveTextEditor(show),
      vscode.languages.onDidChangeDiagnostics(show),
    ];
    show();
  }

  dispose(): void {
    vscode.Disposable.from(...this.disposables).dispose();
  }

  private show(): void {
    const { health } = this.server;
    this.item.backgroundColor = undefined;
    if (health === 'off') return this.showOff();
    if (health === 'starting') this.say('$(sync~spin) policy-ls', 'The server starts.', 'policy-ls.showLog');
    else if (health === 'failed') {
      this.item.backgroundColor = new vscode.ThemeColor('statusBarItem.errorBackground');
      this.say('$(error) policy-ls', 'The server does not run. The log says why; “policy-ls: Restart Server” tries again.', 'policy-ls.showLog');
    } else this.showLibrary();
    this.item.show();
  }

  /** Nobody's Markdown is spoken about unasked, except that checking it could be had. */
  private showOff(): void {
    const document = vscode.window.activeTextEditor?.document;
    if (!document || !checkable(document)) return this.item.hide();
    const more = unavailable() ?? 'Or say “policy-ls: New Library” to check it against sources of your own.';
    this.say('$(circle-slash) policy-ls: off', `This draft is not checked. Click to enable policy-ls in this workspace. ${more}`, 'policy-ls.enable');
    this.item.show();
  }

  private showLibrary(): void {
    const status = this.status();
    const found = this.found();
    const name = status ? shortName(status.library, status.root).name : 'policy-ls';
    if (status?.state === 'indexing') {
      return this.say(`$(sync~spin) ${name}`, 'The library is being read.', 'policy-ls.library.focus');
    }
    const broken = status?.state === 'failed' || (status?.problems ?? 0) > 0;
    const icon = broken ? '$(warning)' : '$(library)';
    if (status?.state === 'failed') this.item.backgroundColor = new vscode.ThemeColor('statusBarItem.warningBackground');
    const findings = found === undefined ? '' : found === 0 ? ' $(pass)' : ` $(bug) ${found}`;
    const lines = [
      status ? `**${escape(status.library)}**` : 'policy-ls',
      status?.message && escape(status.message),
      escape(unavailable() ?? ''),
      status && `${count(status.sources, 'source')}, ${count(status.events, 'event')}`,
      status && status.problems > 0 && `${count(status.problems, 'file')} of the library with problems: see the Library view`,
      found !== undefined && (found === 0 ? 'No findings in this draft.' : `${count(found, 'finding')} in this draft.`),
      '[Library](command:policy-ls.library.focus) · [Claims](command:policy-ls.claims.focus) · [Chronology](command:policy-ls.showChronology) · [Log](command:policy-ls.showLog)',
    ];
    const tooltip = new vscode.MarkdownString(lines.filter(Boolean).join('\n\n'));
    tooltip.isTrusted = {
      enabledCommands: ['policy-ls.library.focus', 'policy-ls.claims.focus', 'policy-ls.showChronology', 'policy-ls.showLog'],
    };
    this.say(`${icon} ${escapeIcons(name)}${findings}`, tooltip, 'policy-ls.claims.focus');
  }

  /** What is known of the draft's workspace: the deepest root that holds it. */
  private status(): Status | undefined {
    const at = this.draft.uri?.toString() ?? '';
    const all = [...this.server.status.values()];
    const holding = all.filter(it => it.root !== null && at.startsWith(spelled(it.root)));
    holding.sort((a, b) => (b.root?.length ?? 0) - (a.root?.length ?? 0));
    return holding[0] ?? all.at(-1);
  }

  private found(): number | undefined {
    const document = vscode.window.activeTextEditor?.document;
    if (!document || !this.server.checks(document)) return undefined;
    return vscode.languages.getDiagnostics(document.uri).filter(it => it.source === 'policy-ls').length;
  }

  private say(text: string, tooltip: string | vscode.MarkdownString, command: string): void {
    this.item.text = text;
    this.item.tooltip = tooltip;
    this.item.command = command;
    const words = text.replace(/\$\([^)]*\)/g, '').trim();
    this.item.accessibilityInformation = { label: words.startsWith('policy-ls') ? words : `policy-ls, ${words}` };
  }
}

function escape(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-.!<>|$]/g, '\\$&');
}

function escapeIcons(text: string): string {
  return text.replace(/\$\(/g, '$\u200b(');
}
