/** The Library view: what drafts are checked against. */

import * as vscode from 'vscode';
import type { Draft } from './draft';
import { shortName } from './library_name';
import { open } from './places';
import type { Entity, Event, Library, Problem, Source } from './protocol';
import type { Server } from './server';
import { unavailable } from './virtual';

const START = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
const SOURCE_STATES: Record<Source['state'], [icon: string, words: string]> = {
  ready: ['book', ''],
  problems: ['warning', 'problems'],
  retelling: ['book', 'a retelling: only what it quotes may be quoted'],
  empty: ['circle-slash', 'no words of it may be quoted'],
};

type Node = vscode.TreeItem & { below?: () => Node[] };

export class LibraryView implements vscode.TreeDataProvider<Node> {
  private readonly changes = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.changes.event;

  constructor(
    private readonly server: Server,
    private readonly draft: Draft,
  ) {}

  register(): vscode.Disposable {
    const view = vscode.window.createTreeView('policy-ls.library', { treeDataProvider: this, showCollapseAll: true });
    let shown = '';
    const refresh = this.draft.onDidChange(() => {
      view.message = this.server.health === 'running' ? unavailable() : undefined;
      // The library changes with the folder of the draft and when the server reads anew, not with every key.
      const key = `${this.draft.uri} ${this.server.revision}`;
      if (key !== shown) this.changes.fire();
      shown = key;
    });
    return vscode.Disposable.from(view, refresh, this.changes);
  }

  getTreeItem(node: Node): vscode.TreeItem {
    return node;
  }

  async getChildren(node?: Node): Promise<Node[]> {
    if (node) return node.below?.() ?? [];
    const library = await this.server.ask<Library>('policy-ls/library', this.draft.about);
    return library ? roots(library) : [];
  }
}

function roots(library: Library): Node[] {
  const short = shortName(library.name, library.root);
  const name = new vscode.TreeItem(short.name) as Node;
  if (short.note !== undefined) name.description = short.note;
  name.iconPath = new vscode.ThemeIcon('library');
  name.tooltip = library.configuration ? `Configured by ${vscode.Uri.parse(library.configuration).fsPath}` : library.name;
  if (library.configuration) name.command = open(library.configuration, START);
  const all: Node[] = [
    name,
    group('Problems', 'warning', library.problems, problem),
    group('Sources', 'book', library.sources, source),
    group('Agreements', 'file-text', library.agreements, entity),
    group('Organisations', 'organization', library.organisations, entity),
    group('People', 'person', library.persons, entity),
    group('Places', 'globe', library.places, entity),
    group('Chronology', 'history', years(library.events), year),
  ];
  return all.filter(node => node.below === undefined || node.below().length > 0);
}

function group<T>(label: string, icon: string, members: T[], show: (member: T) => Node): Node {
  const node = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.Collapsed) as Node;
  node.id = label;
  node.iconPath = new vscode.ThemeIcon(icon);
  node.description = String(members.length);
  node.below = () => members.map(show);
  return node;
}

function problem(it: Problem): Node {
  const node = new vscode.TreeItem(it.message) as Node;
  node.description = it.line ? `${it.path}:${it.line}` : it.path;
  node.iconPath = new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
  const line = Math.max(0, (it.line ?? 1) - 1);
  if (it.uri) node.command = open(it.uri, { start: { line, character: 0 }, end: { line, character: 0 } });
  node.tooltip = `${it.path}: ${it.message}`;
  return node;
}

function source(it: Source): Node {
  const [icon, state] = SOURCE_STATES[it.state];
  const node = new vscode.TreeItem(it.title) as Node;
  node.description = [it.author, it.date?.words].filter(Boolean).join(', ');
  node.iconPath = new vscode.ThemeIcon(icon, it.state === 'problems' ? new vscode.ThemeColor('list.warningForeground') : undefined);
  node.tooltip = [it.title, it.path, `${it.rank}, ${it.words} words`, state, ...it.problems].filter(Boolean).join('\n');
  if (it.uri) node.command = open(it.uri, START);
  return node;
}

function entity(it: Entity): Node {
  const node = new vscode.TreeItem(it.name) as Node;
  node.description = it.dates.map(date => `${date.kind} ${date.words}`).join(', ');
  node.tooltip = [it.name, it.class, it.definition].filter(Boolean).join('\n');
  if (it.location) node.command = open(it.location.uri, it.location.range);
  return node;
}

function years(events: Event[]): [string, Event[]][] {
  const by = new Map<string, Event[]>();
  for (const event of events) {
    const key = event.start?.slice(0, 4) ?? 'Undated';
    by.set(key, [...(by.get(key) ?? []), event]);
  }
  return [...by];
}

function year([label, events]: [string, Event[]]): Node {
  const node = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.Collapsed) as Node;
  node.id = `year ${label}`;
  node.description = String(events.length);
  node.below = () => events.map(event);
  return node;
}

function event(it: Event): Node {
  const node = new vscode.TreeItem(it.summary) as Node;
  node.description = it.date?.words;
  const witnesses = it.witnesses.map(said => said.location?.label).filter(Boolean);
  const disagree = it.contested ? 'The sources disagree.' : undefined;
  node.tooltip = [it.summary, it.date?.words, disagree, ...new Set(witnesses)].filter(Boolean).join('\n');
  node.iconPath = it.contested ? new vscode.ThemeIcon('question') : undefined;
  if (it.location) node.command = open(it.location.uri, it.location.range);
  return node;
}
