import { Command } from 'commander';
import type { RunOptions } from '../actions/run.ts';
import type { SetExitCode } from '../terminal/exitCodes.ts';
import {
  allowMcpOption,
  catalogOption,
  collect,
  endpointOption,
  inputsOption,
  mcpOption,
} from '../terminal/options.ts';

/** `polyprompt run`: one prompt on several models; answers to stdout, progress to stderr. */
export function runCommand(setExitCode: SetExitCode): Command {
  return new Command('run')
    .description('Run a prompt file on one or more models and print the answers side by side.')
    .argument('<file>', 'a .prompt, .prompt.yml, .prompt.txt or any text file')
    .option(
      '-m, --model <id>',
      'a model as provider/model; repeat for more (default: the models the file names)',
      collect,
      [],
    )
    .option('-i, --input <name=value>', 'a value for a variable; repeat for more', collect, [])
    .option(...inputsOption)
    .option(...endpointOption)
    .option(...catalogOption)
    .option(...mcpOption)
    .option(...allowMcpOption)
    .option('--json', 'print one JSON object at the end')
    .option('--jsonl', 'print every event as a JSON line while it happens')
    .addHelpText(
      'after',
      '\nExample:\n  polyprompt run triage.prompt -m simulated/terse -m simulated/thorough -i ticket="My parcel is broken"',
    )
    .action(async (file: string, options: RunOptions) => {
      const { run } = await import('../actions/run.ts');
      setExitCode(await run(file, options));
    });
}
