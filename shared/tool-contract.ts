import type * as z from 'zod';
import { findOpenSchemas } from './closed-schema.ts';
import { jsonSchemaOf } from './json-schema.ts';
import { secretField } from './secret-fields.ts';
import { NetworkNeed } from './tool-network.ts';

/** What a call does to the world: looks, changes, or changes in a way that cannot be taken back. */
export type Effect = 'read' | 'write' | 'destructive';

/** Who may call a tool: people only, or machine clients as well. */
export type Callers = 'people' | 'people-and-machines';

/** What a team says about a tool: everything the model sees and the reviewer signs. */
export interface ToolDefinition<Input extends z.ZodObject, Output extends z.ZodObject> {
  /** Name on the wire and in every AWS resource of the tool: snake_case, 1 to 40 characters. */
  readonly name: string;
  /** Name for people, at most 80 characters. */
  readonly title: string;
  /** What the tool does, written for the model, at most 1,000 characters. */
  readonly description: string;
  /** What a call does to the world. Becomes the MCP annotations and the approval rule. */
  readonly effect: Effect;
  /**
   * Whether the tool reaches systems outside the team's own AWS account.
   *
   * @default false
   */
  readonly openWorld?: boolean;
  /**
   * What the tool needs of the network: `none`, `aws`, or the hosts it talks to besides AWS, as whole DNS names. A tool that
   * has credentials, secrets or data in AWS needs `aws`; one that only computes needs `none` (H4, E7).
   *
   * @default 'aws'
   */
  readonly network?: NetworkNeed;
  /**
   * Who may call: `people`, or machines too, which sign in as themselves with client credentials (B13).
   *
   * @default 'people'
   */
  readonly callers?: Callers;
  /**
   * OAuth scope that opens this tool, without the resource server's prefix. Tools may share one.
   *
   * @default - the tool's name
   */
  readonly scope?: string;
  /** Arguments. A closed object: unknown fields are refused, never dropped. */
  readonly input: Input;
  /** Result. A closed object, checked before the caller sees it. */
  readonly output: Output;
}

/** A tool's name, texts, schemas and effect, checked and complete. */
export interface ToolContract<Input extends z.ZodObject = z.ZodObject, Output extends z.ZodObject = z.ZodObject>
  extends Required<ToolDefinition<Input, Output>> {}

const NAME = /^[a-z][a-z0-9_]{0,39}$/;
const SCOPE = /^[a-z][a-z0-9._-]{0,63}$/;
const TITLE_CHARACTERS = 80;
const DESCRIPTION_CHARACTERS = 1000;

/**
 * Checks a tool's definition and fills in its defaults.
 *
 * @throws Error when a name, text, scope or schema breaks a rule, in words that say what to change (C6, F1).
 */
export function defineTool<Input extends z.ZodObject, Output extends z.ZodObject>(
  definition: ToolDefinition<Input, Output>,
): ToolContract<Input, Output> {
  const contract = {
    openWorld: false,
    network: 'aws' as const,
    callers: 'people' as const,
    scope: definition.name,
    ...definition,
  };
  checkNames(contract);
  checkNetwork(contract);
  checkTexts(contract);
  checkSchema(contract.name, 'input', contract.input);
  checkSchema(contract.name, 'output', contract.output);
  checkAsksForNoSecret(contract.name, contract.input);
  return contract;
}

function checkNames({ name, scope }: { name: string; scope: string }): void {
  if (!NAME.test(name)) {
    throw new Error(`tool names are snake_case, 1 to 40 characters, got ${JSON.stringify(name)}`);
  }
  if (!SCOPE.test(scope)) {
    throw new Error(
      `${name}: a scope is lower case letters, digits, ".", "_" and "-", without a wildcard, got ${JSON.stringify(scope)}`,
    );
  }
}

function checkNetwork({ name, network, openWorld }: Pick<ToolContract, 'name' | 'network' | 'openWorld'>): void {
  if (!NetworkNeed.safeParse(network).success) {
    throw new Error(
      `${name}: network is 'none', 'aws' or 1 to 20 hosts, each a whole DNS name in lower case without scheme, port or wildcard, got ${JSON.stringify(network)}`,
    );
  }
  if (openWorld && typeof network === 'string') {
    throw new Error(`${name}: a tool of the open world names the hosts it talks to: network: ['api.example.com']`);
  }
}

function checkTexts({ name, title, description }: { name: string; title: string; description: string }): void {
  if (title.trim() === '' || title.length > TITLE_CHARACTERS) {
    throw new Error(`${name}: a title has 1 to ${TITLE_CHARACTERS} characters, got ${title.length}`);
  }
  if (description.trim() === '' || description.length > DESCRIPTION_CHARACTERS) {
    throw new Error(`${name}: a description has 1 to ${DESCRIPTION_CHARACTERS} characters, got ${description.length}`);
  }
}

function checkSchema(name: string, side: 'input' | 'output', schema: z.ZodObject): void {
  const [problem] = findOpenSchemas(jsonSchemaOf(schema, side));
  if (problem) throw new Error(`${name}: ${side}${problem.path} ${problem.rule}`);
}

function checkAsksForNoSecret(name: string, input: z.ZodObject): void {
  const field = secretField(jsonSchemaOf(input, 'input'));
  if (field === undefined) return;
  throw new Error(
    `${name}: input.${field} is named like a secret, and arguments pass the model; give the tool a secret with addSecret(), which people enter on a page where it is their own`,
  );
}
