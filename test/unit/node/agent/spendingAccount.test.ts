import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { SpendingAccount } from '../../../../src/node/agent/spendingAccount.ts';

const noon = Date.parse('2026-11-30T12:00:00Z');
const day = 86_400_000;

describe('the account of what agents spend', () => {
  let folder = '';
  let now = noon;
  const account = () => new SpendingAccount(folder, { wallTime: () => now });
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'polyprompt-account-'));
    now = noon;
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('sets aside as much as is asked for and left, and knows it in every process', () => {
    assert.equal(account().reserve(2, { least: 0.1, most: 0.25 }).amount, 0.25);
    assert.equal(account().left(2), 1.75);
    assert.equal(account().reserve(2, { least: 1, most: 5 }).amount, 1.75);
    assert.equal(account().left(2), 0);
  });

  it('replaces it by what was spent, and keeps all of it where that is not known', () => {
    account().reserve(2, { least: 0.1, most: 1 }).settle(0.01);
    assert.equal(account().left(2), 1.99);
    account().reserve(2, { least: 0.1, most: 1 }).settle(undefined);
    assert.equal(account().left(2), 0.99);
  });

  it('refuses what does not fit any more, and writes nothing for it', () => {
    account().reserve(2, { least: 1.9, most: 1.9 });
    assert.throws(() => account().reserve(2, { least: 0.2, most: 0.25 }), {
      code: 'spending-limit',
      message: 'This may cost up to $0.20, and $0.10 of the $2.00 for today are left.',
    });
    assert.ok(Math.abs(account().left(2) - 0.1) < 1e-9);
  });

  it('never lets two that reserve at once have more than there is', () => {
    const taken: number[] = [];
    for (let index = 0; index < 20; index++)
      try {
        taken.push(account().reserve(1, { least: 0.2, most: 0.3 }).amount);
      } catch {
        // The rest of the day is too small.
      }
    assert.ok(taken.reduce((sum, amount) => sum + amount, 0) <= 1 + 1e-9);
    assert.ok(taken.length >= 3);
  });

  it('gives way to a line that another process has written in between', () => {
    account().reserve(1, { least: 0.1, most: 0.1 });
    const late = account();
    appendFileSync(path.join(folder, '2026-11-30.jsonl'), '{"id":"other","usd":0.85}\n');
    assert.throws(() => late.reserve(1, { least: 0.2, most: 0.2 }), { code: 'spending-limit' });
  });

  it('keeps what was set aside where it cannot be replaced, and fails nobody for it', () => {
    const reservation = account().reserve(2, { least: 0.5, most: 0.5 });
    rmSync(folder, { recursive: true });
    writeFileSync(folder, 'no folder');
    reservation.settle(0.1);
    assert.throws(() => account().reserve(2, { least: 0.1, most: 0.1 }), { code: 'storage' });
  });

  it('begins anew with the day', () => {
    account().reserve(2, { least: 2, most: 2 });
    now = noon + day;
    assert.equal(account().left(2), 2);
    assert.equal(account().reserve(2, { least: 1, most: 1 }).amount, 1);
    assert.deepEqual(readdirSync(folder).sort(), ['2026-11-30.jsonl', '2026-12-01.jsonl']);
  });

  it('leaves out damaged lines, and amounts below zero', () => {
    account().reserve(2, { least: 0.5, most: 0.5 });
    appendFileSync(
      path.join(folder, '2026-11-30.jsonl'),
      'nonsense\n{"id":"x"}\n{"id":"y","usd":-5}\n{"id":3,"usd":1}\n',
    );
    assert.equal(account().left(2), 1.5);
  });

  it('is for the user alone', function () {
    if (process.platform === 'win32') this.skip();
    account().reserve(2, { least: 0.5, most: 0.5 });
    assert.equal(statSync(path.join(folder, '2026-11-30.jsonl')).mode & 0o077, 0);
  });
});
