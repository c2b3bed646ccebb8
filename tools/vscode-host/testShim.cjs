// Loaded by the extension host in place of the real test entry. The workbench reports success even when the extension host dies
// half-way, so a run only counts when this file says that the suite came to its end.
const fs = require('node:fs');
const { pathToFileURL } = require('node:url');

exports.run = async () => {
  const report = (result) => fs.writeFileSync(process.env.VSCODE_TEST_HOST_RESULT, JSON.stringify(result));
  try {
    const suite = await import(pathToFileURL(process.env.VSCODE_TEST_HOST_TESTS).href);
    await suite.run();
    report({ ok: true });
  } catch (error) {
    report({ ok: false, error: String(error?.stack ?? error) });
    throw error;
  }
};
