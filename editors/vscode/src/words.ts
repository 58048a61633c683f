/** Plain text work on passages and numbers. Knows nothing of the editor. */

/** The words between marks, with who said so. Double marks within become single ones; lines become one. */
export function citation(words: string, source: string): string {
  const plain = words
    .replace(/^[ \t]*>[ \t]?/gm, '')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[“"]([^”"]*)[”"]/g, '‘$1’');
  return `“${plain}” (${source})`;
}

/** The sentences of a text, or only what stands between its quotation marks. */
export function sentences(text: string, quotedOnly: boolean): string[] {
  const body = text.replace(/^---\n[\s\S]*?\n---\n/, '');
  const found: string[] = [];
  for (const block of body.split(/\n[ \t>]*\n/)) {
    if (/^#/.test(block)) continue;
    const prose = block.replace(/^[ \t]*(?:>[ \t]?|[-*+] |\d+\. )/gm, '').replace(/\s+/g, ' ').trim();
    if (quotedOnly) {
      for (const [, words] of prose.matchAll(/“([^”]+)”/g)) if (words && words.includes(' ')) found.push(words);
    } else {
      const parts = new Intl.Segmenter('en', { granularity: 'sentence' }).segment(prose);
      for (const { segment } of parts) if (segment.trim().includes(' ')) found.push(segment.trim());
    }
  }
  return [...new Set(found)];
}

/** "1 source", "2 sources". */
export function count(number: number, one: string): string {
  return `${number} ${one}${number === 1 ? '' : 's'}`;
}
