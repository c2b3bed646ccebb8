import { Command, CommanderError } from 'commander';
import packageJson from '../../package.json' with { type: 'json' };
import { toPolypromptError } from '../core/errors.ts';
import { inOneLine } from '../core/text/inOneLine.ts';
import { printable } from '../core/text/printable.ts';
import { isDiskRefusal } from '../node/files/storageError.ts';
import { baselineCommand } from './commands/baseline.ts';
import { batchCommand } from './commands/batch.ts';
import { casesCommand } from './commands/cases.ts';
import { checkCommand } from './commands/check.ts';
import { checksCommand } from './commands/checks.ts';
import { diffCommand } from './commands/diff.ts';
import { estimateCommand } from './commands/estimate.ts';
import { evalCommand } from './commands/eval.ts';
import { exportCommand } from './commands/export.ts';
import { hookCommand } from './commands/hook.ts';
import { importCommand } from './commands/import.ts';
import { improveCommand } from './commands/improve.ts';
import { judgesCommand } from './commands/judges.ts';
import { mcpCommand } from './commands/mcp.ts';
import { mergeCommand } from './commands/merge.ts';
import { mergeBaselineCommand } from './commands/mergeBaseline.ts';
import { migrateCommand } from './commands/migrate.ts';
import { modelsCommand } from './commands/models.ts';
import { portCommand } from './commands/port.ts';
import { portabilityCommand } from './commands/portability.ts';
import { renderCommand } from './commands/render.ts';
import { rescoreCommand } from './commands/rescore.ts';
import { routeCommand } from './commands/route.ts';
import { runCommand } from './commands/run.ts';
import { runsCommand } from './commands/runs.ts';
import { simulateCommand } from './commands/simulate.ts';
import { skillCommand } from './commands/skill.ts';
import { exitCodes, type SetExitCode } from './terminal/exitCodes.ts';
import { watchOutput } from './terminal/outputEnd.ts';
import { tell } from './terminal/terminal.ts';

/** The command line: argv to plan to report. */
async function main(argv: readonly string[]): Promise<number> {
  const program = new Command('polyprompt')
    .description('Run the prompt files of a repository on several models and compare the answers.')
    .version(packageJson.version)
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(printable(text.replace(/^error: /, ''))) })
    .showHelpAfterError('Run the command with --help to see its options.');
  let code: number = exitCodes.done;
  const setExitCode: SetExitCode = (result) => {
    code = result;
  };
  for (const command of [
    runCommand,
    evalCommand,
    batchCommand,
    estimateCommand,
    simulateCommand,
    routeCommand,
    checkCommand,
    improveCommand,
    portabilityCommand,
    baselineCommand,
    mergeCommand,
    mergeBaselineCommand,
    hookCommand,
    judgesCommand,
    mcpCommand,
    skillCommand,
    rescoreCommand,
    runsCommand,
    migrateCommand,
    portCommand,
    exportCommand,
    importCommand,
    casesCommand,
    checksCommand,
    renderCommand,
    modelsCommand,
    diffCommand,
  ]) {
    program.addCommand(command(setExitCode).exitOverride());
  }
  try {
    await program.parseAsync([...argv]);
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.badUsage;
    const { message, hint, lines } = toPolypromptError(error);
    tell(`${inOneLine(`${message} ${hint}`)}\n${lines.length === 0 ? '' : `\n${lines.join('\n')}\n`}`);
    return isDiskRefusal(error) ? exitCodes.notRecorded : exitCodes.badUsage;
  }
}

/** Runs the command line of this process and sets its exit code. */
export async function run(): Promise<void> {
  const outputEnd = watchOutput();
  const code = await main(process.argv);
  process.exitCode = code === exitCodes.stopCommit ? code : (outputEnd() ?? code);
}
