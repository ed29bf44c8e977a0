import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { POLICY_ID } from '../../shared/policy-file.ts';
import { errorWords } from './error-words.ts';
import type { Cedar } from './load-cedar.ts';

/** One policy, and where it stands. */
export interface PolicySource {
  readonly id: string;
  readonly text: string;
  /** Its file and line, for messages. */
  readonly place: string;
}

/** Thrown for a folder or file that holds no usable policies, in words that name the file and say what to change. */
export class UnusablePolicies extends Error {}

/**
 * Reads all policies of a folder: every `*.cedar` file, in the order of their names.
 *
 * @throws UnusablePolicies when there are none, or one does not parse, has no id, or has the id of another.
 */
export function readPolicies(folder: string, cedar: Cedar): readonly PolicySource[] {
  const policies = policyFiles(folder).flatMap((file) => policiesOf(file, readFileSync(file, 'utf8'), cedar));
  if (policies.length === 0) throw new UnusablePolicies(`${folder}: holds no policy; nobody could call anything`);
  const ids = new Set<string>();
  for (const { id, place } of policies) {
    if (ids.has(id)) throw new UnusablePolicies(`${place}: the id of a policy is its own, got @id("${id}") twice`);
    ids.add(id);
  }
  return policies;
}

function policyFiles(folder: string): readonly string[] {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    throw new UnusablePolicies(`${folder}: policies is a folder relative to that of cdk.json, and there is none`);
  }
  const names = readdirSync(folder).filter((name) => name.endsWith('.cedar'));
  return names.toSorted().map((name) => join(folder, name));
}

function policiesOf(file: string, text: string, cedar: Cedar): readonly PolicySource[] {
  const parts = cedar.policySetTextToParts(text);
  if (parts.type === 'failure') throw new UnusablePolicies(errorWords(file, text, parts.errors));
  if (parts.policy_templates.length > 0) throw new UnusablePolicies(`${file}: templates have no use here`);
  return parts.policies.map((policy) => {
    const place = `${file}:${lineOf(text, policy)}`;
    return { id: idOf(policy, place, cedar), text: policy, place };
  });
}

function idOf(policy: string, place: string, cedar: Cedar): string {
  const parsed = cedar.policyToJson(policy);
  const id = parsed.type === 'success' ? (parsed.json.annotations?.id ?? '') : '';
  if (POLICY_ID.test(id)) return id;
  throw new UnusablePolicies(
    `${place}: each policy says its id in front, as in @id("people-may-read"): lower case letters, digits and "-"`,
  );
}

function lineOf(text: string, part: string): number {
  return text.slice(0, Math.max(0, text.indexOf(part))).split('\n').length;
}
