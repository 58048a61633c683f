/** Commands about the server and the workspace. */

import { execFile } from 'node:child_process';
import * as path from 'node:path';
import { promisify } from 'node:util';
import * as vscode from 'vscode';
import type { Location, Position, Range } from 'vscode-languageclient';
import type { Draft } from './draft';
import { range, show } from './places';
import { program } from './program';
import type { Library } from './protocol';
import type { Server } from './server';
import * as shown from './shown';
import { refused, unavailable } from './virtual';

const run = promisify(execFile);

const CONFIGURATION = `format = 1
sources = ["sources"]     # texts that are evidence: files, folders or globs
drafts = ["drafts"]       # what is checked; absent: every .md and .txt that is no source
`;

const README = `Put the texts that drafts are checked against into this folder: Markdown, plain text, web pages (.html), Word documents
(.docx), PDFs with a text layer.
Beside each, a file NAME.source.toml may say what it is:

    format = 1
    title = "Joint statement of the two ministers"
    author = "Ministry of Foreign Affairs"
    date = "2022-02-04"
`;

export function register(context: vscode.ExtensionContext, server: Server, draft: Draft): vscode.Disposable {
  const enable = (value: string) => async () => {
    const target = vscode.workspace.workspaceFolders ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global;
    await vscode.workspace.getConfiguration('policy-ls').update('enable', value, target);
  };
  const command = vscode.commands.registerCommand;
  return vscode.Disposable.from(
    shown.register(),
    command('policy-ls.open', (uri: string, at: Range) => show(uri, at)),
    command('policy-ls.showClaims', () => vscode.commands.executeCommand('policy-ls.claims.focus')),
    command('policy-ls.showReferences', showReferences),
    command('policy-ls.enable', enable('on')),
    command('policy-ls.disable', enable('off')),
    command('policy-ls.restart', () => server.restart()),
    command('policy-ls.reindex', () => server.reindex()),
    command('policy-ls.showLog', () => server.log.show()),
    command('policy-ls.showConfiguration', () => showConfiguration(context, server, draft)),
    command('policy-ls.explainRule', (code?: string) => explain(context, code)),
    command('policy-ls.report', () => report(context, draft)),
    command('policy-ls.newLibrary', newLibrary),
  );
}

/** The lens above a paragraph of a source: the drafts that quote it. */
async function showReferences(uri: string, at: Position, found: Location[]): Promise<void> {
  const places = found.map(it => new vscode.Location(vscode.Uri.parse(it.uri, true), range(it.range)));
  const position = new vscode.Position(at.line, at.character);
  await vscode.commands.executeCommand('editor.action.showReferences', vscode.Uri.parse(uri, true), position, places);
}

/** Runs a command of the program in the draft's folder; what it prints, or its complaint. */
async function output(context: vscode.ExtensionContext, draft: Draft | undefined, ...words: string[]): Promise<string> {
  const folder = draft?.uri?.scheme === 'file' ? path.dirname(draft.uri.fsPath) : vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
  const { stdout } = await run(program(context), words, { cwd: folder, maxBuffer: 64 << 20 });
  return stdout;
}

function complain(error: unknown): void {
  const { stderr, message } = error as { stderr?: string; message?: string };
  void vscode.window.showErrorMessage((stderr || message || String(error)).trim());
}

/** The file that is in force, or, where there is none, what holds without one. */
async function showConfiguration(context: vscode.ExtensionContext, server: Server, draft: Draft): Promise<void> {
  try {
    return await shown.present('configuration', await output(context, draft, 'config', 'show', draft.uri?.fsPath ?? '.'), 'ini');
  } catch {
    // A program older than `config show`: at least the file.
  }
  const library = await server.ask<Library>('policy-ls/library', draft.about);
  if (library?.configuration) {
    await vscode.window.showTextDocument(vscode.Uri.parse(library.configuration, true));
  } else {
    void vscode.window.showInformationMessage(unavailable() ?? `No policy-ls.toml is in force here. ${library?.name ?? ''}`);
  }
}

async function explain(context: vscode.ExtensionContext, code?: string): Promise<void> {
  try {
    code ??= await chooseRule(await output(context, undefined, 'rules'));
    if (code) await shown.present(`${code}.md`, await output(context, undefined, 'explain', code), 'markdown');
  } catch (error) {
    complain(error);
  }
}

/** The rules as the program lists them; those of the findings under the cursor first. */
async function chooseRule(list: string): Promise<string | undefined> {
  const editor = vscode.window.activeTextEditor;
  const here = vscode.languages
    .getDiagnostics(editor?.document.uri ?? vscode.Uri.file('/'))
    .filter(it => it.source === 'policy-ls' && editor && it.range.contains(editor.selection.active))
    .map(it => String(typeof it.code === 'object' ? it.code.value : it.code));
  const rules = [...list.matchAll(/^\W*([a-z]+(?:-[a-z]+)+)\W+(.*)$/gm)].map(([, label = '', detail = '']) => ({ label, detail }));
  rules.sort((a, b) => Number(here.includes(b.label)) - Number(here.includes(a.label)));
  return (await vscode.window.showQuickPick(rules, { title: 'Explain rule', matchOnDetail: true }))?.label;
}

async function report(context: vscode.ExtensionContext, draft: Draft): Promise<void> {
  if (refused()) return;
  if (draft.uri?.scheme !== 'file') {
    void vscode.window.showInformationMessage(draft.uri ? 'Save the draft first: a report is made of the file.' : 'Open a draft first.');
    return;
  }
  try {
    const sheet = await output(context, draft, 'report', '--format', 'markdown', draft.uri.fsPath);
    await shown.present(`report of ${path.basename(draft.uri.fsPath)}`, sheet, 'markdown');
  } catch (error) {
    complain(error);
  }
}

/** Lays out a folder that is checked against its own sources. Nothing that exists is written over. */
async function newLibrary(): Promise<void> {
  if (refused()) return;
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  if (!folder) {
    void vscode.window.showInformationMessage('Open the folder of your documents first.');
    return;
  }
  const configuration = vscode.Uri.joinPath(folder, 'policy-ls.toml');
  await writeNew(vscode.Uri.joinPath(folder, 'sources', 'README'), README);
  await vscode.workspace.fs.createDirectory(vscode.Uri.joinPath(folder, 'drafts'));
  await writeNew(configuration, CONFIGURATION);
  await vscode.window.showTextDocument(configuration);
}

async function writeNew(uri: vscode.Uri, text: string): Promise<void> {
  try {
    await vscode.workspace.fs.stat(uri);
  } catch {
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  }
}
