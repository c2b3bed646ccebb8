import { cpSync } from 'node:fs';
import path from 'node:path';
import type { Desk } from '../test/support/workbench.ts';
import type { Scene } from './scene.ts';

const waitingPrompt = path.resolve(import.meta.dirname, '..', 'test', 'e2e', 'tools', 'order.prompt');
const column = (desk: Desk, name: string) => desk.panel.getByRole('region', { name, exact: true });

async function runAlone(desk: Desk, file: string): Promise<void> {
  await desk.openFile(file);
  await desk.page.keyboard.press('Control+B');
  await desk.page.mouse.move(0, 0);
  await desk.page.keyboard.press('Control+Enter');
}

/** A desk that looks an order up and pays it back, with the second round unfolded. */
async function showSteps(desk: Desk): Promise<void> {
  await runAlone(desk, 'desk.prompt');
  await desk.panel.getByText(/^Total /).waitFor();
  await desk.panel.getByRole('button', { name: 'Stop' }).first().waitFor({ state: 'hidden' });
  await column(desk, 'terse').locator('.step-line').first().click();
}

async function showForm(desk: Desk): Promise<void> {
  cpSync(waitingPrompt, path.join(desk.folder, 'order.prompt'));
  await runAlone(desk, 'order.prompt');
  const forms = desk.panel.locator('.result-form');
  await forms.nth(1).waitFor();
  await forms.first().getByLabel('status').selectOption('late');
  await forms.first().getByLabel('total').fill('many');
}

async function askFurther(desk: Desk): Promise<void> {
  await showSteps(desk);
  await column(desk, 'terse').locator('.step-line').first().click();
  const question = desk.panel.locator('#follow-up');
  await question.fill('Say it in French.');
  await question.press('Enter');
  await column(desk, 'thorough').locator('.user-turn').waitFor();
  await desk.panel.getByRole('button', { name: 'Stop' }).first().waitFor({ state: 'hidden' });
  await question.fill('And what do I have to do now?');
}

/** The table of the order desk, with the steps of a row whose answer reads well and that failed all the same. */
async function showTurns(desk: Desk): Promise<void> {
  await desk.openFile('desk.eval.yaml');
  await desk.page.keyboard.press('Control+B');
  const lens = (text: RegExp) => desk.page.locator('.codelens-decoration a', { hasText: text }).first();
  await lens(/Run 40 cases/).click();
  await lens(/\/80 passed/).waitFor({ timeout: 60_000 });
  await desk.command('Polyprompt: Show Eval Results');
  await desk.panel.getByRole('row', { name: /Totals/ }).waitFor();
  await desk.panel.getByRole('combobox').first().selectOption({ index: 1 });
  await desk.panel
    .getByRole('row', { name: /paid back before/ })
    .getByRole('gridcell')
    .last()
    .click();
  await desk.panel.locator('.step-line').nth(1).click();
}

/** A case of the suite, on four models, with the marks of its checks. */
async function runCase(desk: Desk): Promise<void> {
  await desk.openFile('triage.prompt');
  await desk.page.keyboard.press('Control+B');
  await desk.command('Polyprompt: Show Compare Panel');
  await desk.panel.getByRole('button', { name: /^Cases/ }).click();
  await desk.page.locator('.quick-input-list .monaco-list-row.focused').waitFor();
  await desk.page.locator('.quick-input-widget input').first().press('Enter');
  await desk.panel.getByRole('button', { name: /^Case 1 of/ }).waitFor();
  await desk.panel.getByRole('button', { name: 'Run', exact: true }).first().click();
  await desk.panel.getByText(/^Total /).waitFor();
  await desk.panel.getByRole('button', { name: 'Stop' }).first().waitFor({ state: 'hidden' });
  await desk.panel.locator('.mark').first().waitFor();
}

/** A case on two models, as the prompt stands and as it was committed, three times each. */
async function showVersions(desk: Desk): Promise<void> {
  await desk.openFile('triage.prompt');
  await desk.page.keyboard.press('Control+B');
  await desk.command('Polyprompt: Choose Models');
  for (const name of ['simulated/json', 'simulated/unreliable']) await pickRow(desk, name).click();
  await desk.page.locator('.quick-input-widget .quick-input-action a', { hasText: 'OK' }).click();
  await desk.command('Polyprompt: Choose Versions and Settings');
  await pickRow(desk, 'HEAD').click();
  await desk.page.locator('.quick-input-widget .quick-input-action a', { hasText: 'OK' }).click();
  await desk.command('Polyprompt: Show Compare Panel');
  await desk.panel.getByRole('button', { name: /^x1/ }).click();
  await desk.panel.getByRole('menuitem', { name: 'Ask 3 Times' }).click();
  await desk.panel.getByRole('button', { name: /^Cases/ }).click();
  await desk.page.locator('.quick-input-list .monaco-list-row.focused').waitFor();
  await desk.page.locator('.quick-input-widget input').first().press('Enter');
  await desk.panel.getByRole('button', { name: /^Case 1 of/ }).waitFor();
  await desk.panel.getByRole('button', { name: 'Run', exact: true }).first().click();
  await desk.panel.getByText(/^Total /).waitFor();
  await desk.panel.getByRole('button', { name: 'Stop' }).first().waitFor({ state: 'hidden' });
  await desk.panel.locator('.repeat-mark').nth(11).waitFor();
  await desk.panel.getByText('Words', { exact: true }).click();
  await desk.page.mouse.move(0, 0);
}

const pickRow = (desk: Desk, text: string) =>
  desk.page.locator('.quick-input-list .monaco-list-row', { hasText: text }).first();

const plays = { turns: showTurns, steps: showSteps, 'result-form': showForm, 'follow-up': askFurther } as const;

/** Rounds as steps, the form for a result, and what is asked further: in three themes, and narrow; and a case of a suite. */
export const toolScenes: readonly Scene[] = Object.entries(plays)
  .flatMap(([name, play]): readonly Scene[] => [
    { name: `${name}-light`, theme: 'light', play },
    { name: `${name}-dark`, theme: 'dark', play },
    { name: `${name}-high-contrast`, theme: 'high-contrast', play },
    { name: `${name}-narrow-light`, theme: 'light', viewport: { width: 860, height: 1000 }, play },
  ])
  .concat(
    { name: 'case-light', theme: 'light', play: runCase },
    ...(['light', 'dark', 'high-contrast'] as const).map((theme) => ({
      name: `versions-${theme}`,
      theme,
      isRepository: true,
      play: showVersions,
    })),
  );
