import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runsFolder } from '../../../../src/node/records/journal.ts';
import { processMark } from '../../../../src/node/records/processMark.ts';
import { isLocked, lockFile, RunLock } from '../../../../src/node/records/runLock.ts';
import { eventually } from '../../../support/eventually.ts';

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

  it('takes over when the number of its process belongs to another program now', function () {
    const mark = processMark(process.pid);
    if (!mark) this.skip();
    writeFileSync(lockFile(storage, 'r1'), JSON.stringify({ pid: process.pid, token: 'old', started: '1' }));
    assert.equal(isLocked(storage, 'r1'), false);
    RunLock.acquire(storage, 'r1').release();
    writeFileSync(lockFile(storage, 'r1'), JSON.stringify({ pid: process.pid, token: 'me', started: mark.started }));
    assert.equal(isLocked(storage, 'r1'), true);
  });

  it('takes over from a process that has ended although its parent never asked how', async function () {
    if (!processMark(process.pid)) this.skip();
    const parent = spawn('sh', ['-c', "sh -c 'echo $$' & exec sleep 60"], { stdio: ['ignore', 'pipe', 'ignore'] });
    try {
      const [line] = await once(parent.stdout, 'data');
      const pid = Number(String(line));
      await eventually('a zombie', () => processMark(pid)?.isZombie || undefined);
      writeFileSync(lockFile(storage, 'r1'), JSON.stringify({ pid, token: 'gone' }));
      RunLock.acquire(storage, 'r1').release();
    } finally {
      parent.kill();
    }
  });

  it('goes by the sign of life alone where the process is of another machine', () => {
    const { pid } = spawnSync(process.execPath, ['-e', '0']);
    writeFileSync(lockFile(storage, 'r1'), JSON.stringify({ pid, token: 'far', host: 'another machine' }));
    assert.equal(isLocked(storage, 'r1'), true);
  });

  it('takes over a lock that was touched in the future: the clock was set back since', () => {
    const later = Date.now() / 1000 + 3600;
    writeFileSync(lockFile(storage, 'r1'), JSON.stringify({ pid: process.pid, token: 'early' }));
    utimesSync(lockFile(storage, 'r1'), later, later);
    RunLock.acquire(storage, 'r1').release();
  });

  describe('after the process stood still', () => {
    const realNow = Date.now;
    afterEach(() => {
      Date.now = realNow;
    });
    const standStill = (seconds: number) => {
      Date.now = () => realNow() + seconds * 1000;
    };

    it('is lost when another one has taken it', () => {
      const lock = RunLock.acquire(storage, 'r1');
      assert.equal(lock.isHeld(), true);
      writeFileSync(lockFile(storage, 'r1'), JSON.stringify({ pid: process.pid, token: 'other' }));
      standStill(33);
      assert.equal(lock.isHeld(), false);
      lock.release();
      assert.equal(existsSync(lockFile(storage, 'r1')), true);
    });

    it('is still held when nobody has, and put back when it was deleted', () => {
      const lock = RunLock.acquire(storage, 'r1');
      standStill(33);
      assert.equal(lock.isHeld(), true);
      rmSync(lockFile(storage, 'r1'));
      standStill(99);
      assert.equal(lock.isHeld(), true);
      assert.equal(existsSync(lockFile(storage, 'r1')), true);
      lock.release();
      assert.deepEqual(readdirSync(runsFolder(storage)), []);
    });
  });

  it('leaves a lock alone that somebody else has taken over', () => {
    const lock = RunLock.acquire(storage, 'r1');
    writeFileSync(lockFile(storage, 'r1'), JSON.stringify({ pid: process.pid, token: 'other' }));
    lock.release();
    assert.equal(existsSync(lockFile(storage, 'r1')), true);
  });
});
