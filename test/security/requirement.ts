/** How far a requirement is shown to hold. */
export type RequirementState =
  /** Tests cite it and turn red without its controls; or it says no more than other proven requirements together. */
  { readonly proven: true; readonly through?: readonly string[] } | { readonly proven: false; readonly reason: string };

/** One line of the list by which a stranger can check the project. */
export interface Requirement {
  /** As tests cite it, for example `B6`. */
  readonly id: string;
  readonly statement: string;
  /** Where it comes from: the OWASP guide (G), its Minimum Bar (GMB), AISVS, the MCP specification (SPEC) and others. */
  readonly source: string;
  readonly state: RequirementState;
}

/** The tests show it. */
export const PROVEN: RequirementState = { proven: true };

/** It says what other requirements say together. */
export function provenThrough(...ids: readonly string[]): RequirementState {
  return { proven: true, through: ids };
}

/** Not shown, wholly or in part, and why. */
export function unproven(reason: string): RequirementState {
  return { proven: false, reason };
}

/** A requirement as the lists write it. */
export type RequirementRow = readonly [id: string, statement: string, source: string, state: RequirementState];

/** Makes requirements of rows. */
export function requirementsOf(rows: readonly RequirementRow[]): readonly Requirement[] {
  return rows.map(([id, statement, source, state]) => ({ id, statement, source, state }));
}
