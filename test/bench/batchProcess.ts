// Plans a batch of so many cells and writes the inputs of its jobs, as a whole process; sends nothing. Says on stdout what it wrote.

import { BatchDesk } from '../../src/core/batch/batchDesk.ts';
import { planRun, targetsFor } from '../../src/core/plan/plan.ts';
import { createRegistry } from '../../src/core/providers/registry.ts';
import { jobFolder, writeJobFiles } from '../../src/node/batch/jobFiles.ts';

const [storage = '', cells = '', model = ''] = process.argv.slice(2);
const runId = '20260101-000000-bench';
const registry = createRegistry({ endpoints: {} });
const engine = registry.resolve(model).provider.batch;
if (!engine) throw new Error(`${model} has a batch engine`);
const { plan, desk } = planned();
for (const { calls } of desk.takeGroups())
  for (const { requests } of writeJobFiles(engine, calls, jobFolder(storage, runId))) console.log(requests.length);
console.log(`${plan.cells.length} cells`);

function planned() {
  const run = planRun({
    runId,
    prompt: 'label.prompt',
    promptVersion: 'v',
    targets: targetsFor([model], { maxOutputTokens: 100 }),
    cases: Array.from({ length: Number(cells) }, (_, row) => ({
      caseId: `case ${row}`,
      inputs: { row },
      messages: [
        {
          role: 'user',
          parts: [{ type: 'text', text: `Label ticket ${row}: the parcel arrived broken and nobody answers.` }],
        },
      ],
    })),
  });
  const taker = new BatchDesk({ registry });
  for (const cell of run.cells) for (const target of run.targets) taker.takeCell({ cell, target, rounds: [] });
  return { plan: run, desk: taker };
}
