import type { ApiDefinition, ApiMethod, ApiResource } from './api-definition.ts';
import { ApiRefusal } from './api-failure.ts';

/** A method and what its path's parameters stand for in a request. */
export interface FoundMethod {
  readonly method: ApiMethod;
  readonly pathParameters: { readonly [name: string]: string } | null;
}

/**
 * Finds the method for a path below the stage. A literal segment wins over `{name}`, `{name}` over `{proxy+}`.
 *
 * @throws ApiRefusal `no_route`, also when the path exists with other methods only, as on AWS.
 */
export function findMethod({ resources, methods }: ApiDefinition, verb: string, path: string): FoundMethod {
  const segments = segmentsOf(path);
  const [resource] = resources.filter((candidate) => matches(candidate, segments)).sort(moreSpecificFirst);
  const own = methods.filter((method) => method.resource === resource);
  const method = own.find((one) => one.verb === verb) ?? own.find((one) => one.verb === 'ANY');
  if (!method) throw new ApiRefusal({ kind: 'no_route' });
  return { method, pathParameters: readParameters(method.resource, segments) };
}

/** `/` has no segments; `/a/b` has two; a trailing slash is an empty last one and matches nothing. */
export function segmentsOf(path: string): readonly string[] {
  return path === '/' || path === '' ? [] : path.slice(1).split('/');
}

function matches({ segments: pattern }: ApiResource, segments: readonly string[]): boolean {
  const greedy = pattern.at(-1)?.endsWith('+}') ?? false;
  if (greedy ? segments.length < pattern.length : segments.length !== pattern.length) return false;
  return pattern.every((part, index) => (isParameter(part) ? segments[index] !== '' : part === segments[index]));
}

/** Compares segment by segment; the first difference decides. */
function moreSpecificFirst(one: ApiResource, other: ApiResource): number {
  const length = Math.max(one.segments.length, other.segments.length);
  for (let index = 0; index < length; index += 1) {
    const difference = rank(one.segments[index]) - rank(other.segments[index]);
    if (difference !== 0) return difference;
  }
  return 0;
}

function rank(segment: string | undefined): number {
  if (segment === undefined) return 3;
  if (segment.endsWith('+}')) return 2;
  return isParameter(segment) ? 1 : 0;
}

function readParameters(
  { segments: pattern }: ApiResource,
  segments: readonly string[],
): FoundMethod['pathParameters'] {
  const found = pattern.flatMap((part, index) => {
    if (!isParameter(part)) return [];
    const greedy = part.endsWith('+}');
    const value = greedy ? segments.slice(index).join('/') : (segments[index] ?? '');
    return [[part.slice(1, greedy ? -2 : -1), decode(value)] as const];
  });
  return found.length === 0 ? null : Object.fromEntries(found);
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    throw new ApiRefusal({ kind: 'bad_path', reason: 'a path parameter is not percent-encoded UTF-8' });
  }
}

function isParameter(segment: string): boolean {
  return segment.startsWith('{') && segment.endsWith('}');
}
