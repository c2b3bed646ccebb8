import { realpathSync } from 'node:fs';
import path from 'node:path';

/** Paths of this machine as Windows programs name them, and the other way: `Z:` is `/`, other drives are where Wine has them. */
export class WinePaths {
  readonly #drives: string;

  /** `prefix` is the folder that holds Wine's drives. */
  constructor(prefix: string) {
    this.#drives = path.join(prefix, 'dosdevices');
  }

  toWindows(file: string): string {
    return `Z:${file.replaceAll('/', '\\')}`;
  }

  /** What is no path with a drive stays as it is. */
  toLinux(text: string): string {
    const [, drive, rest = ''] = /^([A-Za-z]):[\\/](.*)$/s.exec(text) ?? [];
    if (drive === undefined) return text;
    const top = realpathSync(path.join(this.#drives, `${drive.toLowerCase()}:`));
    return path.join(top, rest.replaceAll('\\', '/'));
  }

  /** A word of a command line, which may be `--option=PATH` or `file:///PATH`. */
  inLinuxWord(word: string): string {
    if (/^file:\/\/\/[A-Za-z]:\//.test(word)) return `file://${this.toLinux(word.slice('file:///'.length))}`;
    const [, before = '', value = word] = /^(-[\w-]+=)(.*)$/s.exec(word) ?? [];
    return before + this.toLinux(value);
  }

  /** Each line that is a path of this machine, as Git for Windows writes it: `Z:/folder`. */
  inWindowsLines(bytes: Buffer): Buffer {
    return Buffer.from(bytes.toString('latin1').replace(/^\//gm, 'Z:/'), 'latin1');
  }
}
