/** What happens when the server is gone: it is started again, unless it keeps going. */

import { CloseAction, type CloseHandlerResult, ErrorAction, type ErrorHandler, type ErrorHandlerResult } from 'vscode-languageclient/node';

/** So many ends within so many milliseconds, and it stays away until the user asks. */
const MOST = 5;
const WITHIN = 3 * 60 * 1000;

export class Crashes implements ErrorHandler {
  private ends: number[] = [];

  /**
   * Whatever is written between a crash and the news of it fails. The client's own handler gives up after three such
   * failures and never restarts; here only the end of the connection counts, which follows.
   */
  error(): ErrorHandlerResult {
    return { action: ErrorAction.Continue, handled: true };
  }

  closed(): CloseHandlerResult {
    const now = Date.now();
    this.ends = [...this.ends.filter(end => now - end < WITHIN), now];
    if (this.ends.length < MOST) return { action: CloseAction.Restart, handled: true };
    const message = `The server of policy-ls ended ${MOST} times within three minutes. The log says why; “policy-ls: Restart Server” tries again.`;
    return { action: CloseAction.DoNotRestart, message };
  }
}
