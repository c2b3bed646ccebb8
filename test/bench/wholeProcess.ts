import { spawn } from 'node:child_process';
import { performance } from 'node:perf_hooks';

/** One process from its start to its end. */
export interface WholeProcess {
  readonly ms: number;
  /** Peak, as the system counts it. */
  readonly megabytes: number;
}

const reporter = "process.on('exit', () => process.stderr.write('peak=' + process.resourceUsage().maxRSS + '\\n'))";

/** Runs Node with these arguments; throws with the end of what was said when it does not end well. */
export async function runWholeProcess(
  args: readonly string[],
  { cwd, env = {} }: { readonly cwd: string; readonly env?: NodeJS.ProcessEnv },
): Promise<WholeProcess> {
  const started = performance.now();
  const child = spawn(process.execPath, ['--import', `data:text/javascript,${encodeURIComponent(reporter)}`, ...args], {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      said = `${said}${text}`.slice(-5000);
    });
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  const ms = performance.now() - started;
  if (code !== 0) throw new Error(`the process ended with ${code}: ${said.slice(-1000)}`);
  return { ms, megabytes: Number(/peak=(\d+)/.exec(said)?.[1]) / 1024 };
}
