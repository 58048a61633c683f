/** The chronology panel's page: the library's events by year, the draft's dates beside them. It draws and reports clicks. */

import type { Chronology, DraftDate, Event } from '../src/protocol';
import { count } from '../src/words';
import { type Strip, strip } from './strip';

declare function acquireVsCodeApi(): { postMessage(message: unknown): void };

const editor = acquireVsCodeApi();
const main = document.querySelector('main') as HTMLElement;
let chronology: Chronology = { events: [], draft: [] };
let name: string | undefined;
let filter = '';
let onlyDraft = false;
let years: Strip | undefined;
/** What the cursor of the editor stands on: stays marked while the list is drawn anew. */
let selected: { kind: 'date' | 'event'; index: number } | undefined;

function element<K extends keyof HTMLElementTagNameMap>(tag: K, className = '', text = ''): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

const title = element('h1', '', 'Chronology');
title.id = 'title';
const search = element('input');
search.type = 'search';
search.placeholder = 'Filter events';
search.setAttribute('aria-label', 'Filter events');
const only = element('input');
only.type = 'checkbox';
only.id = 'only';
const onlyLabel = element('label', '', 'Only what the draft speaks of');
onlyLabel.htmlFor = 'only';
const tools = element('div', 'tools');
tools.append(search, only, onlyLabel);
const shown = element('p', 'count');
shown.setAttribute('role', 'status');
const axis = element('nav', 'axis');
axis.setAttribute('aria-label', 'Years');
const list = element('div', 'years');
main.append(title, tools, shown, axis, list);

search.addEventListener('input', () => {
  filter = search.value.toLowerCase();
  draw();
});
only.addEventListener('change', () => {
  onlyDraft = only.checked;
  draw();
});

/** Dates of the draft that speak of an event. */
function draftDates(event: Event): [DraftDate, number][] {
  return chronology.draft.flatMap((date, index) => (date.events.includes(event.id) ? [[date, index] as [DraftDate, number]] : []));
}

function draw(): void {
  const rows = chronology.events
    .map((event, index) => ({ event, index, dates: draftDates(event) }))
    .filter(({ event, dates }) => (!onlyDraft || dates.length > 0) && event.summary.toLowerCase().includes(filter));
  const loose = filter === '' ? chronology.draft.map((date, index) => ({ date, index })).filter(({ date }) => date.events.length === 0) : [];
  title.textContent = name ? `Chronology beside ${name}` : 'Chronology';
  shown.textContent = `${count(rows.length, 'event')}, ${count(chronology.draft.length, 'date')} in the draft`;
  const byYear = new Map<string, HTMLElement[]>();
  const add = (start: string | undefined, item: HTMLElement) => {
    const year = start?.slice(0, 4) ?? 'Undated';
    byYear.set(year, [...(byYear.get(year) ?? []), item]);
  };
  for (const { event, index, dates } of rows) add(event.start, row(event, index, dates));
  for (const { date, index } of loose) add(date.start, lone(date, index));
  const focused = document.activeElement instanceof HTMLButtonElement && list.contains(document.activeElement) ? document.activeElement.dataset : undefined;
  const order = [...byYear.keys()].sort((a, b) => (a === 'Undated' ? 1 : b === 'Undated' ? -1 : a < b ? -1 : 1));
  list.replaceChildren(...order.map(year => section(year, byYear.get(year) ?? [])));
  years = strip(axis, rows.map(({ event }) => event.start), chronology.draft.map(date => date.start), year => {
    const heading = document.getElementById(`year-${year}`);
    heading?.scrollIntoView({ block: 'start' });
    heading?.parentElement?.querySelector<HTMLElement>('button')?.focus();
  });
  if (focused) buttons(focused.event === undefined ? 'date' : 'event', Number(focused.event ?? focused.date))[0]?.focus({ preventScroll: true });
  markSelected();
}

/** The buttons of one event, or of one date: a date stands beside each event that it may speak of. */
function buttons(kind: 'date' | 'event', index: number): HTMLElement[] {
  return [...list.querySelectorAll<HTMLElement>(`[data-${kind}="${index}"]`)];
}

function markSelected(): HTMLElement | undefined {
  for (const old of list.querySelectorAll('.selected')) old.classList.remove('selected');
  if (selected === undefined) return undefined;
  const { kind, index } = selected;
  const found = buttons(kind, index);
  for (const it of found) it.classList.add('selected');
  years?.select((kind === 'date' ? chronology.draft : chronology.events)[index]?.start);
  return found[0];
}

function section(year: string, items: HTMLElement[]): HTMLElement {
  const made = element('section');
  const heading = element('h2', '', year);
  heading.id = `year-${year}`;
  made.setAttribute('aria-labelledby', heading.id);
  const rows = element('ul');
  rows.append(...items);
  made.append(heading, rows);
  return made;
}

function row(event: Event, index: number, dates: [DraftDate, number][]): HTMLElement {
  const item = element('li', 'row');
  const button = element('button', 'event');
  button.dataset.event = String(index);
  button.append(element('span', 'date', event.date?.words ?? 'Undated'), element('span', 'summary', event.summary));
  if (event.contested) button.append(element('span', 'badge', 'sources disagree'));
  const labels = new Set(event.witnesses.map(said => said.location?.label ?? ''));
  button.title = [...labels].filter(Boolean).join('\n');
  if (event.location) button.addEventListener('click', () => editor.postMessage({ type: 'event', index }));
  else button.setAttribute('aria-disabled', 'true');
  item.append(button);
  if (dates.length > 0) {
    const beside = element('div', 'beside');
    beside.append(...dates.map(([date, at]) => mark(date, at, event)));
    item.append(beside);
  }
  return item;
}

/** A date of the draft that speaks of no event of the library. */
function lone(date: DraftDate, index: number): HTMLElement {
  const item = element('li', 'row lone');
  const beside = element('div', 'beside');
  beside.append(mark(date, index));
  item.append(beside);
  return item;
}

function mark(date: DraftDate, index: number, event?: Event): HTMLElement {
  const agrees = event === undefined || overlap(date, event);
  const button = element('button', `mark ${event === undefined ? 'loose' : agrees ? 'agrees' : 'differs'}`, date.text.replace(/\s+/g, ' '));
  button.dataset.date = String(index);
  const says = event === undefined ? 'no event of the library' : agrees ? 'agrees with the sources' : 'differs from the sources';
  button.setAttribute('aria-label', `Draft: ${button.textContent}, ${says}`);
  button.title = `${date.words}: ${says}`;
  button.addEventListener('click', () => editor.postMessage({ type: 'date', index }));
  return button;
}

function overlap(date: DraftDate, event: Event): boolean {
  const [a, b] = [date.start ?? '', date.end ?? '9999'];
  return a <= (event.end ?? '9999') && (event.start ?? '') <= b;
}

/** Up and down go through events and dates, Home and End to the first and the last. */
list.addEventListener('keydown', pressed => {
  const all = [...list.querySelectorAll<HTMLElement>('button')];
  const here = all.indexOf(document.activeElement as HTMLElement);
  const to = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: all.length - 1 }[pressed.key];
  if (here < 0 || to === undefined) return;
  pressed.preventDefault();
  all[Math.min(Math.max(to, 0), all.length - 1)]?.focus();
});

/** Below the strip of years and above the end of the page: what was just clicked does not move. */
function visible(it: HTMLElement): boolean {
  const { top, bottom } = it.getBoundingClientRect();
  return top >= axis.getBoundingClientRect().bottom && bottom <= window.innerHeight;
}

window.addEventListener('message', ({ data }) => {
  if (data.type === 'chronology') {
    chronology = data.chronology ?? { events: [], draft: [] };
    name = data.name;
    selected = undefined; // numbers of the list before; what is selected in this one is said next
    draw();
  } else if (data.type === 'select') {
    selected = data.event === undefined ? { kind: 'date', index: data.date } : { kind: 'event', index: data.event };
    const first = markSelected();
    if (first && !visible(first)) first.scrollIntoView({ block: 'center' });
  }
});
editor.postMessage({ type: 'ready' });
