import type { AgentTool } from '../agentTool.ts';
import { fields, flag, list, text, whole } from '../schema.ts';
import {
  marksField,
  maxCallsField,
  maxCostField,
  moneyFields,
  suiteField,
  summaryField,
  waitField,
} from '../sharedFields.ts';

export const improvePrompt = {
  name: 'improve_prompt',
  title: 'Improve a Prompt',
  description:
    'Lets a model propose better wordings of the prompt of a suite, and proves the best one on rows that took no part in the search. It needs a suite of some 20 cases or more, and up to some hundred calls. It starts the search and returns its run; ask again with `run`. The edit comes back as a patch: nothing is written.',
  isReadOnly: false,
  input: fields(
    {
      suite: suiteField,
      target: text('The model to improve it for, where the suite names several.', 200),
      reflect: text('The model that proposes wordings (default: the judge of the suite, else the target).', 200),
      shorter: flag('True to look for a shorter prompt that is as good.'),
      max_cost: maxCostField,
      max_calls: maxCallsField,
      wait_seconds: waitField,
      run: text('The id of an improvement that was started before: it is waited for, read, or gone on with.', 100),
    },
    ['suite'],
  ),
  output: fields(
    {
      summary: summaryField,
      run: text('The id of the run.'),
      state: text('running, done, cancelled or budget.'),
      isProven: flag('True where the wording is proven better on held-out rows; absent while it runs.'),
      sentences: list('The result in sentences, between marks.', text('A sentence.')),
      proposals: whole('Wordings that were proposed until now.'),
      patch: text('The edit of the prompt file as a unified diff, between marks; absent where nothing is offered.'),
      marks: marksField,
      ...moneyFields,
    },
    ['summary', 'run', 'state', 'proposals', 'cost', 'leftToday'],
  ),
} as const satisfies AgentTool;
