import { Command, Option } from 'commander';
import type { CasesHealthOptions } from '../actions/casesHealth.ts';
import type { ImportCasesOptions } from '../actions/importCases.ts';
import type { ProposeCasesOptions } from '../actions/proposeCases.ts';
import type { SetExitCode } from '../terminal/exitCodes.ts';
import { catalogOption, collect, endpointOption, positive, wholePositive } from '../terminal/options.ts';

/** `polyprompt cases`: cases from what a prompt really got. */
export function casesCommand(setExitCode: SetExitCode): Command {
  const cases = new Command('cases').description(
    'Make cases of what a prompt really got, and look at those that are there.',
  );
  cases.addCommand(importCasesCommand(setExitCode));
  cases.addCommand(healthCommand(setExitCode));
  cases.addCommand(proposeCommand(setExitCode));
  return cases.addHelpText('after', '\nExample:\n  polyprompt cases import spans.jsonl --prompt triage.prompt');
}

function healthCommand(setExitCode: SetExitCode): Command {
  return new Command('health')
    .description(
      'Say what the cases of a suite are like: duplicates, labels, lengths, languages, variables that nothing uses, rows that never or always fail in the stored runs, and where they come from.',
    )
    .argument('<suite>', 'the suite, a prompt that one suite names, or a file of cases')
    .option('--json', 'print all of it as JSON')
    .addHelpText('after', '\nExample:\n  polyprompt cases health triage.eval.yaml')
    .action(async (suite: string, options: CasesHealthOptions) => {
      const { casesHealth } = await import('../actions/casesHealth.ts');
      setExitCode(await casesHealth(suite, options));
    });
}

function proposeCommand(setExitCode: SetExitCode): Command {
  return new Command('propose')
    .description(
      'Say which kinds of values the cases of a prompt have and which they lack, and write rows for what is missing. Without --fill no model is asked.',
    )
    .argument('<suite>', 'the suite, or a prompt, with or without one')
    .option('--out <file>', 'the new file for the rows, as .jsonl; no file is written over')
    .option('--fill <model>', 'let this model write what only a writer can make, and usual inputs')
    .option('--rows <n>', 'rows that the model is asked for', wholePositive, 20)
    .option('--max-cost <usd>', 'stop before it costs more', positive)
    .option(...endpointOption)
    .option(...catalogOption)
    .option('--yes', 'ask the model without asking you, however much it may cost')
    .option('--json', 'print the table as JSON')
    .addHelpText(
      'after',
      '\nExample:\n  polyprompt cases propose triage.eval.yaml --fill simulated/thorough --out cases/proposed.jsonl',
    )
    .action(async (suite: string, options: ProposeCasesOptions) => {
      const { proposeCases } = await import('../actions/proposeCases.ts');
      setExitCode(await proposeCases(suite, options));
    });
}

function importCasesCommand(setExitCode: SetExitCode): Command {
  return new Command('import')
    .description(
      'Read logs and traces, and find the inputs with which they asked this prompt. Formats are told apart by content. Without --out nothing is written.',
    )
    .argument('<files...>', 'logs, traces, batch files or tables; the parts of one export together')
    .requiredOption('--prompt <file>', 'the prompt whose cases are looked for')
    .option('--out <file>', 'the file of cases to write, as .jsonl')
    .option('--replace', 'write the file of --out anew where it is there already')
    .option('--map <column=variable>', 'for tables: the variable that a column holds; repeat for more', collect, [])
    .option('--limit <n>', 'stop after this many cases', wholePositive)
    .option(
      '--sample <n>',
      'keep this many cases that stand for all: half of them random, half unlike the others',
      wholePositive,
    )
    .option('--keep <kind>', 'personal data to leave as it is, such as order-number; repeat for more', collect, [])
    .option('--word <text>', 'a word to replace wherever it stands; repeat for more', collect, [])
    .option('--region <code>', 'the country whose phone numbers people write, such as DE; repeat for more', collect, [])
    .addOption(
      new Option(
        '--suspected <what>',
        'what to do with names, addresses and the like, which nobody can be sure of',
      ).choices(['replace', 'keep']),
    )
    .option('--yes-personal-data-checked', 'write all as it is, because somebody has looked for personal data in it')
    .option('--json', 'print the counts as JSON')
    .addHelpText(
      'after',
      '\nExample:\n  polyprompt cases import spans.jsonl logs.jsonl --prompt triage.prompt --out cases/real.jsonl --suspected replace',
    )
    .action(async (files: string[], options: ImportCasesOptions) => {
      const { importCasesOfLogs } = await import('../actions/importCases.ts');
      setExitCode(await importCasesOfLogs(files, options));
    });
}
