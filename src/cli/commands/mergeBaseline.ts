import { Command } from 'commander';
import type { SetExitCode } from '../terminal/exitCodes.ts';

/** `polyprompt merge-baseline`: the merge driver that Git calls; see gitattributes, "Defining a custom merge driver". */
export function mergeBaselineCommand(setExitCode: SetExitCode): Command {
  return new Command('merge-baseline')
    .description(
      'Merge the baselines of two branches line by line; Git calls this, see polyprompt hook install --merge-driver.',
    )
    .argument('<base>', 'the file as both branches had it (%O)')
    .argument('<ours>', 'our file (%A); the result is written here')
    .argument('<theirs>', 'their file (%B)')
    .addHelpText('after', '\nExample:\n  polyprompt merge-baseline base.json ours.json theirs.json')
    .action(async (base: string, ours: string, theirs: string) => {
      const { mergeBaselineFiles } = await import('../actions/mergeBaseline.ts');
      setExitCode(mergeBaselineFiles(base, ours, theirs));
    });
}
