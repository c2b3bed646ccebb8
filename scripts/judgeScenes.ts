import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { LoopbackServer } from '../test/support/loopbackServer.ts';
import type { Desk } from '../test/support/workbench.ts';
import type { Scene, themes } from './scene.ts';

const suite = `prompt: ./triage.prompt
models: [simulated/terse, simulated/thorough]
cases: ./cases/tickets.jsonl
trust: {kappa: 0.6}
defaultTest:
  assert:
    - {type: llm-rubric, value: The label fits the ticket, provider: local/kind}
    - {type: llm-rubric, value: The label fits the ticket, provider: local/strict}
`;

/** The answers that are judged in the picture: as many as a review has at once. */
const reviewed = 40;

/** Two judges on this machine, one that lets nearly all pass and one that does not. */
function scriptJudges(server: LoopbackServer): void {
  server.otherwise(({ model, prompt }) => {
    const pass = prompt.length % (model === 'kind' ? 9 : 2) !== 0;
    return {
      answer: { text: JSON.stringify({ pass, score: pass ? 1 : 0, reason: pass ? 'It fits.' : 'It does not.' }) },
    };
  });
}

/** Judges a part of the answers by keyboard, and shows how far the judges agree. */
async function showJudges(desk: Desk, server: LoopbackServer): Promise<void> {
  scriptJudges(server);
  writeFileSync(path.join(desk.folder, 'judged.eval.yaml'), suite);
  await desk.openFile('judged.eval.yaml');
  await desk.page.keyboard.press('Control+B');
  await desk.command('Polyprompt: Show Eval Results');
  await desk.panel.getByRole('button', { name: 'Run', exact: true }).last().click();
  await desk.panel.locator('.run-figures', { hasText: /^run / }).waitFor({ timeout: 90_000 });
  await desk.panel.getByRole('button', { name: 'Review Answers' }).click();
  for (let at = 1; at <= reviewed; at++) {
    await desk.panel.getByRole('heading', { name: `Answer ${at} of 60` }).waitFor();
    await desk.page.keyboard.press(at % 4 === 0 ? 'f' : 'p');
  }
  await desk.panel.getByRole('heading', { name: `Answer ${reviewed + 1} of 60` }).waitFor();
  await desk.page.keyboard.press('Escape');
  await desk.command('Polyprompt: Show Eval Results');
  await desk.panel.getByRole('button', { name: 'Show Judges' }).click();
  await desk.panel.getByRole('heading', { name: 'Judges against people' }).waitFor();
}

const judges = {
  settings: (server: LoopbackServer) => ({
    'polyprompt.verdicts.name': 'Ann',
    'polyprompt.endpoints': { local: `${server.url}/v1` },
    'polyprompt.models': { 'local/kind': { input: 0.1, output: 0.4 }, 'local/strict': { input: 0.1, output: 0.4 } },
  }),
};

export const judgeScenes: readonly Scene[] = (
  ['light', 'dark', 'high-contrast', 'high-contrast-light'] as const satisfies readonly (keyof typeof themes)[]
).map((theme) => ({ name: `judges-${theme}`, theme, ...judges, play: showJudges }));
