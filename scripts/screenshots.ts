// Takes the pictures under docs/screenshots/ in a real workbench: four themes, narrow, diff, waiting, error, empty, preview.
// `npm run screenshots [-- NAME...]` takes all, or those whose name contains one of the words.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { eventually } from '../test/support/eventually.ts';
import { type LoopbackServer, startLoopbackServer } from '../test/support/loopbackServer.ts';
import { type Desk, openDesk } from '../test/support/workbench.ts';
import { locateBrowser, type Settings } from '../tools/vscode-host/server.ts';
import { prepareDemoFolder } from './demoFolder.ts';
import { evalScenes } from './evalScenes.ts';
import { gateScenes } from './gateScenes.ts';
import { importScenes } from './importScenes.ts';
import { improveScenes } from './improveScenes.ts';
import { judgeScenes } from './judgeScenes.ts';
import { preferenceScenes } from './preferenceScenes.ts';
import { pullRequestPage } from './pullRequestPage.ts';
import { routeScenes } from './routeScenes.ts';
import { type Scene, themes } from './scene.ts';
import { taskScenes } from './taskScenes.ts';
import { toolScenes } from './toolScenes.ts';

const root = path.resolve(import.meta.dirname, '..');
const folder = path.join(root, 'docs', 'screenshots');
const cli = path.join(root, 'dist', 'cli.js');
const wide = { width: 1600, height: 900 };

const lens = (desk: Desk, text: RegExp) => desk.page.locator('.codelens-decoration a', { hasText: text }).first();

/**
 * The end is not recognised by the text that is read aloud, because on a slow machine the panel may only come when everything has been
 * answered.
 */
async function comparisonHasEnded({ panel }: Desk): Promise<void> {
  await panel.getByText(/^Total /).waitFor();
  await panel.getByRole('button', { name: 'Stop' }).first().waitFor({ state: 'hidden' });
}

async function runTriage(desk: Desk): Promise<void> {
  await desk.openFile('triage.prompt');
  await desk.page.keyboard.press('Control+Enter');
  await comparisonHasEnded(desk);
  await desk.page.keyboard.press('Control+B');
  await lens(desk, /60 cases · (?:at most|est\.) /).waitFor();
}

async function startTriageSuite(desk: Desk): Promise<void> {
  await desk.openFile('triage.eval.yaml');
  await desk.page.keyboard.press('Control+B');
  await desk.command('Polyprompt: Show Eval Results');
  await desk.panel.getByRole('button', { name: 'Run', exact: true }).last().click();
  await desk.panel.locator('.cell.pass').first().waitFor();
}

async function runTriageSuite(desk: Desk): Promise<void> {
  await startTriageSuite(desk);
  await desk.panel.locator('.run-figures', { hasText: /^run / }).waitFor({ timeout: 90_000 });
  await lens(desk, /\/180 passed/).waitFor();
}

async function openFailedRow(desk: Desk): Promise<void> {
  await desk.panel.locator('.cell.fail').first().click();
  await desk.panel.getByText('Words', { exact: true }).click();
}

/** Verdicts of the person at the keyboard on the answers of a failed row, the last with a note. */
async function judgeRow(desk: Desk): Promise<void> {
  await desk.panel.locator('.cell.fail').first().click();
  for (const name of ['Pass (p)', 'Fail (f)'])
    await desk.panel
      .getByRole('button', { name })
      .nth(name === 'Pass (p)' ? 0 : 1)
      .click();
  await desk.panel.getByText('Ann').nth(1).waitFor();
}

/** A review in which the first answer was just judged, so that it says what was hidden of it. */
async function reviewAnswers(desk: Desk): Promise<void> {
  await desk.panel.getByRole('button', { name: 'Review Answers' }).click();
  await desk.panel.getByRole('heading', { name: 'Answer 1 of 60' }).waitFor();
  await desk.panel.getByRole('button', { name: 'Fail (f)' }).click();
  await desk.panel.getByText(/^Saved:/).waitFor();
  await desk.panel.getByText('What the suite asks for').click();
}

async function pickBase(desk: Desk, name: string): Promise<void> {
  await desk.panel.getByRole('button', { name: `More actions for ${name}` }).click();
  await desk.panel.getByRole('menuitem', { name: 'Use as Base' }).click();
}

/** A provider on this machine whose models wait, fail and refuse on cue. It is named local, so that nobody takes it for a vendor. */
function localModels(server: LoopbackServer): Settings {
  return {
    'polyprompt.endpoints': { local: `${server.url}/v1` },
    'polyprompt.defaultModels': ['local/patient', 'local/quick', 'local/limited', 'local/broken', 'local/missing'],
    'polyprompt.models': { 'local/quick': { input: 0.2, output: 1.2 } },
  };
}

function scriptLocal(server: LoopbackServer): void {
  server.otherwise((request) => {
    switch (request.model) {
      case 'patient':
        return { delayMs: 60_000, answer: { text: 'At last.' } };
      case 'limited':
        return { status: 429, headers: { 'retry-after': '40' }, body: '{"error":{"message":"Slow down"}}' };
      case 'broken':
        return { answer: { text: 'The parcel is dam' }, cutAtByte: 700, cut: 'end' };
      case 'missing':
        return { status: 404, body: '{"error":{"message":"The model does not exist","code":"model_not_found"}}' };
      default:
        return {
          answer: { text: 'Label: damaged. Urgency: high. Offer a replacement and apologise for the silence.' },
          chunkDelayMs: 15,
        };
    }
  });
}

const scenes: readonly Scene[] = [
  ...(['light', 'dark', 'high-contrast'] as const).map((theme) => ({
    name: `verdicts-${theme}`,
    theme,
    settings: () => ({ 'polyprompt.verdicts.name': 'Ann' }),
    async play(desk: Desk) {
      await runTriageSuite(desk);
      await judgeRow(desk);
    },
  })),
  ...(['light', 'dark', 'high-contrast'] as const).map((theme) => ({
    name: `review-${theme}`,
    theme,
    settings: () => ({ 'polyprompt.verdicts.name': 'Ann' }),
    async play(desk: Desk) {
      await runTriageSuite(desk);
      await reviewAnswers(desk);
    },
  })),
  { name: 'compare-light', theme: 'light', play: runTriage },
  { name: 'compare-dark', theme: 'dark', play: runTriage },
  { name: 'compare-high-contrast', theme: 'high-contrast', play: runTriage },
  { name: 'compare-high-contrast-light', theme: 'high-contrast-light', play: runTriage },
  {
    name: 'diff-dark',
    theme: 'dark',
    async play(desk) {
      await runTriage(desk);
      await desk.panel.getByText('Words', { exact: true }).click();
      await pickBase(desk, 'thorough');
    },
  },
  {
    name: 'narrow-light',
    theme: 'light',
    viewport: { width: 860, height: 1100 },
    play: runTriage,
  },
  {
    name: 'waiting-and-errors-light',
    theme: 'light',
    settings: localModels,
    async play(desk, server) {
      scriptLocal(server);
      await desk.openFile('word-problem.prompt.txt');
      await desk.page.keyboard.press('Control+B');
      await desk.page.keyboard.press('Control+Enter');
      await desk.panel
        .getByRole('textbox', { name: 'problem' })
        .fill('Tom has 3 boxes with 12 apples each and gives away 7. How many are left?');
      await desk.panel.getByRole('button', { name: 'Run', exact: true }).first().click();
      await desk.panel
        .getByText(/Retrying|in \d+ s/)
        .first()
        .waitFor();
      await desk.panel
        .getByText(/Label: damaged/)
        .first()
        .waitFor();
    },
  },
  {
    name: 'empty-light',
    theme: 'light',
    async play(desk) {
      await desk.openFile('word-problem.prompt.txt');
      await desk.command('Polyprompt: Show Compare Panel');
      await desk.panel
        .getByRole('button', { name: /Run|simulated/ })
        .first()
        .waitFor();
      await desk.page.keyboard.press('Control+B');
    },
  },
  {
    name: 'matrix-light',
    theme: 'light',
    play: runTriageSuite,
  },
  { name: 'matrix-dark', theme: 'dark', play: runTriageSuite },
  { name: 'matrix-high-contrast', theme: 'high-contrast', play: runTriageSuite },
  {
    name: 'matrix-row-and-diff-light',
    theme: 'light',
    async play(desk) {
      await runTriageSuite(desk);
      await openFailedRow(desk);
    },
  },
  {
    name: 'matrix-running-dark',
    theme: 'dark',
    async play(desk) {
      await startTriageSuite(desk);
      await desk.panel.locator('.cell.fail').first().waitFor();
    },
  },
  {
    name: 'matrix-narrow-light',
    theme: 'light',
    viewport: { width: 860, height: 1000 },
    play: runTriageSuite,
  },
  {
    name: 'models-and-runs-dark',
    theme: 'dark',
    async play(desk) {
      await desk.openFile('triage.prompt');
      await desk.page.keyboard.press('Control+Enter');
      await comparisonHasEnded(desk);
      await desk.page.getByRole('tab', { name: 'Polyprompt' }).first().click();
      await desk.page
        .getByRole('treeitem', { name: /Simulated/ })
        .first()
        .waitFor();
    },
  },
  {
    name: 'choose-models-light',
    theme: 'light',
    async play(desk) {
      await desk.openFile('triage.prompt');
      await desk.command('Polyprompt: Choose Models...');
      await desk.page.locator('.quick-input-list .monaco-list-row', { hasText: 'simulated/terse' }).first().waitFor();
      await desk.page.locator('.quick-input-widget input').first().fill('claude');
    },
  },
  {
    name: 'preview-light',
    theme: 'light',
    async play(desk) {
      await desk.openFile('triage.prompt');
      await desk.command('Polyprompt: Preview Messages');
      await desk.page.getByText('small lamp shop').first().waitFor();
      await desk.page.keyboard.press('Control+B');
    },
  },
  ...evalScenes,
  ...gateScenes,
  ...routeScenes,
  ...importScenes,
  ...improveScenes,
  ...judgeScenes,
  ...taskScenes,
  ...preferenceScenes,
  ...toolScenes,
];

/**
 * The web workbench may ignore a theme in its settings, but a person can pick one. A theme is found by its name and by the name in its
 * file.
 */
const pickedThemes: Readonly<Record<keyof typeof themes, readonly [string, string]>> = {
  light: ['Light Modern', 'light_modern'],
  dark: ['Dark Modern', 'dark_modern'],
  'high-contrast': ['Dark High Contrast', 'hc_black'],
  'high-contrast-light': ['Light High Contrast', 'hc_light'],
};

/** Tries again when a workbench that is still starting closes the list. */
async function pickTheme(desk: Desk, [label, file]: readonly [string, string]): Promise<void> {
  const shown = desk.page.locator(`.monaco-workbench.vscode-theme-defaults-themes-${file}-json`);
  await eventually(
    `the theme ${label}`,
    async () => {
      if ((await shown.count()) > 0) return true;
      await tryPickingTheme(desk, label).catch(() => desk.page.keyboard.press('Escape'));
      return undefined;
    },
    90_000,
  );
}

async function tryPickingTheme({ page }: Desk, label: string): Promise<void> {
  const patience = { timeout: 10_000 };
  const rows = page.locator('.quick-input-list .monaco-list-row');
  await page.keyboard.press('F1');
  await page.locator('.quick-input-widget input').first().fill('>Preferences: Color Theme', patience);
  // The row with the shortcut is meant, because the first row browses a marketplace.
  await rows.filter({ hasText: 'Preferences: Color ThemeCtrl' }).first().click(patience);
  // The same box serves both lists, so what is typed too early is searched among the commands.
  await page.getByPlaceholder(/color theme/i).fill(label, patience);
  await rows.filter({ hasText: label }).first().click(patience);
}

async function shoot(scene: Scene): Promise<void> {
  const scratch = mkdtempSync(path.join(tmpdir(), 'polyprompt-scene-'));
  const server = await startLoopbackServer();
  const desk = await openDesk({
    folder: scene.isRepository ? path.relative(root, prepareDemoFolder(scratch)) : 'examples',
    viewport: scene.viewport ?? wide,
    settings: {
      'workbench.colorTheme': themes[scene.theme ?? 'light'],
      'editor.minimap.enabled': false,
      'editor.wordWrap': 'on',
      ...(await scene.settings?.(server)),
    },
  });
  try {
    await pickTheme(desk, pickedThemes[scene.theme ?? 'light']);
    // A button and its tooltip may appear where the list of themes was, so the pointer is moved away.
    const { width, height } = scene.viewport ?? wide;
    await desk.page.mouse.move(width / 2, height - 4);
    await scene.play(desk, server);
    // Two frames are needed until what was just rendered is painted.
    await desk.page.evaluate('new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))');
    await desk.page.screenshot({ path: path.join(folder, `${scene.name}.png`) });
    console.log(`${scene.name}.png`);
  } finally {
    await desk.close();
    await server.close();
    rmSync(scratch, { recursive: true });
  }
}

/** Takes a picture of the report as a person opens it: as a file in a browser. */
async function shootReport(): Promise<void> {
  const scratch = mkdtempSync(path.join(tmpdir(), 'polyprompt-report-'));
  cpSync(path.join(root, 'examples'), scratch, { recursive: true });
  const report = path.join(scratch, 'results.html');
  // The command exits with 1, because some cases fail.
  spawnSync(process.execPath, [cli, 'eval', 'triage.eval.yaml', '--output', report], { cwd: scratch });
  const browser = await chromium.launch({ executablePath: locateBrowser(), args: ['--no-sandbox', '--disable-gpu'] });
  const page = await browser.newPage({ viewport: { width: 1200, height: 800 } });
  await page.goto(pathToFileURL(report).href);
  await page.locator('.cell.fail').first().click();
  await page.locator('.detail .column').first().waitFor();
  await page.screenshot({ path: path.join(folder, 'html-report.png') });
  await browser.close();
  rmSync(scratch, { recursive: true });
  console.log('html-report.png');
}

/**
 * Takes pictures of what `polyprompt check` writes, as a comment on a pull request: as it is first seen, and with one of its differences
 * opened.
 */
async function shootPullRequest(): Promise<void> {
  const scratch = mkdtempSync(path.join(tmpdir(), 'polyprompt-pull-request-'));
  const repository = prepareDemoFolder(scratch);
  const report = path.join(scratch, 'report.md');
  // The command exits with 1, because the change is bad.
  spawnSync(process.execPath, [cli, 'check', '--staged', '--output', report], { cwd: repository });
  const browser = await chromium.launch({ executablePath: locateBrowser(), args: ['--no-sandbox', '--disable-gpu'] });
  const context = await browser.newContext({ viewport: { width: 1060, height: 640 }, javaScriptEnabled: false });
  const page = await context.newPage();
  await page.setContent(pullRequestPage(readFileSync(report, 'utf8')));
  await page.screenshot({ path: path.join(folder, 'pull-request-folded.png'), fullPage: true });
  await page.locator('summary', { hasText: 'regressed' }).nth(1).click();
  await page.screenshot({ path: path.join(folder, 'pull-request-open.png'), fullPage: true });
  await browser.close();
  rmSync(scratch, { recursive: true });
  console.log('pull-request-folded.png\npull-request-open.png');
}

mkdirSync(folder, { recursive: true });
const wanted = process.argv.slice(2);
for (const scene of scenes) {
  if (wanted.length === 0 || wanted.some((word) => scene.name.includes(word))) await shoot(scene);
}
if (wanted.length === 0 || wanted.some((word) => 'html-report'.includes(word))) await shootReport();
if (wanted.length === 0 || wanted.some((word) => 'pull-request'.includes(word))) await shootPullRequest();
// A scene may have left a server of its own open.
process.exit();
