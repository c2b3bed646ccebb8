import { monitorEventLoopDelay } from 'node:perf_hooks';
import { openSandbox } from '../support/sandbox.ts';
import { attacks } from '../unit/sandbox/attacks.ts';
import { printFigure } from './figure.ts';

/** How long hostile scripts hold up the host's event loop at most. */
export async function benchSandbox(): Promise<void> {
  const sandbox = openSandbox();
  await sandbox.run('return 1', {});
  const loop = monitorEventLoopDelay({ resolution: 5 });
  loop.enable();
  for (const { code } of attacks) await sandbox.run(code, { output: {} }).catch(() => undefined);
  loop.disable();
  await sandbox.dispose();
  printFigure({
    name: `longest gap of the host's event loop during ${attacks.length} hostile scripts`,
    value: loop.max / 1e6,
    unit: 'ms',
    target: 150,
  });
}
