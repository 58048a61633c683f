/** What the server says beyond the protocol, as docs/protocol-extensions.md has it. */

import type { Range } from 'vscode-languageclient';

export interface DateValue { edtf: string; words: string }
export interface Place { uri: string; range: Range; label: string }
export interface Said { date?: DateValue; text: string; curated: boolean; location?: Place }
export interface About { textDocument?: { uri: string } }

export interface Library {
  name: string;
  root: string | null;
  configuration: string | null;
  sources: Source[];
  problems: Problem[];
  agreements: Entity[];
  organisations: Entity[];
  persons: Entity[];
  places: Entity[];
  events: Event[];
}

export interface Source {
  id: string;
  title: string;
  short: string;
  path: string;
  uri: string | null;
  builtin: boolean;
  state: 'ready' | 'problems' | 'retelling' | 'empty';
  problems: string[];
  rank: string;
  author?: string;
  date?: DateValue;
  words: number;
}

export interface Problem { path: string; uri: string | null; line?: number; message: string }

export interface Entity {
  id: string;
  name: string;
  kind: string;
  class?: string;
  definition?: string;
  dates: ({ kind: string } & DateValue)[];
  events: number;
  location?: Place;
}

export interface Event {
  id: string;
  kind: string;
  summary: string;
  date?: DateValue;
  start?: string;
  end?: string;
  entities: string[];
  contested: boolean;
  witnesses: Said[];
  location?: Place;
}

export type Verdict = 'conflict' | 'contested' | 'unknown' | 'consistent' | 'not-asserted';

export interface Claims { uri: string; version: number; groups: Group[]; quotations: Quoted[] }
export interface Group { verdict: Verdict; title: string; claims: Claim[] }
export interface Claim {
  range: Range;
  text: string;
  sentence: string;
  kind: string;
  date: DateValue;
  dateRange: Range;
  event?: string;
  evidence: Said[];
}
export interface Quoted { range: Range; text: string; verdict: string; title: string; evidence: Place[] }

export interface Chronology { events: Event[]; draft: DraftDate[] }
export interface DraftDate {
  range: Range;
  text: string;
  edtf: string;
  words: string;
  start?: string;
  end?: string;
  events: string[];
}

export interface Status {
  state: 'indexing' | 'ready' | 'failed';
  root: string | null;
  library: string;
  sources: number;
  events: number;
  problems: number;
  message?: string;
}
