import assert from 'node:assert/strict';
import { WidthSearch } from '../../../../src/core/providers/lanes/widthSearch.ts';

const limits = { start: 4, nearStart: 2, max: 64 };

/** A search at a server that answers so many at once, a second each, after so many seconds of it. */
function searchAt(
  slots: number,
  seconds: number,
  search = new WidthSearch(limits, false),
  { model = 'm', from = 0 } = {},
): WidthSearch {
  const line: { readonly place: ReturnType<WidthSearch['begin']>; readonly sentAt: number }[] = [];
  for (let now = from; now < from + seconds * 1000; now += 1000) {
    const fill = () => {
      while (!search.isFull) line.push({ place: search.begin(), sentAt: now });
    };
    for (const { place, sentAt } of line.splice(0, now === from ? 0 : slots)) {
      search.answered({ place, model, milliseconds: now - sentAt }, now);
      fill();
    }
    fill();
  }
  for (const _request of line) search.end();
  return search;
}

describe('WidthSearch', () => {
  it('begins with fewer at a server of its own', () => {
    assert.deepEqual([new WidthSearch(limits, true).width, new WidthSearch(limits, false).width], [2, 4]);
    assert.equal(new WidthSearch({ start: 8, max: 8 }, true).width, 2);
  });

  it('settles at what is answered at once', () => {
    assert.deepEqual([searchAt(1, 50).width, searchAt(8, 30).width, searchAt(64, 60).width], [1, 8, 64]);
  });

  it('keeps to what a person wants, until there is trouble', () => {
    const search = new WidthSearch(limits, false);
    search.pin(20.4);
    assert.equal(search.width, 20);
    assert.equal(searchAt(1, 100, search).width, 20);
    search.halve(0);
    assert.equal(search.width, 10);
    assert.ok(searchAt(1, 300, search).width <= 2);
    search.pin(0);
    assert.equal(search.width, 1);
  });

  it('asks fewer at once than were under way when the server refused', () => {
    const search = searchAt(64, 60);
    search.halve(0, { underWay: 50, epoch: 0, number: 1 });
    assert.equal(search.width, 32);
    search.refused({ underWay: 9, epoch: 0, number: 1 });
    assert.equal(search.width, 8);
    assert.equal(searchAt(64, 50, search).width, 8);
  });

  it('takes a refusal of the only request for no limit of how many go at once', () => {
    const search = new WidthSearch(limits, false);
    search.halve(0, { underWay: 1, epoch: 0, number: 1 });
    search.refused({ underWay: 1, epoch: 0, number: 1 });
    assert.equal(search.width, 2);
    assert.equal(searchAt(64, 60, search).width, 64);
  });

  it('keeps to the slots that the server tells, from then on', () => {
    const search = searchAt(64, 60);
    search.limit(3);
    assert.equal(search.width, 3);
    assert.equal(searchAt(64, 60, search).width, 3);
  });

  it('compares a model with itself, whichever was asked before', () => {
    const search = searchAt(4, 45);
    searchAt(4, 12, search, { model: 'n', from: 45_000 });
    assert.equal(search.width, 4);
    assert.ok(searchAt(1, 60, search, { model: 'n', from: 57_000 }).width <= 2, String(search.width));
  });

  it('grows no more for a while after trouble on the other side', () => {
    const search = new WidthSearch(limits, false);
    search.holdUntil(20_000);
    assert.deepEqual([searchAt(64, 20, search).width, searchAt(64, 60, search).width], [4, 64]);
  });

  it('asks one at a time where a server that answers one at once becomes slow', () => {
    const search = new WidthSearch(limits, false);
    const line: { readonly place: ReturnType<WidthSearch['begin']>; readonly sentAt: number }[] = [];
    let freeFrom = 0;
    let late = 0;
    for (let now = 0; now < 600_000; now += 250) {
      const [first] = line;
      if (first && now - Math.max(freeFrom, first.sentAt) >= (now < 100_000 ? 1000 : 4000)) {
        line.shift();
        freeFrom = now;
        if (now >= 500_000) late++;
        search.answered({ place: first.place, model: 'm', milliseconds: now - first.sentAt }, now);
      }
      while (!search.isFull) line.push({ place: search.begin(), sentAt: now });
    }
    assert.deepEqual([search.width, late], [1, 25]);
  });

  it('tries again what a server has refused, each time after a longer rest', () => {
    const search = new WidthSearch(limits, false);
    const line: { readonly place: ReturnType<WidthSearch['begin']>; readonly sentAt: number }[] = [];
    const refusedAt: number[] = [];
    for (let now = 0; now < 4_000_000; now += 250) {
      for (const request of line.filter(({ sentAt }) => now - sentAt >= 1000)) {
        line.splice(line.indexOf(request), 1);
        search.answered({ place: request.place, model: 'm', milliseconds: now - request.sentAt }, now);
      }
      while (!search.isFull) {
        const place = search.begin();
        line.push({ place, sentAt: now });
        if (place.underWay <= 8) continue;
        line.pop();
        search.end();
        refusedAt.push(now);
        search.halve(now, place);
      }
    }
    const rests = refusedAt.slice(1).map((at, index) => at - (refusedAt[index] ?? 0));
    assert.ok(rests.length >= 4, String(rests));
    for (const [index, rest] of rests.entries()) assert.ok(rest >= 60_000 * 2 ** Math.min(index, 4), String(rests));
    assert.equal(search.width, 8);
  });
});
