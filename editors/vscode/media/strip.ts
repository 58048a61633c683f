/** The strip of years above the list: a bar for how many events a year has, a dot where the draft speaks of it. */

import { count } from '../src/words';

export interface Strip {
  select(start: string | undefined): void;
}

/** More years than this are drawn in steps of five, ten, fifty … */
const MOST = 90;
const FEW = 6;

export function strip(
  into: HTMLElement,
  events: (string | undefined)[],
  draft: (string | undefined)[],
  go: (year: string) => void,
): Strip {
  const year = (start: string | undefined) => (start === undefined ? undefined : Number(start.slice(0, 4)));
  const known = [...events, ...draft].map(year).filter(it => it !== undefined);
  into.hidden = known.length === 0;
  if (known.length === 0) {
    into.replaceChildren();
    return { select() {} };
  }
  const first = Math.min(...known);
  const span = Math.max(...known) - first + 1;
  const step = [1, 5, 10, 50, 100, 500].find(it => span / it <= MOST) ?? 1000;
  const start = Math.floor(first / step) * step;
  const cells = Array.from({ length: Math.ceil((first + span - start) / step) }, (_, at) => {
    const from = start + at * step;
    const within = (it: string | undefined) => Math.floor(((year(it) ?? Number.NaN) - start) / step) === at;
    const ours = events.filter(within);
    const theirs = draft.filter(within);
    return { from, ours: ours.length, theirs: theirs.length, first: [...ours, ...theirs].sort()[0]?.slice(0, 4) };
  });
  const most = Math.max(...cells.map(cell => cell.ours), 1);
  const buttons = cells.map(cell => {
    const button = document.createElement('button');
    const years = step === 1 ? String(cell.from) : `${cell.from} to ${cell.from + step - 1}`;
    button.className = 'cell';
    button.title = `${years}: ${count(cell.ours, 'event')}, ${count(cell.theirs, 'date')} in the draft`;
    button.setAttribute('aria-label', button.title);
    button.tabIndex = -1;
    const bar = document.createElement('span');
    bar.className = 'bar';
    bar.style.height = `${cell.ours === 0 ? 0 : Math.max(8, (100 * cell.ours) / most)}%`;
    const dot = document.createElement('span');
    dot.className = cell.theirs > 0 ? 'dot' : 'dot none';
    const label = document.createElement('span');
    label.className = 'label';
    // A few cells have room for all their years, many for those that end a row of ten.
    label.textContent = cells.length <= FEW || cell.from % (step * 10) === 0 ? String(cell.from) : '';
    button.append(bar, dot, label);
    button.addEventListener('click', () => cell.first && go(cell.first));
    return button;
  });
  // One stop for the tabulator; the arrows move within.
  const stop = (at: number) => buttons.forEach((button, index) => (button.tabIndex = index === at ? 0 : -1));
  stop(0);
  into.onkeydown = pressed => {
    const here = buttons.indexOf(document.activeElement as HTMLButtonElement);
    const to = { ArrowRight: here + 1, ArrowLeft: here - 1, Home: 0, End: buttons.length - 1 }[pressed.key];
    if (here < 0 || to === undefined || !buttons[to]) return;
    pressed.preventDefault();
    stop(to);
    buttons[to].focus();
  };
  into.replaceChildren(...buttons);
  return {
    select(day) {
      const at = day === undefined ? -1 : Math.floor((Number(day.slice(0, 4)) - start) / step);
      buttons.forEach((button, index) => button.classList.toggle('selected', index === at));
    },
  };
}
