import { Command } from 'commander';
import type { RenderOptions } from '../actions/render.ts';
import type { SetExitCode } from '../terminal/exitCodes.ts';
import { collect, inputsOption } from '../terminal/options.ts';

/** `polyprompt render`: the messages as a model would get them; nothing is sent. */
export function renderCommand(setExitCode: SetExitCode): Command {
  return new Command('render')
    .description('Print the messages of a prompt file as a model would get them. Nothing is sent.')
    .argument('<file>', 'a prompt file')
    .option('-i, --input <name=value>', 'a value for a variable; repeat for more', collect, [])
    .option(...inputsOption)
    .option('-m, --model <id>', 'as this model would get it: in its variant, where polyprompt.yaml gives it one')
    .option('--json', 'print the messages as JSON')
    .addHelpText('after', '\nExample:\n  polyprompt render triage.prompt --input ticket="My parcel is broken"')
    .action(async (file: string, options: RenderOptions) => {
      const { render } = await import('../actions/render.ts');
      setExitCode(await render(file, options));
    });
}
