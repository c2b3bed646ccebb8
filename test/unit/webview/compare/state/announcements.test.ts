import assert from 'node:assert/strict';
import { PolypromptError } from '../../../../../src/core/errors.ts';
import type { RunEvent } from '../../../../../src/core/run/events.ts';
import { foldAll } from '../../../../../src/core/run/state.ts';
import { announcementsBetween } from '../../../../../src/webview/compare/state/announcements.ts';
import { AnnouncementQueue } from '../../../../../src/webview/panel/announcementQueue.ts';
import { delta, done, failed, models, runEnded, runStarted, started } from '../../../../e2e/panel/panelStates.ts';

const [luna, haiku] = models;

function heard(before: readonly RunEvent[], ...then: RunEvent[]): readonly string[] {
  return announcementsBetween(foldAll(before), foldAll([...before, ...then]));
}

describe('announcements', () => {
  const running = [runStarted([luna, haiku]), started(luna), started(haiku)];

  it('say how a column ended, with its tokens and cost', () => {
    assert.deepEqual(heard(running, done(luna, 'yes')), ['gpt-5.6-luna finished, 187 tokens, 0.1 cents.']);
  });

  it('say why a column failed', () => {
    assert.deepEqual(heard(running, failed(haiku, new PolypromptError('overloaded', 'Anthropic is overloaded.'))), [
      'claude-haiku-4-5 failed: Anthropic is overloaded.',
    ]);
  });

  it('are silent while text streams', () => {
    assert.deepEqual(heard(running, delta(luna, 'The'), delta(luna, ' end')), []);
  });

  it('say when a run starts and ends', () => {
    assert.deepEqual(announcementsBetween(undefined, foldAll(running)), ['Run started.']);
    assert.deepEqual(heard(running, runEnded), ['Run finished.']);
  });

  it('come at most one every two seconds, what waits is said together', () => {
    const said: string[] = [];
    const queue = new AnnouncementQueue((text) => said.push(text));
    queue.add(['one.']);
    assert.equal(queue.flush(1000), undefined);
    queue.add(['two.']);
    queue.add(['three.']);
    assert.equal(queue.flush(1500), 1500);
    assert.deepEqual(said, ['one.']);
    assert.equal(queue.flush(3000), undefined);
    assert.deepEqual(said, ['one.', 'two. three.']);
  });
});
