import { exitCodes } from './exitCodes.ts';

/**
 * Watches for readers of stdout and stderr that go away. A closed pipe, as with `| head`, is no fault: the work goes on to its end, because
 * answers are recorded and files are written all the same, and the exit code says what became of the output. A full disk behind `>` is
 * told. Gives that exit code, or undefined while all is well.
 */
export function watchOutput(): () => number | undefined {
  let end: number | undefined;
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (end !== undefined) return;
      const isClosed = error.code === 'EPIPE' || error.code === 'EOF' || error.code === 'ECONNRESET';
      end = isClosed ? exitCodes.closedPipe : exitCodes.notRecorded;
      // The failure may come when everything else is over, so the exit code is set here too.
      if (process.exitCode !== exitCodes.stopCommit) process.exitCode = end;
      if (!isClosed && stream === process.stdout)
        process.stderr.write(`The output cannot be written (${error.code ?? 'unknown reason'}).\n`);
    });
  return () => end;
}
