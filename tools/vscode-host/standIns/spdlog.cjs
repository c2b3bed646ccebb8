// Stands in for @vscode/spdlog, whose native module needs a compiler: the same log files, written in plain JavaScript.
const fs = require('node:fs');
const path = require('node:path');

const levels = ['trace', 'debug', 'info', 'warn', 'error', 'critical'];
let least = 2;

class Logger {
  #file;
  #own;
  #isBare = false;

  constructor(_type, _name, file) {
    this.#file = file;
  }

  getLevel() {
    return this.#own ?? least;
  }

  setLevel(level) {
    this.#own = level;
  }

  setPattern() {}

  /** From then on a message is written as it is: whoever asks for this puts the time and the line's end into it. */
  clearFormatters() {
    this.#isBare = true;
  }

  flush() {}

  drop() {}

  write(level, message) {
    if (level < this.getLevel()) return;
    const time = new Date().toISOString().replace('T', ' ').replace('Z', '');
    fs.appendFileSync(this.#file, this.#isBare ? message : `${time} [${levels[level]}] ${message}\n`);
  }
}

levels.forEach((name, level) => {
  Logger.prototype[name] = function log(message) {
    this.write(level, message);
  };
});

async function createRotatingLogger(name, file) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  return new Logger('rotating', name, file);
}

exports.version = 0;
exports.setLevel = (level) => {
  least = level;
};
exports.setFlushOn = () => {};
exports.Logger = Logger;
exports.createRotatingLogger = createRotatingLogger;
exports.createAsyncRotatingLogger = createRotatingLogger;
