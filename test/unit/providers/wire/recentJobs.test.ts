import assert from 'node:assert/strict';
import type { BatchJob } from '../../../../src/core/providers/contract/batchJob.ts';
import { recentJobs } from '../../../../src/core/providers/wire/recentJobs.ts';

const job = (id: string, createdAt?: number): BatchJob => ({
  id,
  status: 'running',
  results: [],
  ...(createdAt === undefined ? {} : { createdAt }),
});

/** The ids of recent jobs in pages of a list, and the places behind which pages were asked for. */
async function recent(pages: readonly (readonly BatchJob[])[], since: number, hasMore = true) {
  const known = new Map(pages.flat().map((one) => [one.id, one]));
  const asked: (string | undefined)[] = [];
  const readPage = async (after: string | undefined) => {
    asked.push(after);
    const data = (pages[asked.length - 1] ?? []).map(({ id }) => ({ id }));
    return { data, has_more: hasMore && asked.length < pages.length };
  };
  const readJob = (entry: unknown) => {
    const id = typeof entry === 'object' && entry !== null && 'id' in entry ? String(entry.id) : '';
    return known.get(id) ?? assert.fail(id);
  };
  const jobs: BatchJob[] = [];
  for await (const one of recentJobs({ readPage, readJob }, since)) jobs.push(one);
  return { ids: jobs.map(({ id }) => id), asked };
}

describe('the recent jobs of a list', () => {
  it('go down to those of the moment itself, and no further page is asked for', async () => {
    const { ids, asked } = await recent(
      [[job('d', 400), job('c', 300)], [job('b', 200), job('a', 199)], [job('z', 1)]],
      200,
    );
    assert.deepEqual(
      [ids, asked],
      [
        ['d', 'c', 'b'],
        [undefined, 'c'],
      ],
    );
  });

  it('hold one of which nobody says when it was made', async () => {
    const { ids } = await recent([[job('b'), job('a', 100)]], 200);
    assert.deepEqual(ids, ['b']);
  });

  it('end with the last page, and with one that is empty', async () => {
    assert.deepEqual((await recent([[job('b', 300)], [job('a', 300)]], 200, false)).asked, [undefined]);
    assert.deepEqual((await recent([[job('b', 300)], [], [job('a', 300)]], 200)).ids, ['b']);
  });
});
