import assert from 'node:assert/strict';
import { formatRoughTime } from '../../../src/core/text/roughTime.ts';

describe('formatRoughTime', () => {
  for (const [seconds, text] of [
    [0.2, 'about 1 s'],
    [8.4, 'about 8 s'],
    [23, 'about 25 s'],
    [57.4, 'about 55 s'],
    [57.5, 'about 1 min'],
    [58, 'about 1 min'],
    [101, 'about 1 min 40 s'],
    [594, 'about 9 min 50 s'],
    [700, 'about 12 min'],
    [3449, 'about 57 min'],
    [3450, 'about 1 h'],
    [3590, 'about 1 h'],
    [7900, 'about 2 h 10 min'],
  ] as const)
    it(`${seconds} s is ${text}`, () => assert.equal(formatRoughTime(seconds * 1000), text));
});
