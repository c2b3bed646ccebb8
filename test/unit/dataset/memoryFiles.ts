import type { SuiteFiles } from '../../../src/core/dataset/suiteFiles.ts';
import { fitsPattern } from '../../../src/core/dataset/suitePath.ts';
import { defined } from '../../../src/core/jsonRead.ts';
import { inputFields } from '../../../src/core/prompt/inputs.ts';
import { messagesToSend } from '../../../src/core/prompt/messagesToSend.ts';
import { readPrompt } from '../../../src/core/prompt/readPrompt.ts';
import { renderPrompt } from '../../../src/core/prompt/renderPrompt.ts';
import { runParameters } from '../../../src/core/prompt/runParameters.ts';

/** Files as a suite sees them, by path. */
export function memoryFiles(texts: Readonly<Record<string, string>>): SuiteFiles {
  const textAt = (path: string) => (Object.hasOwn(texts, path) ? texts[path] : undefined);
  return {
    read: async (path) => {
      const text = textAt(path);
      return text === undefined ? undefined : { text };
    },
    glob: async (pattern) =>
      Object.keys(texts)
        .filter((path) => fitsPattern(pattern, path))
        .sort(),
    openPrompt: async (path) => {
      const text = textAt(path);
      if (text === undefined) return undefined;
      const document = readPrompt({ path, text });
      return {
        name: document.name,
        source: text,
        ...(document.model ? { model: document.model.value } : {}),
        models: document.models.map(({ value }) => value),
        parameters: runParameters(document),
        ...defined({ toolSettings: document.toolSettings }),
        inputs: inputFields(document).map(({ name }) => name),
        testData: document.testData,
        evaluators: document.evaluators,
        keys: document.keyRanges,
        evals: document.evals,
        problems: document.problems,
        render: (vars) => {
          const rendered = renderPrompt(document, { inputs: vars });
          return { ...rendered, messages: messagesToSend(document, rendered) };
        },
      };
    },
  };
}
