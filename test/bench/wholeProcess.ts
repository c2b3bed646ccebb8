import { spawn } from 'node:child_process';
import { performance } from 'node:perf_hooks';

/** One process from its start to its end. */
export interface WholeProcess {
  readonly ms: number;
  /** Milliseconds of all its threads, which say more than the clock does on a machine that does other things too. */
  readonly cpuMs: number;
  /** Peak, as the system counts it. */
  readonly megabytes: number;
}

/**
 * Says the peak in kB and the microseconds of processor time when the process ends. On Linux `maxRSS` is at least what the process that started it took at that time (it keeps
 * the peak of the memory that it shared before its program was loaded), and the bench itself takes hundreds of megabytes.
 */
const reporter = `import { existsSync, readFileSync } from 'node:fs';
process.on('exit', () => {
  const status = existsSync('/proc/self/status') ? readFileSync('/proc/self/status', 'utf8') : '';
  const peak = /VmHWM:\\s*(\\d+)/.exec(status)?.[1] ?? process.resourceUsage().maxRSS;
  const { user, system } = process.cpuUsage();
  process.stderr.write('peak=' + peak + ' cpu=' + (user + system) + '\\n');
});`;

/** To be loaded by Node before a program whose peak is wanted. */
export const peakReporter = `data:text/javascript,${encodeURIComponent(reporter)}`;

/** Megabytes in what such a program wrote to stderr. */
export function peakIn(stderr: string): number {
  return Number(/peak=(\d+)/.exec(stderr)?.[1] ?? Number.NaN) / 1024;
}

/** Runs Node with these arguments; throws with the end of what was said when it does not end well. */
export async function runWholeProcess(
  args: readonly string[],
  { cwd, env = {} }: { readonly cwd: string; readonly env?: NodeJS.ProcessEnv },
): Promise<WholeProcess> {
  const started = performance.now();
  const child = spawn(process.execPath, ['--import', peakReporter, ...args], {
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
  const cpuMs = Number(/cpu=(\d+)/.exec(said)?.[1] ?? Number.NaN) / 1000;
  return { ms, cpuMs, megabytes: peakIn(said) };
}
