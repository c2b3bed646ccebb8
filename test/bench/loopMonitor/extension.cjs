// Measures the event loop of the extension host, which all extensions share, from inside it.
const { writeFileSync } = require('node:fs');
const { monitorEventLoopDelay } = require('node:perf_hooks');

exports.activate = () => {
  const file = process.env.POLYPROMPT_LOOP_FILE;
  if (!file) return;
  const histogram = monitorEventLoopDelay({ resolution: 5 });
  histogram.enable();
  const started = Date.now();
  setInterval(() => {
    writeFileSync(
      file,
      JSON.stringify({
        seconds: (Date.now() - started) / 1000,
        p99: histogram.percentile(99) / 1e6,
        max: histogram.max / 1e6,
      }),
    );
  }, 500);
};
