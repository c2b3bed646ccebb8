// Preloaded into the server: ends its whole process group when whoever started it is gone, even by SIGKILL.
const preload = process.execArgv.indexOf(__filename);
if (preload > 0) process.execArgv.splice(preload - 1, 2); // children must not inherit it
const parent = process.ppid;
setInterval(() => {
  if (process.ppid === parent) return;
  try {
    process.kill(-process.pid, 'SIGKILL');
  } catch {
    process.exit(1);
  }
}, 1000).unref();
