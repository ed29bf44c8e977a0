import { matchesGlob } from './glob.ts';
import type { RequestContext } from './request-context.ts';
import { hasVariable, type PatternReading, readPattern, resolvePattern, type TextPattern } from './text-pattern.ts';
import { UnknownInPolicy } from './unknown-in-policy.ts';

/** An ARN with wildcards: partition, service, region, account and so on, one pattern for each of its six segments. */
export type ArnPattern = readonly TextPattern[];

/** `arn`, partition, service, region, account, resource. Only the last may hold colons of its own. */
const SEGMENTS = 6;

/**
 * Reads an ARN as policies write it. Variables may stand in the resource segment only.
 *
 * @throws UnknownInPolicy for text with fewer than six segments and for a variable before the fifth colon.
 */
export function readArnPattern(source: string, reading: Omit<PatternReading, 'wildcards'>): ArnPattern {
  const segments = splitArn(source);
  if (!segments) throw new UnknownInPolicy(`${source} as an ARN`, reading.where);
  const patterns = segments.map((segment) => readPattern(segment, { ...reading, wildcards: true }));
  if (patterns.slice(0, -1).some(hasVariable)) {
    throw new UnknownInPolicy(`a variable before the fifth colon of ${source}`, reading.where);
  }
  return patterns;
}

/** Whether an ARN fits, segment by segment: a wildcard never reaches over a colon, except in the resource segment. */
export function matchesArn(pattern: ArnPattern, arn: string, context: RequestContext): boolean {
  const segments = splitArn(arn);
  return (
    segments !== undefined &&
    pattern.every((part, index) => {
      const glob = resolvePattern(part, context);
      return glob !== undefined && matchesGlob(glob, segments[index] ?? '');
    })
  );
}

/** Cuts at the first five colons. Undefined when the text is no ARN. */
export function splitArn(arn: string): readonly string[] | undefined {
  const pieces = arn.split(':');
  if (pieces.length < SEGMENTS || pieces[0] !== 'arn') return undefined;
  return [...pieces.slice(0, SEGMENTS - 1), pieces.slice(SEGMENTS - 1).join(':')];
}
