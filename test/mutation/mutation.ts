/** One control, taken out of the code by the smallest edit, and the tests that must turn red then. */
export interface Mutation {
  /** Requirement it serves, for example `B6`. */
  readonly id: string;
  /** What the edit takes away, as a short sentence. */
  readonly control: string;
  readonly file: string;
  /** Text of the file, found exactly once. */
  readonly remove: string;
  readonly insert: string;
  /** Test files of which at least one test must fail. */
  readonly tests: readonly string[];
}

/** An edit without the place where it is made. */
export type Edit = readonly [id: string, control: string, remove: string, insert: string];

/** The mutations of one file that the same tests watch. */
export function mutationsOf(file: string, tests: readonly string[], edits: readonly Edit[]): readonly Mutation[] {
  return edits.map(([id, control, remove, insert]) => ({ id, control, file, remove, insert, tests }));
}
