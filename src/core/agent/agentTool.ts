import type { ObjectSchema } from './schema.ts';

/**
 * A tool as coding agents see it. Every door (MCP, the editor's tools, the documentation) is made of this one definition. A door may put
 * the product's name in front of `name`.
 */
export interface AgentTool {
  /** A verb and a noun, with `_` between. */
  readonly name: string;
  /** The name for people. */
  readonly title: string;
  /** What it does, when not to use it, and what comes back: all that a model knows of it. */
  readonly description: string;
  /** True for a tool that only reads: it asks no model, costs nothing and changes nothing. It is all that an untrusted folder has. */
  readonly isReadOnly: boolean;
  readonly input: ObjectSchema;
  readonly output: ObjectSchema;
}
