import type { AgentTool } from '../agentTool.ts';
import { runOutput } from '../runOutput.ts';
import { choice, fields, list, text, whole } from '../schema.ts';
import { pageField, suiteField, waitField } from '../sharedFields.ts';

export const readResults = {
  name: 'read_results',
  title: 'Read Results',
  description:
    'Reads a run, under way or stored: counts and cost, failures grouped by check, then rows with the failing ones first, each with reason, place and a cut answer. It can wait for the end of a run. `diff` compares two answers. It asks no model and costs nothing; giving it up leaves the run alone.',
  isReadOnly: true,
  input: fields(
    {
      run: text('The id of the run; without it, the newest.', 100),
      suite: suiteField,
      wait_seconds: waitField,
      only: choice('`failed` for rows that did not pass, `all` for every row (default failed).', ['failed', 'all']),
      rows: list('Only the rows with these numbers.', whole('The number of a row.', { minimum: 0 }), 20),
      detail: choice('`full` cuts answers at 4,000 characters, not at 200 (default concise).', ['concise', 'full']),
      diff: list(
        'The numbers of two rows whose answers are to be compared.',
        whole('The number of a row.', { minimum: 0 }),
        2,
      ),
      page: pageField,
    },
    [],
  ),
  output: runOutput,
} as const satisfies AgentTool;
