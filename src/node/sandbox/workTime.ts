/**
 * Milliseconds that this thread has worked. Where Node cannot tell a thread from its process, those of the process, which are as many
 * or more. Other programs on a busy machine do not count, as they would on a clock on the wall.
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
