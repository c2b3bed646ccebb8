import type { AgentTool } from '../agentTool.ts';
import { amount, fields, flag, list, text, whole } from '../schema.ts';
import { simulatedField, summaryField } from '../sharedFields.ts';
import { suiteSelection } from '../suiteSelection.ts';

export const estimateRun = {
  name: 'estimate_run',
  title: 'Estimate a Run',
  description:
    'Says what run_evals would cost and how long it would take with the same arguments, and whether the limits of the user allow it. It asks no model and costs nothing. Cached answers are free.',
  isReadOnly: true,
  input: fields(suiteSelection, ['suite']),
  output: fields(
    {
      summary: summaryField,
      suite: text('The suite.'),
      cells: whole('Cases x models x repeats.'),
      cached: whole('Those that are answered from the cache, for nothing.'),
      cost: text('The price as a text.'),
      low: amount('USD at least; absent where a price is not known.'),
      high: amount('USD at most; absent where a price is not known.'),
      simulated: simulatedField,
      unknownPrices: list('Models without a known price. They need `max_calls`.', text('A model.')),
      perCall: amount('Dollars that the user allows for one call of a tool.'),
      leftToday: amount('Dollars that the limit of the user leaves for today.'),
      fits: flag('True where run_evals would start with these arguments.'),
      targets: list(
        'The price by model.',
        fields(
          {
            target: text('The model, or its label.'),
            calls: whole('Calls to be made.'),
            cost: text('The price as a text.'),
          },
          ['target', 'calls', 'cost'],
        ),
      ),
    },
    [
      'summary',
      'suite',
      'cells',
      'cached',
      'cost',
      'simulated',
      'unknownPrices',
      'perCall',
      'leftToday',
      'fits',
      'targets',
    ],
  ),
} as const satisfies AgentTool;
