// Runs the two commands of the README as a stranger meets them, on a machine that has nothing: `npm run test:bare [-- demo|test]`.
import { type ChildProcess, execFileSync } from 'node:child_process';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { stripVTControlCharacters } from 'node:util';
import { chromium, type Page } from 'playwright-core';
import { locateBrowser } from '../tools/vscode-host/server.ts';
import { type BareRoot, makeBareRoot, whyNoBareRoot } from './bareRoot.ts';

const checkout = path.resolve(import.meta.dirname, '..');
const limitMs = { demo: 600_000, firstRun: 60_000, oneKey: 10_000 };
const mostTries = 6;

function seconds(since: number): string {
  return `${((performance.now() - since) / 1000).toFixed(0)} s`;
}

/** Shows everything that a command prints and keeps it; `said` resolves with the first match of a pattern. */
function follow(child: ChildProcess): { said(pattern: RegExp): Promise<RegExpExecArray>; ended: Promise<number> } {
  let text = '';
  const waiting = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      process.stdout.write(chunk);
      text += stripVTControlCharacters(chunk);
      for (const look of waiting) look();
    });
  const ended = new Promise<number>((resolve) => child.once('close', (code) => resolve(code ?? -1)));
  const said = (pattern: RegExp) =>
    new Promise<RegExpExecArray>((resolve, reject) => {
      const look = () => {
        const found = pattern.exec(text);
        if (found) resolve(found);
      };
      waiting.add(look);
      look();
      void ended.then((code) => reject(new Error(`it ended with ${code} before it said ${pattern}`)));
    });
  return { said, ended };
}

/** Waits until the address answers with the workbench and four simulated models have answered in it. */
async function tryDemo(root: BareRoot): Promise<void> {
  const started = performance.now();
  const child = root.start('exec npm run demo');
  const { said, ended } = follow(child);
  const late = setTimeout(() => child.kill('SIGKILL'), limitMs.demo);
  try {
    const [, address = ''] = await said(/^Open (http\S+)/m);
    console.log(`\n[bare] the demo gave its address after ${seconds(started)}`);
    await compareInBrowser(address);
    console.log(`[bare] npm run demo: ok, four simulated models answered after ${seconds(started)}`);
  } finally {
    clearTimeout(late);
    child.kill('SIGKILL');
    await ended;
  }
}

/** Does what the demo asks its visitor to do, in a browser outside of the bare machine. */
async function compareInBrowser(address: string): Promise<void> {
  const browser = await chromium.launch({ executablePath: locateBrowser(), args: ['--no-sandbox', '--disable-gpu'] });
  try {
    const page = await browser.newPage({ viewport: { width: 1600, height: 900 } });
    page.setDefaultTimeout(limitMs.firstRun);
    await page.goto(address);
    await page.getByRole('tab', { name: /triage\.prompt/ }).waitFor();
    await page.getByText('Get started with Polyprompt').first().waitFor();
    const panel = page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
    await pressUntilItRuns(page);
    await panel.getByText(/^Total/).waitFor();
    const answers = await panel.getByRole('region', { name: /: answer$/ }).allInnerTexts();
    if (answers.length !== 4 || answers.some((text) => text.trim() === ''))
      throw new Error(`four answers were expected, and ${answers.length} came`);
  } finally {
    await browser.close();
  }
}

/**
 * A page that is still coming up may take the focus between a click and a key. A person who sees nothing happen does it again, and so does
 * this.
 */
async function pressUntilItRuns(page: Page): Promise<void> {
  const prompt = '.monaco-editor[data-uri$="triage.prompt"]';
  await page.locator('.codelens-decoration').first().waitFor();
  for (let tries = 1; ; tries++) {
    try {
      await page.locator(`${prompt} .view-lines`).click();
      await page.locator(`${prompt}.focused`).waitFor({ timeout: limitMs.oneKey });
      await page.keyboard.press('Control+Enter');
      await page.locator('iframe.webview.ready').waitFor({ timeout: limitMs.oneKey });
      return;
    } catch (error) {
      if (tries === mostTries) throw error;
    }
  }
}

async function tryTests(root: BareRoot): Promise<void> {
  const started = performance.now();
  const { said, ended } = follow(root.start('exec npm test'));
  const totals = said(/^\d+ passed, \d+ failed.*$/m).then(([line]) => line);
  const code = await ended;
  const line = await totals;
  if (code !== 0) throw new Error(`npm test ended with ${code} after ${seconds(started)}: ${line}`);
  console.log(`[bare] npm test: ok after ${seconds(started)}: ${line}`);
}

const tries = { demo: tryDemo, test: tryTests };

async function main(names: readonly string[]): Promise<void> {
  const unknown = names.find((name) => !Object.hasOwn(tries, name));
  if (unknown !== undefined) throw new Error(`"${unknown}" is neither demo nor test`);
  const why = whyNoBareRoot();
  if (why !== undefined) {
    console.log(`[bare] skipped: ${why}.`);
    return;
  }
  const commit = execFileSync('git', ['log', '-1', '--format=%h %s'], { cwd: checkout, encoding: 'utf8' }).trim();
  console.log(`[bare] making a minimal Debian for ${commit}`);
  for (const [name, attempt] of Object.entries(tries)) {
    if (names.length > 0 && !names.includes(name)) continue;
    // Each command gets a machine of its own, so that what one brings cannot help the other.
    const root = makeBareRoot(checkout);
    try {
      console.log(`[bare] $ npm ${name === 'demo' ? 'run demo' : 'test'}`);
      await attempt(root);
    } finally {
      root.remove();
    }
  }
}

await main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(`[bare] failed: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
});
