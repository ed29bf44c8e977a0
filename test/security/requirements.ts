import { ACCESS_REQUIREMENTS } from './access-requirements.ts';
import { OVERSIGHT_REQUIREMENTS } from './oversight-requirements.ts';
import type { Requirement } from './requirement.ts';
import { TOOL_REQUIREMENTS } from './tool-requirements.ts';

/** Every requirement, in the order of its id, with what the project can show for it today. */
export const REQUIREMENTS: readonly Requirement[] = [
  ...ACCESS_REQUIREMENTS,
  ...TOOL_REQUIREMENTS,
  ...OVERSIGHT_REQUIREMENTS,
];
