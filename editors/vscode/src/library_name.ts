/** A library's name, short enough for a status bar. Knows nothing of the editor. */

/** What the server calls a library, without what everybody can see: its kind becomes a note, its workspace a folder's name. */
export function shortName(library: string, root: string | null): { name: string; note?: string } {
  const builtin = library.match(/^built-in library: (.*)$/)?.[1];
  if (builtin !== undefined) return { name: builtin, note: 'built in' };
  const own = library.match(/^library of this workspace: (.*)$/)?.[1];
  const folder = decoded(root?.replace(/\/+$/, '').split('/').at(-1) ?? '');
  return own !== undefined && folder !== '' ? { name: `${folder}: ${own}` } : { name: library };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
