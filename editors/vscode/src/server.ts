/** The server's life: started where there is something to check, restarted, asked, told of in one event. */

import * as vscode from 'vscode';
import { type ClientCapabilities, LanguageClient, RevealOutputChannelOn, State, type StaticFeature, Trace, TransportKind } from 'vscode-languageclient/node';
import { beside } from './beside';
import { Companions } from './companions';
import { Crashes } from './crashes';
import { program } from './program';
import type { Status } from './protocol';
import { checkable, scope, watch } from './scope';

/** Commands that the server's code lenses may name. */
const COMMANDS = ['policy-ls.showClaims', 'policy-ls.showReferences'];

/** Tells the server what of its extensions is understood here. */
const extensions: StaticFeature = {
  fillClientCapabilities(capabilities: ClientCapabilities) {
    capabilities.experimental = { ...capabilities.experimental, policyLsStatus: true, policyLsCommands: COMMANDS };
  },
  initialize() {},
  getState: () => ({ kind: 'static' }),
  clear() {},
};

export type Health = 'off' | 'starting' | 'running' | 'failed';

export class Server implements vscode.Disposable {
  private client: LanguageClient | undefined;
  private companions: Companions | undefined;
  private key: string | undefined;
  private queue: Promise<void> = Promise.resolve();
  private readonly changes = new vscode.EventEmitter<Health>();
  private readonly reports = new vscode.EventEmitter<Status>();
  private readonly disposables: vscode.Disposable[];
  readonly log = vscode.window.createOutputChannel('policy-ls', 'log');
  /** The state changed, or the server started anew. */
  readonly onDidChange = this.changes.event;
  /** A library is being read, or was. */
  readonly onDidReportStatus = this.reports.event;
  health: Health = 'off';
  /** The last that was told of each workspace, by its root. */
  readonly status = new Map<string | null, Status>();
  /** Grows when what the server knows may have changed. */
  revision = 0;

  constructor(private readonly context: vscode.ExtensionContext) {
    const settings = vscode.workspace.onDidChangeConfiguration(event => {
      if (event.affectsConfiguration('policy-ls.trace')) void this.trace();
      if (event.affectsConfiguration('policy-ls.path')) void this.restart();
      else if (event.affectsConfiguration('policy-ls.enable')) void this.refresh();
    });
    const trust = vscode.workspace.onDidGrantWorkspaceTrust(() => void this.restart());
    const folders = vscode.workspace.onDidChangeWorkspaceFolders(() => void this.refresh());
    this.disposables = [settings, trust, folders, watch(() => void this.refresh()), this.changes, this.reports, this.log];
  }

  /** Starts, restarts or stops the server if what is to be checked changed. */
  refresh(): Promise<void> {
    return this.inTurn(async () => {
      const wanted = await scope();
      if (wanted?.key !== this.key) await this.begin();
    });
  }

  restart(): Promise<void> {
    return this.inTurn(() => this.begin());
  }

  /** Asks the server; `undefined` if it does not run or does not know the question. */
  async ask<T>(method: string, params: unknown): Promise<T | undefined> {
    if (this.client?.state !== State.Running) return undefined;
    try {
      return (await this.client.sendRequest<T | null>(method, params)) ?? undefined;
    } catch (error) {
      this.log.appendLine(`${method}: ${error instanceof Error ? error.message : String(error)}`);
      return undefined;
    }
  }

  /** Has the sources read again: by the server's own command, or by a fresh server. */
  async reindex(): Promise<void> {
    const commands = this.client?.initializeResult?.capabilities.executeCommandProvider?.commands ?? [];
    const command = commands.find(it => /^policy-ls\.(server\.)?reindex$/.test(it));
    if (command === undefined) return this.restart();
    await this.ask('workspace/executeCommand', { command, arguments: [] });
  }

  /** What may be a draft, and is asked about. */
  checks(document: vscode.TextDocument): boolean {
    if (!checkable(document)) return false;
    const selector = this.client?.clientOptions.documentSelector;
    return selector !== undefined && vscode.languages.match(selector as vscode.DocumentSelector, document) > 0;
  }

  dispose(): Promise<void> {
    vscode.Disposable.from(...this.disposables).dispose();
    return this.inTurn(() => this.end());
  }

  /** One start or stop at a time. */
  private inTurn(work: () => Promise<void>): Promise<void> {
    this.queue = this.queue.then(work).catch((error: unknown) => {
      this.log.appendLine(error instanceof Error ? (error.stack ?? error.message) : String(error));
      this.tell('failed');
    });
    return this.queue;
  }

  private async begin(): Promise<void> {
    await this.end();
    const wanted = await scope();
    this.key = wanted?.key;
    if (wanted === undefined) return this.tell('off');
    const command = program(this.context);
    const client = new LanguageClient(
      'policy-ls',
      'policy-ls',
      { command, args: ['serve'], transport: TransportKind.stdio },
      {
        documentSelector: wanted.selector,
        outputChannel: this.log,
        errorHandler: new Crashes(),
        // What is asked between a crash and the next start fails; the log says so, and nobody is stopped by a message.
        revealOutputChannelOn: RevealOutputChannelOn.Never,
        middleware: beside,
        markdown: { isTrusted: false, supportHtml: false },
        initializationOptions: vscode.workspace.getConfiguration('policy-ls'),
        synchronize: { configurationSection: 'policy-ls' },
      },
    );
    this.client = client;
    client.registerFeature(extensions);
    client.onNotification('policy-ls/status', (status: Status) => {
      this.status.set(status.root, status);
      this.revision += 1;
      this.reports.fire(status);
    });
    client.onDidChangeState(({ newState }) => {
      if (client !== this.client) return;
      this.companions?.dispose();
      this.companions = newState === State.Running ? new Companions(client, wanted.companions) : undefined;
      this.tell(newState === State.Running ? 'running' : newState === State.Starting ? 'starting' : 'failed');
    });
    await client.start();
    await this.trace();
  }

  private async end(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    this.companions?.dispose();
    this.companions = undefined;
    // A server that failed to start, or has just crashed, cannot be stopped; it is let go.
    await client?.dispose().catch(() => undefined);
  }

  private async trace(): Promise<void> {
    const level = vscode.workspace.getConfiguration('policy-ls').get<string>('trace.server', 'off');
    await this.client?.setTrace(Trace.fromString(level));
  }

  private tell(health: Health): void {
    this.health = health;
    this.revision += 1;
    if (health !== 'running') this.status.clear();
    void vscode.commands.executeCommand('setContext', 'policy-ls.running', health === 'running');
    this.changes.fire(health);
  }
}
