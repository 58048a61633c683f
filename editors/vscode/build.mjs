// Bundles the extension into dist/, and copies the schemas of configuration and records.
// usage: node build.mjs [--meta FILE]      (FILE gets the list of what was bundled)
import { build } from 'esbuild';
import fs from 'node:fs';
import path from 'node:path';

const here = import.meta.dirname;
const common = { bundle: true, minify: true, metafile: true, legalComments: 'none', absWorkingDir: here };
const extension = await build({
  ...common, entryPoints: ['src/extension.ts'], outfile: 'dist/extension.js',
  external: ['vscode'], platform: 'node', format: 'cjs', target: 'node20',
});
await build({
  ...common, entryPoints: ['media/chronology.ts', 'media/chronology.css'], outdir: 'dist', format: 'iife', target: 'es2022',
});

// What is bundled is shipped, so its licences go with it.
const packages = new Set(Object.keys(extension.metafile.inputs).map(it => it.match(/^(node_modules\/(?:@[^/]+\/)?[^/]+)\//)?.[1]).filter(Boolean));
const notices = [...packages].sort().map(name => {
  const { version, license } = JSON.parse(fs.readFileSync(path.join(here, name, 'package.json'), 'utf8'));
  if (!['MIT', 'ISC', 'Apache-2.0'].includes(license)) throw new Error(`${name}: licence ${license}`);
  const file = fs.readdirSync(path.join(here, name)).find(it => /^licen[cs]e/i.test(it));
  const text = file ? fs.readFileSync(path.join(here, name, file), 'utf8').trim() : license;
  return `${name.replace('node_modules/', '')} ${version} (${license})\n\n${text}\n`;
});
fs.writeFileSync(path.join(here, 'dist/NOTICES.txt'), notices.join(`\n${'-'.repeat(80)}\n\n`));

const docs = path.join(here, '../../docs');
fs.mkdirSync(path.join(here, 'schemas'), { recursive: true });
for (const name of fs.readdirSync(docs).filter(it => it.endsWith('.schema.json'))) {
  fs.copyFileSync(path.join(docs, name), path.join(here, 'schemas', name));
}
