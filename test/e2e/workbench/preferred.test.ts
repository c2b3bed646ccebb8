import path from 'node:path';
import { eventually } from '../../support/eventually.ts';
import { GitFolder, plainGit } from '../../support/gitFolder.ts';
import { type Desk, openDesk } from '../../support/workbench.ts';

const root = path.resolve(import.meta.dirname, '..', '..', '..');
const promptText = (task: string) =>
  `---\ninput:\n  schema:\n    message: string, what a customer wrote\n---\n{{role "system"}}\nYou write for a shop. ${task}\n{{role "user"}}\n{{message}}\n`;

const files = {
  '.gitignore': '.polyprompt/\n',
  'reply.prompt': promptText('Reply to the customer in two or three sentences.'),
  'reply.eval.yaml': [
    'prompt: ./reply.prompt',
    'models: [simulated/terse]',
    'judge: simulated/thorough',
    'defaultTest:',
    '  assert:',
    '    - {type: prefer, value: Takes up what the customer says, against: head}',
    'cases:',
    ...[
      'lamp is broken',
      'parcel is late',
      'bill is wrong',
      'bulb is missing',
      'colour is odd',
      'box is wet',
      'cable is short',
    ].map((fault) => `  - vars: {message: My ${fault} and nobody answers the phone when I call.}`),
    '',
  ].join('\n'),
};

describe('the gate in the workbench, where judges compare both versions', () => {
  let repository: GitFolder;
  let desk: Desk;
  before(async () => {
    repository = new GitFolder('replies');
    repository.commit(files);
    repository.write({ 'reply.prompt': promptText('Summarise in one sentence what the customer wants.') });
    desk = await openDesk({
      folder: path.relative(root, repository.root),
      env: { ...process.env, ...plainGit },
      viewport: { width: 1600, height: 900 },
    });
    await desk.openFile('reply.prompt');
    // The command is offered once VS Code itself knows the repository.
    await desk.page
      .locator('.statusbar-item', { hasText: /^\s*main\*?/ })
      .first()
      .waitFor();
  });
  after(async () => {
    await desk.close();
    await repository.remove();
  });

  it('says which wording is better liked, and shows it in the results', async () => {
    await desk.command('Polyprompt: Compare with HEAD');
    const said =
      /Takes up what the customer says: working copy preferred in 0, HEAD in 7, no difference in 0 of 7 \(p = 0\.016\): HEAD is liked better\./;
    const list = desk.page.locator('.notifications-center');
    const found = list.locator('.notification-list-item', { hasText: said }).first();
    await eventually(
      'the sentence about both versions',
      async () => {
        if (!(await list.isVisible())) await desk.page.locator('#status\\.notifications').click();
        return (await found.isVisible()) ? true : undefined;
      },
      60_000,
    );
    await desk.page.keyboard.press('Escape');
    await desk.panel.getByRole('button', { name: 'Show What Is Liked Better' }).click();
    await desk.panel
      .getByRole('region', { name: 'Liked better: Takes up what the customer says' })
      .getByRole('row', { name: /simulated\/terse\s*beside\s*simulated\/terse @ HEAD/ })
      .waitFor();
  });
});
