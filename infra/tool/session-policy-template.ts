import type { Json, JsonSchema } from '../../shared/json-schema.ts';
import {
  inputMarker,
  MAX_POLICY_TEMPLATE,
  MAX_SESSION_POLICY,
  mapMarkedTexts,
  markedFields,
  markerProblem,
  plainArgument,
  SessionPolicy,
} from '../../shared/session-policy.ts';

/** A part of what one call may do, at most. The role's own conditions hold besides. */
export interface NarrowedStatement {
  /** Actions one by one, for example `dynamodb:GetItem`. */
  readonly actions: readonly string[];
  /** ARNs. May hold `fromInput()` and policy variables of the caller's tags. */
  readonly resources: readonly string[];
  /**
   * Conditions as IAM writes them: operator, key, values. Values may hold what resources may.
   *
   * @default - none besides the role's own
   */
  readonly conditions?: { readonly [operator: string]: { readonly [key: string]: string | readonly string[] } };
}

const ACTION = /^[a-z0-9-]+:[A-Za-z0-9]+$/;
/** Operators under which a value that is filled in lets one thing through. Negated ones would let through all others. */
const EXACT_OPERATOR = /^(For(AllValues|AnyValue):)?(String|Arn)(Equals|Like)$/;
const BRACED = /\{\{/;

/**
 * Stands for an argument of the call in what `narrow()` is given. The gateway puts the validated value there.
 *
 * @param field - a required field of the tool's input: an integer, or a text whose pattern begins with ^ and ends with $.
 */
export function fromInput(field: string): string {
  return inputMarker(field);
}

/**
 * Makes the template of a tool's session policies.
 *
 * @throws Error in words that say what to change: an action with a wildcard, a marker where none can be filled safely, a
 *   field that the contract does not have or does not close, a template too long.
 */
export function sessionPolicyTemplate(statements: readonly NarrowedStatement[], input: JsonSchema): SessionPolicy {
  for (const statement of statements) checkStatement(statement);
  const template = SessionPolicy.parse({ Version: '2012-10-17', Statement: statements.map(asStatement) });
  mapMarkedTexts(template, (text) => checkText(text, input));
  checkLength(template);
  return template;
}

function asStatement({ actions, resources, conditions }: NarrowedStatement) {
  return {
    Effect: 'Allow',
    Action: actions,
    Resource: resources,
    ...(conditions && {
      Condition: mapEntries(conditions, (keys) => mapEntries(keys, (values) => [values].flat())),
    }),
  };
}

function checkStatement({ actions, resources, conditions = {} }: NarrowedStatement): void {
  if (actions.length === 0 || resources.length === 0) throw new Error('every statement names actions and resources');
  for (const action of actions) {
    if (!ACTION.test(action)) {
      throw new Error(`actions are named one by one, without wildcards, got ${JSON.stringify(action)}`);
    }
  }
  for (const [operator, keys] of Object.entries(conditions)) {
    const texts = Object.values(keys).flat();
    if (!EXACT_OPERATOR.test(operator) && texts.some((text) => markedFields(text).length > 0)) {
      throw new Error(`fromInput() stands under StringEquals, StringLike, ArnEquals or ArnLike, got ${operator}`);
    }
    for (const text of [operator, ...Object.keys(keys)]) {
      if (markedFields(text).length > 0) throw new Error(`fromInput() stands in values of conditions, got ${text}`);
    }
  }
}

function checkText(text: string, input: JsonSchema): string {
  const problem = BRACED.test(text) ? 'has {{, which Systems Manager reads as a reference' : markerProblem(text);
  if (problem) throw new Error(`${JSON.stringify(text)} ${problem}`);
  for (const field of markedFields(text)) {
    const rule = fieldProblem(field, input);
    if (rule) throw new Error(`fromInput(${JSON.stringify(field)}) ${rule}`);
  }
  return text;
}

function fieldProblem(field: string, { properties, required }: JsonSchema): string | undefined {
  const schema = isObject(properties) && Object.hasOwn(properties, field) ? properties[field] : undefined;
  if (!isObject(schema)) return 'names no field of the input';
  if (!Array.isArray(required) || !required.includes(field)) return 'names a field that may be absent; require it';
  return isClosed(schema) ? undefined : 'names a field that is no integer and no text with a pattern from ^ to $';
}

/** Whether the contract itself says which values there are. What of them is not plain is refused call by call. */
function isClosed({ type, pattern, enum: values, const: only }: JsonSchema): boolean {
  if (type === 'integer') return true;
  if (only !== undefined) return plainArgument(only) !== undefined;
  if (Array.isArray(values)) return values.every((value) => plainArgument(value) !== undefined);
  return type === 'string' && typeof pattern === 'string' && /^\^.*\$$/s.test(pattern);
}

/** Counts what is known at synth: names that CloudFormation makes and arguments come on top, and are counted at the call. */
function checkLength(template: SessionPolicy): void {
  const stored = withoutTokens(JSON.stringify(template));
  const sent = withoutTokens(JSON.stringify(mapMarkedTexts(template, withoutMarkers)));
  if (sent.length > MAX_SESSION_POLICY || stored.length > MAX_POLICY_TEMPLATE) {
    throw new Error(
      `a session policy has at most ${MAX_SESSION_POLICY} characters (STS), its template ${MAX_POLICY_TEMPLATE}; this one has ${sent.length} and more, its template ${stored.length}`,
    );
  }
}

function withoutMarkers(text: string): string {
  return markedFields(text).reduce((rest, field) => rest.replace(inputMarker(field), ''), text);
}

/** CDK writes a token into a text as `${Token[…]}`. */
function withoutTokens(text: string): string {
  return text.replaceAll(/\$\{Token\[[^\]]*\]\}/g, '');
}

function mapEntries<In, Out>(
  record: { readonly [key: string]: In },
  change: (value: In) => Out,
): { readonly [key: string]: Out } {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}

function isObject(value: Json | undefined): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
