import * as z from 'zod';
import type { Json } from '../../../shared/json-schema.ts';
import { matchesPattern } from './matches-pattern.ts';

const OneOrMore = z.union([z.string().transform((one) => [one]), z.array(z.string()).min(1)]);

/** `NotAction`, `NotResource` and `Condition` are refused: what local mode does not weigh must not allow. */
const Statement = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Action: OneOrMore,
  Resource: OneOrMore,
});

/** What a Lambda authorizer must return. */
const AuthorizerAnswer = z.strictObject({
  principalId: z.string(),
  policyDocument: z.object({
    Version: z.string().optional(),
    Statement: z.union([Statement.transform((one) => [one]), z.array(Statement)]),
  }),
  context: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]).transform(String)).default({}),
  usageIdentifierKey: z.string().optional(),
});
export type AuthorizerAnswer = z.infer<typeof AuthorizerAnswer>;

/** Reads what an authorizer returned; undefined when it is not what API Gateway accepts. */
export function readAuthorizerAnswer(payload: Buffer): AuthorizerAnswer | undefined {
  const parsed = AuthorizerAnswer.safeParse(parseJson(payload));
  return parsed.success ? parsed.data : undefined;
}

/** What the policy says about one request. A deny wins; nothing said is a no. */
export function verdictOf({ policyDocument }: AuthorizerAnswer, methodArn: string): 'allow' | 'deny' | 'silent' {
  const effects = policyDocument.Statement.filter(
    ({ Action, Resource }) =>
      Action.some((pattern) => matchesPattern(pattern.toLowerCase(), 'execute-api:invoke')) &&
      Resource.some((pattern) => matchesPattern(pattern, methodArn)),
  ).map(({ Effect }) => Effect);
  if (effects.includes('Deny')) return 'deny';
  return effects.includes('Allow') ? 'allow' : 'silent';
}

function parseJson(payload: Buffer): Json | undefined {
  try {
    return JSON.parse(payload.toString('utf8'));
  } catch {
    return undefined;
  }
}
