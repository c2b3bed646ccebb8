import type { AgentTool } from '../agentTool.ts';
import { runOutput } from '../runOutput.ts';
import { fields, flag, text } from '../schema.ts';
import { maxCallsField, maxCostField, waitField } from '../sharedFields.ts';
import { suiteSelection } from '../suiteSelection.ts';

export const runEvals = {
  name: 'run_evals',
  title: 'Run Evals',
  description:
    'Runs a suite: all of it, what failed, a filter, or one case. It starts the run and returns its id; a short one is answered at once, another one is asked for with read_results. It costs money unless its models are simulated or its answers are cached: see estimate_run. It is refused above the limits of the user, and while another run of the suite is under way.',
  isReadOnly: false,
  input: fields(
    {
      ...suiteSelection,
      max_cost: maxCostField,
      max_calls: maxCallsField,
      wait_seconds: waitField,
      resume: text(
        'The id of an unfinished run of this suite to go on with: what was answered is not asked again.',
        100,
      ),
      alongside: flag('True to start although another run of this suite is under way.'),
    },
    ['suite'],
  ),
  output: runOutput,
} as const satisfies AgentTool;
