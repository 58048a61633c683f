/** What is said where a workspace lies on no disk: what can be had there, and what not. */

import * as vscode from 'vscode';
import { virtual } from './scope';

const UNAVAILABLE =
  'This workspace lies on no disk: drafts are checked against the built-in library only. ' +
  'Its policy-ls.toml and its sources cannot be read, and there are no reports and no libraries of your own. Clone it to a disk for these.';

/** The words, or nothing where everything can be had. */
export function unavailable(): string | undefined {
  return virtual() ? UNAVAILABLE : undefined;
}

/** For commands that need a disk: says why not. */
export function refused(): boolean {
  const words = unavailable();
  if (words !== undefined) void vscode.window.showWarningMessage(words);
  return words !== undefined;
}
