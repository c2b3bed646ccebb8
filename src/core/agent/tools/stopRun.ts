import type { AgentTool } from '../agentTool.ts';
import { fields, text } from '../schema.ts';
import { moneyFields, summaryField } from '../sharedFields.ts';

export const stopRun = {
  name: 'stop_run',
  title: 'Stop a Run',
  description:
    'Stops a run, comparison or improvement that this server has started, so that nothing more is asked or paid. What was answered is kept.',
  isReadOnly: false,
  input: fields({ run: text('The id of the run, comparison or improvement.', 100) }, ['run']),
  output: fields(
    {
      summary: summaryField,
      run: text('The id.'),
      state: text('stopped, or how it had ended before.'),
      ...moneyFields,
    },
    ['summary', 'run', 'state', 'leftToday'],
  ),
} as const satisfies AgentTool;
