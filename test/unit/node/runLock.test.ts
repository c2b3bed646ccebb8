import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runsFolder } from '../../../src/node/journal.ts';
import { lockFile, RunLock } from '../../../src/node/runLock.ts';

describe('RunLock (fault 53)', () => {
  let storage = '';
  beforeEach(() => {
    storage = mkdtempSync(path.join(tmpdir(), 'polyprompt-lock-'));
    mkdirSync(runsFolder(storage));
  });
  afterEach(() => rmSync(storage, { recursive: true }));

  it('lets one in and tells the second who is there', () => {
    const lock = RunLock.acquire(storage, 'r1');
    assert.throws(() => RunLock.acquire(storage, 'r1'), {
      code: 'storage',
      message: `Another window or command (process ${process.pid}) is working on this run.`,
    });
    RunLock.acquire(storage, 'r2').release();
    lock.release();
    RunLock.acquire(storage, 'r1').release();
    assert.deepEqual(readdirSync(runsFolder(storage)), []);
  });

  it('takes over from a process that is dead', () => {
    const { pid } = spawnSync(process.execPath, ['-e', '0']);
    writeFileSync(lockFile(storage, 'r1'), JSON.stringify({ pid, token: 'gone' }));
    RunLock.acquire(storage, 'r1').release();
  });

  it('takes over a lock that showed no sign of life for half a minute, and one that is damaged', () => {
    const old = Date.now() / 1000 - 31;
    writeFileSync(lockFile(storage, 'r1'), JSON.stringify({ pid: process.pid, token: 'asleep' }));
    utimesSync(lockFile(storage, 'r1'), old, old);
    RunLock.acquire(storage, 'r1').release();
    writeFileSync(lockFile(storage, 'r1'), '{"pid"');
    RunLock.acquire(storage, 'r1').release();
  });

  it('leaves a lock alone that somebody else has taken over', () => {
    const lock = RunLock.acquire(storage, 'r1');
    writeFileSync(lockFile(storage, 'r1'), JSON.stringify({ pid: process.pid, token: 'other' }));
    lock.release();
    assert.equal(existsSync(lockFile(storage, 'r1')), true);
  });
});
