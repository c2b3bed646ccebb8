import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { foldAll } from '../../../src/core/run/state.ts';
import { listRunIds, readJournal } from '../../../src/node/records/journal.ts';
import { eventually } from '../../support/eventually.ts';
import { GitFolder, gitIn, plainGit } from '../../support/gitFolder.ts';
import { type LoopbackServer, startLoopbackServer } from '../../support/loopbackServer.ts';
import { type Desk, openDesk } from '../../support/workbench.ts';

const root = path.resolve(import.meta.dirname, '..', '..', '..');

const labels = 'damaged, late, refund';
const promptText = (choice: string) => `Choose one label of: ${choice}.\n\nTicket: {{ticket}}\n`;
const files = {
  '.gitignore': '.polyprompt/runs/\n.polyprompt/cache/\n.polyprompt/.gitignore\n',
  'label.prompt.txt': promptText(labels),
  'label.eval.yaml': 'prompt: ./label.prompt.txt\nmodels: [local/careful, local/hasty]\ncases: ./tickets.jsonl\n',
  'tickets.jsonl': [
    '{"vars": {"ticket": "The lamp is broken."}, "assert": [{"type": "equals", "value": "damaged"}]}',
    '{"vars": {"ticket": "Where is my parcel?"}, "assert": [{"type": "equals", "value": "late"}]}',
    '{"vars": {"ticket": "I want my money back."}, "assert": [{"type": "equals", "value": "refund"}]}',
    '',
  ].join('\n'),
};

/** A model that says only what it was offered; one of the two knows refunds alone, whatever it is asked. */
function answerTo(model: string, prompt: string): string {
  if (model === 'hasty') return 'refund';
  const wanted = /broken/.test(prompt) ? 'damaged' : /parcel/.test(prompt) ? 'late' : 'refund';
  return new RegExp(`label of: [^.]*${wanted}`).test(prompt) ? wanted : 'other';
}

describe('the gate in the workbench', () => {
  let repository: GitFolder;
  let server: LoopbackServer;
  let desk: Desk;

  /** Prompts; a server on this machine is asked for its slots as well. */
  const promptsAsked = () => server.requests.filter(({ method }) => method === 'POST').length;

  before(async () => {
    repository = new GitFolder('prompts');
    repository.commit(files);
    repository.stage({ 'label.prompt.txt': promptText('damaged, refund') });
    server = await startLoopbackServer();
    server.otherwise((request) => ({
      answer: { text: answerTo(request.model, JSON.stringify(request.body)) },
    }));
    desk = await openDesk({
      folder: path.relative(root, repository.root),
      env: { ...process.env, ...plainGit },
      settings: {
        'polyprompt.endpoints': { local: `${server.url}/v1` },
        'polyprompt.models': {
          'local/careful': { input: 0.1, output: 0.4 },
          'local/hasty': { input: 0.1, output: 0.4 },
          'local/third': { input: 0.1, output: 0.4 },
          'local/dear': { input: 20_000, output: 80_000 },
        },
        'editor.minimap.enabled': false,
        'files.autoSave': 'off',
      },
      viewport: { width: 1600, height: 900 },
    });
    await desk.openFile('label.prompt.txt');
  });
  after(async () => {
    await desk.close();
    await server.close();
    await repository.remove();
  });

  const git = (...args: readonly string[]) => gitIn(desk.folder, args);
  const stageSuite = (models: string) => {
    const suite = files['label.eval.yaml'].replace('local/careful, local/hasty', models);
    writeFileSync(path.join(desk.folder, 'label.eval.yaml'), suite);
    git('add', 'label.eval.yaml');
  };
  const lens = (text: RegExp) => desk.page.locator('.codelens-decoration a', { hasText: text }).first();
  const status = (text: RegExp) => desk.page.locator('.statusbar-item', { hasText: text }).first();
  const changes = (text: RegExp) => desk.page.getByRole('treeitem', { name: text });
  /** A line in one of the two sides of the diff editor, its blanks as they are drawn. */
  const side = (name: 'original' | 'modified', line: string) =>
    desk.page
      .locator(`.${name}-in-monaco-diff-editor .view-line`)
      .filter({ hasText: new RegExp(line.replaceAll(' ', '[ \\u00a0]').replaceAll('.', '\\.')) })
      .first();
  const newestRun = () => {
    const storage = path.join(desk.folder, '.polyprompt');
    const [newest] = listRunIds(storage);
    return newest === undefined ? undefined : foldAll(readJournal(storage, newest)?.events ?? []);
  };
  const cellsOf = async (kind: string) =>
    (await desk.panel.locator(`.cell.${kind}`).allInnerTexts()).map((text) => text.replaceAll(/\s+/g, ' ').trim());

  /** The window of a test has no focus, and shows no toast; its list closes by itself when it is empty. */
  async function message(text: RegExp): Promise<string> {
    const list = desk.page.locator('.notifications-center');
    const found = list.locator('.notification-list-item', { hasText: text }).first();
    return eventually(`the message ${text}`, async () => {
      if (!(await list.isVisible())) await desk.page.locator('#status\\.notifications').click();
      return (await found.isVisible()) ? found.innerText() : undefined;
    });
  }

  async function clearMessages(): Promise<void> {
    await desk.command('Notifications: Clear All Notifications');
    await desk.page.locator('.notifications-center').waitFor({ state: 'hidden' });
  }

  it('says above a changed prompt, in the status bar and in Source Control that its evals were not run', async () => {
    await lens(/^changed since HEAD · not compared yet$/).waitFor();
    await status(/1 staged prompt: not compared with HEAD yet/).waitFor();
    await desk.command('Source Control: Focus on Changes View');
    await desk.page.getByRole('button', { name: 'Prompt Changes - not compared with HEAD yet Section' }).click();
    await changes(/^label\.prompt\.txt, not compared yet · staged$/).waitFor();
    assert.equal(await changes(/label\.prompt\.txt, not compared/).count(), 1);
    assert.equal(promptsAsked(), 0);
  });

  it('opens the diff of a change whose evals were not run', async () => {
    await changes(/^label\.prompt\.txt, not compared yet/).click();
    await desk.page.getByRole('tab', { name: /label\.prompt\.txt \(HEAD ↔ staged\)/ }).waitFor();
    await side('original', 'Choose one label of: damaged, late, refund.').waitFor();
    await side('modified', 'Choose one label of: damaged, refund.').waitFor();
    await desk.page.keyboard.press('Control+W');
  });

  it('runs what is staged and HEAD side by side with one button, and says what got worse', async () => {
    await desk.page.locator('.pane', { hasText: 'Prompt Changes' }).last().hover();
    await desk.page.getByRole('button', { name: 'Run Evals for Staged Prompts', exact: true }).click();
    assert.match(await message(/against HEAD/), /Staged changes against HEAD: 1 worse, 0 better, 5 same\./);
    await clearMessages();
    await desk.panel.getByText('3 cases × 2 models, compared with HEAD').waitFor();
    const names = await desk.panel.locator('.names .target').allInnerTexts();
    assert.deepEqual(
      names.map((name) => name.replaceAll(/\s+/g, ' ')),
      ['careful @ HEAD', 'careful', 'hasty @ HEAD', 'hasty'],
    );
    assert.deepEqual(await cellsOf('regressed'), ['fail worse · equals other']);
    assert.equal(promptsAsked(), 12);
  });

  it('says the same in all three places then', async () => {
    await status(/1 staged prompt: 1 worse/).waitFor();
    await changes(/^label\.prompt\.txt, 1 worse, 0 better · staged$/).waitFor();
    await lens(/^changed since HEAD · 1 worse, 0 better, 5 same$/).waitFor();
  });

  it('shows alone what got worse, with the difference of its answers', async () => {
    await desk.panel.getByLabel('Show by result').selectOption('worse');
    await desk.panel.locator('.filters .count', { hasText: '1 of 3' }).waitFor();
    await desk.panel.locator('.cell.regressed').click();
    const answer = desk.panel.getByRole('region', { name: 'careful', exact: true });
    assert.equal(await answer.locator('del').innerText(), 'late');
    assert.equal(await answer.locator('ins').innerText(), 'other');
  });

  it('compares an edit before it is saved, and puts the prompt’s own diff beside the answers', async () => {
    await desk.openFile('label.prompt.txt');
    const before = promptsAsked();
    await desk.page.locator('.monaco-editor.focused .view-line', { hasText: 'Choose one label' }).click();
    await desk.page.keyboard.press('Home');
    await desk.page.keyboard.press('Shift+End');
    await desk.page.keyboard.type('Choose one label of: late, damaged, refund.');
    await lens(/^changed since HEAD · not compared yet$/).waitFor();
    await lens(/^changed since HEAD/).click();
    assert.match(await message(/Working copy/), /Working copy against HEAD: 0 worse, 0 better, 6 same\./);
    await clearMessages();
    await desk.page.getByRole('tab', { name: /label\.prompt\.txt \(HEAD ↔ working copy\)/ }).waitFor();
    await side('original', 'Choose one label of: damaged, late, refund.').waitFor();
    await side('modified', 'Choose one label of: late, damaged, refund.').waitFor();
    assert.match(
      newestRun()
        ?.plan.map(({ messages }) => JSON.stringify(messages))
        .join() ?? '',
      /late, damaged/,
    );
    // What HEAD answers is known from the run before.
    assert.equal(promptsAsked(), before + 6);
    assert.match(readFileSync(path.join(desk.folder, 'label.prompt.txt'), 'utf8'), /of: damaged, refund/);
    await status(/1 staged prompt: 1 worse/).waitFor();
  });

  it('asks nobody again for what the comparison has asked', async () => {
    const [asked, before] = [promptsAsked(), newestRun()?.runId];
    await desk.command('Polyprompt: Run Eval Suite');
    await eventually('another run to end', () => {
      const run = newestRun();
      return run !== undefined && run.runId !== before && run.status !== 'running' ? true : undefined;
    });
    assert.equal(promptsAsked(), asked);
  });

  it('accepts the run as baseline, to be committed', async () => {
    await desk.command('Polyprompt: Accept Run as Baseline');
    assert.match(await message(/baseline/), /Accepted 6 results of label\.eval\.yaml as its baseline/);
    await clearMessages();
    const baseline = path.join(desk.folder, '.polyprompt', 'baselines', 'label.eval.yaml.json');
    assert.ok(existsSync(baseline));
    assert.equal(readFileSync(baseline, 'utf8').match(/"pass"/g)?.length, 4);
    assert.match(git('status', '--porcelain', '-uall'), /\?\? \.polyprompt\/baselines\/label\.eval\.yaml\.json/);
  });

  it('keeps nobody from committing, and is silent when nothing is changed any more', async () => {
    git('commit', '--quiet', '-m', 'Forget a label');
    await status(/staged prompt/).waitFor({ state: 'hidden' });
    await eventually('the list to be empty', async () =>
      (await changes(/^label\.prompt\.txt/).count()) === 0 ? true : undefined,
    );
  });

  it('starts nothing when its price is not agreed to', async () => {
    stageSuite('local/dear');
    await status(/1 staged prompt: not compared with HEAD yet/).waitFor();
    const [asked, run] = [promptsAsked(), newestRun()?.runId];
    await desk.command('Polyprompt: Run Evals for Staged Prompts');
    const dialog = desk.page.getByRole('dialog');
    await dialog.getByText(/Ask for 3 answers for about \$/).waitFor();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.waitFor({ state: 'hidden' });
    assert.deepEqual([promptsAsked(), newestRun()?.runId], [asked, run]);
    await status(/1 staged prompt: not compared with HEAD yet/).waitFor();
  });

  it('does not call a run that was stopped nothing worse', async () => {
    const { promise: never, resolve: open } = Promise.withResolvers<void>();
    const asked = promptsAsked();
    server.otherwise(() => ({ answer: { text: 'late' }, heldUntil: never }));
    stageSuite('local/careful, local/hasty, local/third');
    await status(/1 staged prompt: not compared with HEAD yet/).waitFor();
    await desk.command('Polyprompt: Run Evals for Staged Prompts');
    await eventually('the third model to be asked', () => (promptsAsked() > asked ? true : undefined));
    await desk.panel.getByRole('button', { name: 'Stop' }).first().click();
    assert.match(await message(/Staged changes against HEAD/), /0 worse, 0 better, 6 same, 3 not run\./);
    await clearMessages();
    open();
    await status(/1 staged prompt: 3 not run/).waitFor();
    assert.deepEqual(desk.workbench.blocked, []);
  });
});
