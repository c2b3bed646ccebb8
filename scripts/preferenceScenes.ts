import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Desk } from '../test/support/workbench.ts';
import type { Scene, themes } from './scene.ts';

const prompt = `---
input:
  schema:
    message: string, what a customer wrote
---
{{role "system"}}
You write for a shop. Reply to the customer in two or three sentences.
{{role "user"}}
{{message}}
`;

const messages = [
  'My parcel arrived broken and nobody answers the phone.',
  'I was charged twice for the same order, please pay one back.',
  'Where can I change my address before the parcel leaves?',
  'The lamp flickers after a week. What can I do?',
  'Do you also sell the shade on its own, in green?',
  'I want to return the lamp, but the box is gone.',
  'The courier left the parcel in the rain and it is wet.',
  'Can I have an invoice with the name of my company on it?',
  'My refund was promised for Monday and has not come.',
  'Which bulb fits the small lamp, and how bright may it be?',
  'I cannot log in since you changed the shop.',
  'The colour is not the one in the picture.',
];

const suite = `prompt: ./reply.prompt
models: [simulated/terse, simulated/thorough, simulated/unreliable]
defaultTest:
  assert:
    - {type: prefer, value: Takes up what the customer says, against: all, provider: [simulated/thorough, simulated/terse]}
cases:
${messages.map((message) => `  - vars: {message: ${JSON.stringify(message)}}\n`).join('')}`;

/** Runs a suite in which judges say which reply is liked better. */
async function runReplies(desk: Desk): Promise<void> {
  writeFileSync(path.join(desk.folder, 'reply.prompt'), prompt);
  writeFileSync(path.join(desk.folder, 'reply.eval.yaml'), suite);
  await desk.openFile('reply.eval.yaml');
  await desk.page.keyboard.press('Control+B');
  await desk.command('Polyprompt: Show Eval Results');
  await desk.panel.getByRole('button', { name: 'Run', exact: true }).last().click();
  await desk.panel.locator('.run-figures', { hasText: /^run / }).waitFor({ timeout: 90_000 });
}

async function showLiked(desk: Desk): Promise<void> {
  await runReplies(desk);
  await desk.panel.getByRole('button', { name: 'Show What Is Liked Better' }).click();
  await desk.panel.getByRole('listitem').first().waitFor();
}

/** The second of some pairs: what was hidden of the first stands above it. */
async function chooseAnswers(desk: Desk): Promise<void> {
  await runReplies(desk);
  await desk.panel.getByRole('button', { name: 'Choose Between Answers' }).click();
  await desk.panel.getByRole('heading', { name: /^Pair 1 of / }).waitFor();
  await desk.panel.getByRole('button', { name: 'Left Is Better (1)' }).click();
  await desk.panel.getByText(/^Saved:/).waitFor();
}

const named = { settings: () => ({ 'polyprompt.verdicts.name': 'Ann' }) };

function inAllThemes(name: string, play: Scene['play']): readonly Scene[] {
  return (
    ['light', 'dark', 'high-contrast', 'high-contrast-light'] as const satisfies readonly (keyof typeof themes)[]
  ).map((theme) => ({ name: `${name}-${theme}`, theme, ...named, play }));
}

export const preferenceScenes: readonly Scene[] = [
  ...inAllThemes('liked', showLiked),
  ...inAllThemes('choice', chooseAnswers),
];
