import * as z from 'zod';

const Texts = z.array(z.string().min(1)).min(1);

/**
 * The inline session policy of a loan, or its template, whose texts still hold markers for arguments.
 *
 * It allows only: a session policy adds nothing to the role, it takes away what it does not name (IAM user guide, "Session
 * policies").
 */
export const SessionPolicy = z.strictObject({
  Version: z.literal('2012-10-17'),
  Statement: z
    .array(
      z.strictObject({
        Effect: z.literal('Allow'),
        Action: Texts,
        Resource: Texts,
        Condition: z.record(z.string(), z.record(z.string(), Texts)).optional(),
      }),
    )
    .min(1),
});
export type SessionPolicy = z.infer<typeof SessionPolicy>;

/** How long a session policy may be, in characters (STS API reference, `AssumeRole`, `Policy`). */
export const MAX_SESSION_POLICY = 2_048;

/** How long a template may be, in characters: what a standard parameter of Systems Manager holds. */
export const MAX_POLICY_TEMPLATE = 4_096;

/** A marker in a template: the argument of this name stands there. IAM's own variables begin otherwise. */
const MARKER = /\$\{input\.([A-Za-z][A-Za-z0-9_]*)\}/g;

/** What looks like a marker, perhaps a broken one. */
const MARKER_LIKE = /\$\{\s*input/i;

/** Characters an argument may have where it stands in a policy: none means anything to IAM, none separates parts of ARNs or keys. */
const PLAIN = 'A-Za-z0-9_.@=+ -';

/**
 * A text argument that may stand in a policy. Nothing that is a pattern, a variable or a separator; `..` and blanks at the
 * ends mean something to others who read keys.
 */
const PLAIN_TEXT = new RegExp(`^(?!.*\\.\\.)(?! )(?!\\.$)[${PLAIN}]{1,128}(?<! )$`);

/** A place where an argument stood, while a text is judged. */
const PLACE = '\u0000';
const INSIDE_VARIABLE = new RegExp(`\\$\\{[^}]*${PLACE}`);
const BESIDE_WILDCARD = new RegExp(`${PLACE}[${PLAIN}]*[*?]|[*?][${PLAIN}]*${PLACE}`);

/** Writes the marker of an argument. */
export function inputMarker(field: string): string {
  return `\${input.${field}}`;
}

/** The arguments a text of a template waits for. */
export function markedFields(text: string): readonly string[] {
  return Array.from(text.matchAll(MARKER), ([, field = '']) => field);
}

/** An argument as it may stand in a policy, or undefined when it may not. */
export function plainArgument(value: unknown): string | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? String(value) : undefined;
  return typeof value === 'string' && PLAIN_TEXT.test(value) ? value : undefined;
}

/** Says why the markers of a text cannot be filled safely, or nothing. */
export function markerProblem(text: string): string | undefined {
  const places = text.replaceAll(MARKER, PLACE);
  if (MARKER_LIKE.test(places.replaceAll(PLACE, ''))) return 'has a marker that fromInput() did not write';
  if (INSIDE_VARIABLE.test(places))
    return 'has a marker inside a policy variable, so an argument would choose the variable';
  if (BESIDE_WILDCARD.test(places)) {
    return 'has a wildcard beside a marker without a "/" or ":" between them, so a short argument would reach further than a long one';
  }
  return undefined;
}

/**
 * Puts values in place of the markers of one text, once: a value is never read for markers.
 *
 * @throws Error when the text has a problem, and whatever `value` throws.
 */
export function fillMarkers(text: string, value: (field: string) => string): string {
  const problem = markerProblem(text);
  if (problem) throw new Error(`a text of a session policy ${problem}`);
  return text.replaceAll(MARKER, (_, field: string) => value(field));
}

/** Changes every text of a policy that may hold markers: resources and values of conditions, nothing else. */
export function mapMarkedTexts(policy: SessionPolicy, change: (text: string) => string): SessionPolicy {
  return {
    ...policy,
    Statement: policy.Statement.map(({ Condition, ...statement }) => ({
      ...statement,
      Resource: statement.Resource.map(change),
      ...(Condition && {
        Condition: mapValues(Condition, (keys) => mapValues(keys, (values) => values.map(change))),
      }),
    })),
  };
}

function mapValues<In, Out>(record: Readonly<Record<string, In>>, change: (value: In) => Out): Record<string, Out> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
