import assert from 'node:assert/strict';
import type { CompareMessage } from '../../../src/protocol.ts';
import { nextFrames, type OpenPanel, PanelBrowser } from './panelBrowser.ts';
import { done, models, panelStates, roundEvents, runEnded, snapshotOf } from './panelStates.ts';

const [luna, haiku] = models;

function columnOf(panel: OpenPanel, label: string) {
  return panel.page.getByRole('region', { name: label, exact: true });
}

async function lastPosted(panel: OpenPanel): Promise<CompareMessage | undefined> {
  return (await panel.posted()).at(-1);
}

describe('rounds, results by hand and further questions in the compare panel', () => {
  let browser: PanelBrowser;
  before(async () => {
    browser = await PanelBrowser.start();
  });
  after(() => browser.close());

  it('folds the steps of what has ended, opens the one that is on its way, and unfolds by key', async () => {
    const panel = await browser.open({ state: 'rounds' });
    const steps = (label: string) => columnOf(panel, label).locator('details.step');
    assert.equal(await steps('gpt-5.6-luna').count(), 2);
    assert.equal(await steps('gpt-5.6-luna').locator('visible=true').locator('.step-body').first().isVisible(), false);
    assert.equal(await steps('gemini-3.8-flash').locator('.step-body').isVisible(), true);
    const second = steps('gpt-5.6-luna').nth(1);
    await second.locator('summary').focus();
    await panel.page.keyboard.press('Enter');
    const text = await second.innerText();
    for (const wanted of ['Calls refund', '"amount": 24.5', 'Error from a script · 0.02 s', '503 try again'])
      assert.ok(text.includes(wanted), `"${wanted}" is missing in:\n${text}`);
    await panel.close();
  });

  it('shows time and money of each step whole, however narrow its column', async () => {
    const panel = await browser.open({ state: 'rounds', width: 460 });
    const cut: readonly string[] = await panel.page.evaluate(
      "[...document.querySelectorAll('.step-figures')].filter((box) => box.scrollWidth > box.clientWidth).map((box) => box.innerText)",
    );
    assert.ok((await panel.page.locator('.step-figures').count()) > 0);
    assert.deepEqual(cut, []);
    await panel.close();
  });

  it('leaves a step open that the reader has opened, when the next round comes', async () => {
    const panel = await browser.open();
    const snapshot = panelStates()['rounds'];
    assert.ok(snapshot);
    await panel.send(snapshot);
    const steps = columnOf(panel, 'gemini-3.8-flash').locator('details.step');
    await panel.send({ type: 'events', seq: 2, events: roundEvents(models[2], { answer: 'Another round.' }) });
    assert.deepEqual(await openStates(), [false, true]);
    await steps.first().locator('summary').click();
    await panel.send({ type: 'events', seq: 3, events: roundEvents(models[2], { answer: 'One more.' }) });
    assert.deepEqual(await openStates(), [true, false, true]);
    await panel.close();
    async function openStates(): Promise<readonly boolean[]> {
      return Promise.all((await steps.all()).map((step) => step.locator('.step-body').isVisible()));
    }
  });

  it('asks for the request of a round, which simulated models do not have', async () => {
    const panel = await browser.open({ state: 'rounds' });
    await columnOf(panel, 'gpt-5.6-luna').locator('summary').nth(1).click();
    await columnOf(panel, 'gpt-5.6-luna').getByRole('button', { name: 'View Request of Round 2' }).click();
    assert.deepEqual(await lastPosted(panel), { type: 'view-request', target: luna, round: 2 });
    assert.equal(
      await columnOf(panel, 'terse')
        .getByRole('button', { name: /View Request/ })
        .count(),
      0,
    );
    await panel.close();
  });

  it('compares whole conversations turn by turn', async () => {
    const panel = await browser.open({ state: 'rounds' });
    await panel.page.getByText('Lines', { exact: true }).click();
    const body = columnOf(panel, 'claude-haiku-4-5').locator('.body');
    const text = await body.innerText();
    assert.deepEqual(await body.locator('h3').allInnerTexts(), ['Turn 1', 'Turn 2']);
    for (const wanted of ['Calls find_order', 'Result of find_order', 'User: And in euros?'])
      assert.ok(text.includes(wanted), `"${wanted}" is missing in:\n${text}`);
    const removed = await body.locator('del').allInnerTexts();
    assert.ok(removed.join('\n').includes('Calls refund'));
    await panel.close();
  });

  it('gives a result by the fields of the schema, once they fit', async () => {
    const panel = await browser.open({ state: 'awaiting', height: 900 });
    const form = panel.page.getByRole('region', { name: 'Result of find_order for gpt-5.6-luna' });
    const before = (await panel.posted()).length;
    await form.locator('vscode-button', { hasText: 'Give Result' }).click();
    await nextFrames(panel.page);
    assert.equal((await panel.posted()).length, before);
    assert.equal(await form.getByText('Fill this in to give the result.').count(), 2);
    await form.getByLabel('state').selectOption('late');
    await form.getByLabel('total').fill('many');
    await form.getByText('Enter a number.').waitFor();
    await form.getByLabel('total').fill('24.5');
    await form.locator('vscode-button', { hasText: 'Give Result' }).click();
    const reply = { type: 'result', output: '{"state":"late","total":24.5,"paid":false}' } as const;
    assert.deepEqual(await lastPosted(panel), { type: 'answer-call', target: luna, reply });
    await form.locator('vscode-button', { hasText: 'Keep as Mock' }).click();
    assert.deepEqual(await lastPosted(panel), { type: 'answer-call', target: luna, reply, keep: true });
    await panel.close();
  });

  it('gives a text, an error, or nothing where there is no schema, and says what is no JSON', async () => {
    const panel = await browser.open({ state: 'awaiting', height: 900 });
    const form = panel.page.getByRole('region', { name: 'Result of refund for claude-haiku-4-5' });
    const text = form.getByLabel('Result, as JSON or text');
    await form.locator('vscode-button', { hasText: 'Give Error' }).click();
    await form.getByText('Write what the tool gives back.').waitFor();
    await text.fill('{"state":');
    await form.getByText('This is no whole JSON yet').waitFor();
    await text.fill('503 try again');
    await form.locator('vscode-button', { hasText: 'Give Error' }).click();
    const error = { type: 'error', message: '503 try again' } as const;
    assert.deepEqual(await lastPosted(panel), { type: 'answer-call', target: haiku, reply: error });
    await text.press('Control+Enter');
    const result = { type: 'result', output: '503 try again' } as const;
    assert.deepEqual(await lastPosted(panel), { type: 'answer-call', target: haiku, reply: result });
    await form.locator('vscode-button', { hasText: 'End Here' }).click();
    assert.deepEqual(await lastPosted(panel), { type: 'answer-call', target: haiku, reply: { type: 'end' } });
    await panel.close();
  });

  it('asks all columns that have answered, and forgets the question when it was asked', async () => {
    const panel = await browser.open();
    const snapshot = panelStates()['followed'];
    assert.ok(snapshot);
    await panel.send(snapshot);
    const question = panel.page.getByRole('textbox', { name: 'Ask 2 of 3 columns further' });
    await question.fill('And in pounds?');
    await question.press('Shift+Enter');
    await question.press('Enter');
    assert.deepEqual(await lastPosted(panel), { type: 'follow-up', targets: [luna, haiku], text: 'And in pounds?' });
    const user = { text: 'And in pounds?', by: 'person' } as const;
    await panel.send({
      type: 'events',
      seq: 2,
      events: roundEvents(luna, { answer: 'That is 22.60 euros.' }, [], user),
    });
    assert.equal(await panel.page.locator('#follow-up').inputValue(), '');
    assert.equal(await panel.page.locator('#follow-up').isDisabled(), true);
    await panel.send({ type: 'events', seq: 3, events: [done(luna, '19 pounds'), runEnded] });
    assert.equal(await panel.page.locator('#follow-up').isDisabled(), false);
    await panel.close();
  });

  it('asks one column by its menu, and all again after Escape', async () => {
    const panel = await browser.open({ state: 'followed' });
    await panel.page.getByRole('button', { name: 'More actions for claude-haiku-4-5' }).click();
    await panel.page.getByRole('menuitem', { name: 'Ask Further...' }).click();
    const one = panel.page.getByRole('textbox', { name: 'Ask claude-haiku-4-5 further' });
    await one.fill('Why?');
    assert.equal(await panel.page.evaluate('document.activeElement.id'), 'follow-up');
    await panel.page.getByRole('button', { name: 'Ask claude-haiku-4-5' }).click();
    assert.deepEqual(await lastPosted(panel), { type: 'follow-up', targets: [haiku], text: 'Why?' });
    await one.press('Escape');
    await nextFrames(panel.page);
    assert.equal(await panel.page.getByRole('button', { name: 'Ask All', exact: true }).count(), 1);
    await panel.page.getByRole('button', { name: 'Keep as Case' }).click();
    assert.deepEqual(await lastPosted(panel), { type: 'keep-conversation', target: luna });
    await panel.close();
  });

  it('asks nothing in a workspace that is not trusted', async () => {
    const panel = await browser.open();
    const { run } = panelStates()['followed'] ?? snapshotOf([]);
    await panel.send({ ...snapshotOf([], { trusted: false }), run });
    assert.equal(await panel.page.locator('#follow-up').isDisabled(), true);
    assert.match((await panel.page.locator('#follow-up').getAttribute('placeholder')) ?? '', /not trusted/);
    await panel.close();
  });
});
