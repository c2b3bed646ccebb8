import { Command, Option } from 'commander';
import type { CasesHealthOptions } from '../actions/casesHealth.ts';
import type { ImportCasesOptions } from '../actions/importCases.ts';
import type { SetExitCode } from '../terminal/exitCodes.ts';
import { collect, wholePositive } from '../terminal/options.ts';

/** `polyprompt cases`: cases from what a prompt really got. */
export function casesCommand(setExitCode: SetExitCode): Command {
  const cases = new Command('cases').description(
    'Make cases of what a prompt really got, and look at those that are there.',
  );
  cases.addCommand(importCasesCommand(setExitCode));
  cases.addCommand(healthCommand(setExitCode));
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
