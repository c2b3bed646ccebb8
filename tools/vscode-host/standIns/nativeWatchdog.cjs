// Stands in for @vscode/native-watchdog, whose native module needs a compiler: ends this process when the one that it watches is gone.
exports.start = (pid) => {
  setInterval(() => {
    try {
      process.kill(pid, 0);
    } catch {
      process.exit(87);
    }
  }, 3000).unref();
};

exports.exit = (code) => process.exit(code ?? 0);
