/** The Claims view: the draft's dated claims and quotations by verdict, each above the passages that speak to it. */

import * as vscode from 'vscode';
import type { Draft } from './draft';
import { open } from './places';
import type { Claim, Claims, Group, Place, Quoted, Said, Verdict } from './protocol';
import type { Server } from './server';

const ICONS: Record<Verdict, [icon: string, colour?: string]> = {
  conflict: ['error', 'list.errorForeground'],
  contested: ['question', 'list.warningForeground'],
  unknown: ['circle-outline'],
  consistent: ['pass', 'testing.iconPassed'],
  'not-asserted': ['comment'],
};
const FAULTY = ['misquoted', 'misattributed'];

type Node = vscode.TreeItem & { below?: () => Node[] };

export class ClaimsView implements vscode.TreeDataProvider<Node> {
  private readonly changes = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.changes.event;

  constructor(
    private readonly server: Server,
    private readonly draft: Draft,
  ) {}

  register(): vscode.Disposable {
    const view = vscode.window.createTreeView('policy-ls.claims', { treeDataProvider: this, showCollapseAll: true });
    const refresh = this.draft.onDidChange(() => {
      view.description = this.draft.uri ? vscode.workspace.asRelativePath(this.draft.uri) : undefined;
      this.changes.fire();
    });
    return vscode.Disposable.from(view, refresh, this.changes);
  }

  getTreeItem(node: Node): vscode.TreeItem {
    return node;
  }

  async getChildren(node?: Node): Promise<Node[]> {
    if (node) return node.below?.() ?? [];
    if (!this.draft.uri) return [];
    const claims = await this.server.ask<Claims>('policy-ls/claims', this.draft.about);
    if (!claims) return [];
    const groups = claims.groups.map(it => group(claims.uri, it));
    return claims.quotations.length > 0 ? [...groups, quotations(claims)] : groups;
  }
}

function themed([icon, colour]: [string, string?]): vscode.ThemeIcon {
  return new vscode.ThemeIcon(icon, colour === undefined ? undefined : new vscode.ThemeColor(colour));
}

function branch(id: string, label: string, members: Node[], expanded: boolean): Node {
  const state = expanded ? vscode.TreeItemCollapsibleState.Expanded : vscode.TreeItemCollapsibleState.Collapsed;
  const node = new vscode.TreeItem(label, state) as Node;
  node.id = id;
  node.description = String(members.length);
  node.below = () => members;
  return node;
}

function group(uri: string, it: Group): Node {
  const pressing = it.verdict === 'conflict' || it.verdict === 'contested';
  const node = branch(it.verdict, it.title, it.claims.map(one => claim(uri, it.verdict, one)), pressing);
  node.iconPath = themed(ICONS[it.verdict]);
  return node;
}

function claim(uri: string, verdict: Verdict, it: Claim): Node {
  // The date first: it is what is judged, and long labels are cut at their end. A cell of a table may be nothing but a date.
  const words = it.text.trim() === it.date.words ? it.sentence : it.text;
  const node = leaf(`${it.date.words}: ${words}`, it.evidence.map(said));
  node.tooltip = it.sentence;
  node.iconPath = themed(ICONS[verdict]);
  node.command = open(uri, it.range);
  return node;
}

function quotations(claims: Claims): Node {
  const faulty = claims.quotations.some(it => FAULTY.includes(it.verdict));
  const node = branch('quotations', 'Quotations', claims.quotations.map(it => quoted(claims.uri, it)), faulty);
  node.iconPath = themed(['quote']);
  return node;
}

function quoted(uri: string, it: Quoted): Node {
  const node = leaf(`“${it.text}”`, it.evidence.map(passage));
  node.description = it.title;
  node.iconPath = themed(FAULTY.includes(it.verdict) ? ICONS.conflict : it.verdict === 'verbatim' ? ICONS.consistent : ICONS.unknown);
  node.command = open(uri, it.range);
  return node;
}

function leaf(label: string, below: Node[]): Node {
  const none = below.length === 0;
  const node = new vscode.TreeItem(
    label.replace(/\s+/g, ' '),
    none ? vscode.TreeItemCollapsibleState.None : vscode.TreeItemCollapsibleState.Collapsed,
  ) as Node;
  if (!none) node.below = () => below;
  return node;
}

function said(it: Said): Node {
  const node = new vscode.TreeItem(it.date?.words ?? 'Source') as Node;
  node.description = it.location?.label;
  node.tooltip = it.text;
  node.iconPath = themed(['book']);
  if (it.location) node.command = open(it.location.uri, it.location.range);
  return node;
}

function passage(it: Place): Node {
  const node = new vscode.TreeItem(it.label) as Node;
  node.iconPath = themed(['book']);
  node.command = open(it.uri, it.range);
  return node;
}
