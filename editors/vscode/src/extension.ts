/** Brings the parts together. */

import type * as vscode from 'vscode';
import { ChronologyPanel } from './chronology';
import { ClaimsView } from './claims_view';
import * as commands from './commands';
import { Draft } from './draft';
import * as finding from './finding';
import { LibraryView } from './library_view';
import * as quotation from './quotation';
import { Server } from './server';
import { StatusBar } from './status_bar';
import { commands as editor } from 'vscode';

let server: Server | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  server = new Server(context);
  const draft = new Draft(server);
  const chronology = new ChronologyPanel(context, server, draft);
  context.subscriptions.push(
    draft,
    chronology,
    new LibraryView(server, draft).register(),
    new ClaimsView(server, draft).register(),
    new StatusBar(server, draft),
    commands.register(context, server, draft),
    finding.register(server),
    quotation.register(server, draft),
    editor.registerCommand('policy-ls.showChronology', () => chronology.open()),
  );
  await server.refresh();
}

export function deactivate(): Promise<void> | undefined {
  return server?.dispose();
}
