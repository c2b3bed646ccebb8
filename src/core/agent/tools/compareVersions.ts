import type { AgentTool } from '../agentTool.ts';
import { amount, fields, flag, list, text, whole } from '../schema.ts';
import { marksField, maxCostField, modelsField, suiteField, summaryField, waitField } from '../sharedFields.ts';

export const compareVersions = {
  name: 'compare_versions',
  title: 'Compare with HEAD',
  description:
    'Compares the files as they are with HEAD or another branch: runs what the change affects in both versions and says how many rows are worse and better, and by paired statistics whether that is more than noise. Do this before you say that a prompt is better. It starts the comparison and returns its id; ask again with `comparison`. Answers that are cached cost nothing.',
  isReadOnly: false,
  input: fields(
    {
      against: text('A branch or commit in place of HEAD: compared is with the point where this branch left it.', 200),
      suite: suiteField,
      models: modelsField,
      repeat: whole('How often each case is asked in each version, 1 to 20.', { minimum: 1, maximum: 20 }),
      max_cost: maxCostField,
      wait_seconds: waitField,
      comparison: text('The id of a comparison that was started before, to wait for it and read it.', 100),
    },
    [],
  ),
  output: fields(
    {
      summary: summaryField,
      comparison: text('The id of the comparison.'),
      state: text('running, or done.'),
      outcome: text('passed, failed, invalid, provider-errors, incomplete or interrupted; absent while it runs.'),
      base: text('The older version.'),
      worse: whole('Rows that passed before and fail now.'),
      better: whole('Rows that failed before and pass now.'),
      same: whole('Rows that did not change.'),
      other: text('Rows of other kinds: new, flaky, not run, without checks, removed.'),
      noise: list(
        'By model, whether the difference is more than chance.',
        fields(
          {
            target: text('The model.'),
            sentence: text('What the statistics say.'),
            isMoreThanNoise: flag('True where it is.'),
          },
          ['target', 'sentence', 'isMoreThanNoise'],
        ),
      ),
      rows: list(
        'The rows to look at, worse ones first.',
        fields(
          {
            case: text('The name of the case, between marks.'),
            place: text('file:line of the case.'),
            target: text('The model.'),
            change: text('regressed, new-failure or flaky.'),
            reason: text('Why it does not pass, between marks.'),
          },
          ['case', 'place', 'target', 'change'],
        ),
      ),
      moreRows: whole('Rows to look at that are not listed here.'),
      problems: list(
        'What is wrong in the files and what to know of them, with places, between marks.',
        text('A sentence.'),
      ),
      cost: text('What it has cost, both versions together.'),
      usd: amount('Dollars that were really charged; absent where a part of it is not known.'),
      leftToday: amount('Dollars that the limit of the user leaves for today.'),
      marks: marksField,
    },
    ['summary', 'comparison', 'state', 'noise', 'rows', 'problems', 'leftToday'],
  ),
} as const satisfies AgentTool;
