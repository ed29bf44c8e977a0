import * as z from 'zod';
import type { PolicyPaper, RawStatement } from './policy-paper.ts';

const List = z.union([z.string().transform((one) => [one]), z.array(z.string())]);
const Condition = z.record(z.string(), z.record(z.string(), List)).default({});
const Readable = z.object({
  Effect: z.enum(['Allow', 'Deny']),
  Action: List,
  Resource: List.optional(),
  Principal: z.json().optional(),
  Condition,
});
type Readable = z.infer<typeof Readable>;

/** One thing that can be taken out of a document, or made wider, without anybody noticing at synth. */
export interface Piece {
  readonly kind:
    | 'statement'
    | 'operator'
    | 'condition key'
    | 'condition value'
    | 'action'
    | 'resource'
    | 'principal'
    | 'policy';
  readonly paper: PolicyPaper;
  /** What is taken out or widened, in words. */
  readonly part: string;
  /** What is left. */
  readonly left: readonly RawStatement[];
}

/** Every piece of a document. Of a policy that AWS wrote, the one piece is all of it. */
export function piecesOf(paper: PolicyPaper): readonly Piece[] {
  if (paper.words === 'of AWS') return [{ kind: 'policy', paper, part: 'the whole policy', left: [] }];
  return paper.statements.flatMap((raw, index) => {
    const statement = Readable.parse(raw);
    const left = (changed: object | undefined): readonly RawStatement[] =>
      paper.statements.flatMap((other, at) => (at === index ? (changed ? [{ ...raw, ...changed }] : []) : [other]));
    const name = `${statement.Effect} ${statement.Action.join(', ')}`;
    return [
      { kind: 'statement' as const, part: 'all of it', changed: undefined },
      ...conditionPieces(statement),
      ...listPieces('action', 'Action', statement.Action),
      ...listPieces('resource', 'Resource', statement.Resource ?? []),
      ...(statement.Effect === 'Allow' ? widerPieces(statement, paper.kind) : []),
    ].map(({ kind, part, changed }) => ({ kind, paper, part: `${name}: ${part}`, left: left(changed) }));
  });
}

/** A change of one statement. */
interface Change {
  readonly kind: Piece['kind'];
  readonly part: string;
  /** The elements that are different; undefined when the statement is gone. */
  readonly changed: object | undefined;
}

function conditionPieces({ Condition: operators }: Readable): readonly Change[] {
  return Object.entries(operators).flatMap(([operator, keys]): readonly Change[] => {
    const { [operator]: _gone, ...others } = operators;
    const changed = (rest: Readable['Condition'][string]) => ({ Condition: { ...others, [operator]: rest } });
    return [
      { kind: 'operator', part: operator, changed: { Condition: others } },
      ...Object.entries(keys).flatMap(([key, values]): readonly Change[] => {
        const { [key]: _removed, ...rest } = keys;
        const isOnly = Object.keys(rest).length === 0;
        return [
          {
            kind: 'condition key',
            part: `${operator} ${key}`,
            changed: isOnly ? { Condition: others } : changed(rest),
          },
          ...(values.length > 1 ? values : []).map(
            (value): Change => ({
              kind: 'condition value',
              part: `${operator} ${key} ${value}`,
              changed: changed({ ...keys, [key]: values.filter((other) => other !== value) }),
            }),
          ),
        ];
      }),
    ];
  });
}

/** Each of several items. A list of one is the statement itself. */
function listPieces(
  kind: 'action' | 'resource',
  element: 'Action' | 'Resource',
  items: readonly string[],
): readonly Change[] {
  if (items.length < 2) return [];
  return items.map((item) => ({ kind, part: item, changed: { [element]: items.filter((other) => other !== item) } }));
}

/** The same right for everybody, for every action of the service, and for every resource. */
function widerPieces({ Action, Resource, Principal }: Readable, kind: PolicyPaper['kind']): readonly Change[] {
  const services = [...new Set(Action.map((action) => action.replace(/:.*/, ':*')))];
  return [
    // an endpoint's policy speaks to everybody, and says whom it means in its conditions
    ...(Principal === undefined || kind === 'endpoint'
      ? []
      : [{ kind: 'principal' as const, part: 'widened to everybody', changed: { Principal: '*' } }]),
    ...(Action.join() === services.join()
      ? []
      : [{ kind: 'action' as const, part: `widened to ${services.join(', ')}`, changed: { Action: services } }]),
    ...((kind === 'identity' || kind === 'boundary' || kind === 'session') && Resource?.join() !== '*'
      ? [{ kind: 'resource' as const, part: 'widened to every resource', changed: { Resource: '*' } }]
      : []),
  ];
}
