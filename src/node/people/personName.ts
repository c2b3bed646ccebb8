import { GitRepository } from '../git/gitRepository.ts';

/** The name that Git's configuration has for the person who works in a folder; undefined where it has none, or where there is no repository. */
export async function personName(folder: string): Promise<string | undefined> {
  try {
    const repository = await GitRepository.find(folder);
    const found = await repository?.try(['config', 'user.name']);
    const name = found?.code === 0 ? found.output.toString('utf8').trim() : '';
    return name === '' ? undefined : name;
  } catch {
    return undefined;
  }
}
