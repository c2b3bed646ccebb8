import { Command } from 'commander';
import type { Message, Part } from '../../core/messages.ts';
import { printable } from '../../core/text/printable.ts';
import { exitCodes, type SetExitCode } from '../exitCodes.ts';
import { loadPrompt, reportProblems } from '../loadPrompt.ts';
import { collect } from '../options.ts';

interface RenderOptions {
  readonly input: readonly string[];
  readonly inputs?: string;
  readonly json?: true;
}

/** `polyprompt render`: the messages as a model would get them; nothing is sent. */
export function renderCommand(setExitCode: SetExitCode): Command {
  return new Command('render')
    .description('Print the messages of a prompt file as a model would get them. Nothing is sent.')
    .argument('<file>', 'a prompt file')
    .option('-i, --input <name=value>', 'a value for a variable; repeat for more', collect, [])
    .option('--inputs <file>', 'a JSON file with values for the variables')
    .option('--json', 'print the messages as JSON')
    .addHelpText('after', '\nExample:\n  polyprompt render triage.prompt --input ticket="My parcel is broken"')
    .action(async (file: string, options: RenderOptions) => {
      const prompt = await loadPrompt(file, options);
      reportProblems(prompt, (text) => process.stderr.write(text));
      const { messages, missing } = prompt.rendered;
      if (missing.length > 0) process.stderr.write(`${file}: no value for ${missing.join(', ')}\n`);
      process.stdout.write(
        options.json ? `${JSON.stringify({ messages, missing }, null, 2)}\n` : messages.map(formatMessage).join('\n'),
      );
      setExitCode(exitCodes.done);
    });
}

function formatMessage(message: Message): string {
  return `[${message.role}]\n${message.parts.map(formatPart).join('\n')}\n`;
}

function formatPart(part: Part): string {
  switch (part.type) {
    case 'text':
      return printable(part.text.trim());
    case 'media':
      return `[${part.contentType ?? 'media'}: ${part.url.slice(0, 80)}]`;
    case 'tool-call':
      return `[calls ${part.name} ${JSON.stringify(part.input)}]`;
    case 'tool-result':
      return `[result of ${part.name}: ${part.output}]`;
    case 'pending':
      return `[section ${part.purpose}]`;
  }
}
