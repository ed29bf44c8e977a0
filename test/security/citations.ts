import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A requirement's id at the end of a test's name, as in `'refuses an expired token (B1, RS3)'`. */
const CITED = /\(([^()'"`]*)\)['"`]/g;
const ID = /^[A-I]\d{1,2}$/;

/** Which test files cite which requirement in the name of a test. */
export function citations(folder = 'test'): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const file of testFiles(folder)) {
    for (const id of new Set(citedIn(readFileSync(file, 'utf8')))) found.set(id, [...(found.get(id) ?? []), file]);
  }
  return found;
}

/** The ids that the names of tests in a source text cite. */
export function citedIn(source: string): readonly string[] {
  return [...source.matchAll(CITED)].flatMap(([, inside = '']) => inside.split(', ').filter((word) => ID.test(word)));
}

function testFiles(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => join(folder, name))
    .toSorted();
}
