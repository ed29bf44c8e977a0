import { SHORTEST_SECRET } from '../../shared/secret-length.ts';
import { secretForms } from './secret-forms.ts';

const SHOWN = '[secret]';

/** The secrets a call has read, which must not leave it in any answer or log line (G5). */
export interface KnownSecrets {
  /**
   * Adds a value that was read.
   *
   * @throws Error when the call has ended, or the value is too short to be told from other text.
   */
  add(value: string): void;
  /** Whether a text quotes one: whole or half, as it is or encoded. */
  quotedIn(text: string): boolean;
  /** The text with every quotation replaced. */
  hide(text: string): string;
  /** Ends the call: no secret is read for it any more. */
  close(): void;
}

/**
 * Starts a call's list. What was read is found by exact match: cheap and certain, unlike a search for what looks secret.
 *
 * @param onFirst - told when the first one is about to be known.
 */
export function knownSecrets(onFirst: (secrets: KnownSecrets) => void): KnownSecrets {
  const forms = new Set<string>();
  let open = true;

  const secrets: KnownSecrets = {
    add(value) {
      if (!open) throw new Error('a secret was read after its call ended');
      if (value.length < SHORTEST_SECRET) throw new Error(`a secret has at least ${SHORTEST_SECRET} characters`);
      if (forms.size === 0) onFirst(secrets);
      for (const form of secretForms(value)) forms.add(form);
    },
    quotedIn: (text) => [...forms].some((form) => text.includes(form)),
    hide: (text) =>
      [...forms].toSorted((a, b) => b.length - a.length).reduce((shown, form) => shown.replaceAll(form, SHOWN), text),
    close() {
      open = false;
    },
  };
  return secrets;
}
