import type { JsonValue } from '../../json.ts';
import { booleanAt, listAt } from '../../jsonRead.ts';
import type { BatchJob } from '../contract/batchJob.ts';

interface JobList {
  /** Reads the page behind this job; the first page without one. */
  readPage(after: string | undefined): Promise<unknown>;
  readJob(entry: JsonValue): BatchJob;
}

/** Yields the jobs of OpenAI's and Anthropic's lists, newest first, down to those that are older than `since`. */
export async function* recentJobs({ readPage, readJob }: JobList, since: number): AsyncGenerator<BatchJob> {
  for (let after: string | undefined; ; ) {
    const page = await readPage(after);
    const jobs = listAt(page, 'data').map(readJob);
    for (const job of jobs) {
      if ((job.createdAt ?? since) < since) return;
      yield job;
    }
    after = jobs.at(-1)?.id;
    if (booleanAt(page, 'has_more') !== true || after === undefined) return;
  }
}
