/**
 * Milliseconds that this thread has worked. Where Node cannot tell a thread from its process, these are the milliseconds of the process,
 * which are as many or more. Time of other programs on a busy machine does not count, as it would on a wall clock.
 */
export function threadWork(): number {
  return inMilliseconds(readThread());
}

/** Milliseconds that all threads of this process have worked. */
export function processWork(): number {
  return inMilliseconds(process.cpuUsage());
}

const readThread = 'threadCpuUsage' in process ? () => process.threadCpuUsage() : () => process.cpuUsage();

function inMilliseconds({ user, system }: NodeJS.CpuUsage): number {
  return (user + system) / 1000;
}
