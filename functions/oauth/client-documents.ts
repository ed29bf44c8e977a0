import * as z from 'zod';
import { clientDocumentKey, StateAttribute } from '../../shared/state-table.ts';
import { digest } from '../web/digest.ts';
import type { Attributes, ClientState } from './client-state.ts';
import { freshSeconds } from './document-freshness.ts';
import type { FetchPublicDocument } from './fetch-public-document.ts';
import { type ClientDocument, readClientDocument, writeClientDocument } from './read-client-document.ts';

/** Client metadata documents, and the app client each got. */
export interface ClientDocuments {
  /**
   * Reads a document from the state table while it is fresh, otherwise from its host.
   *
   * A stale copy never stands in for a host that does not answer: the client may have withdrawn what it says (fails closed).
   *
   * @throws OAuthError with `client_document_refused`, `client_document_unreachable` or `state_unreachable`.
   */
  read(url: string): Promise<KnownDocument>;
  /**
   * Ties a document to its app client, once for all.
   *
   * @returns the app client it is tied to, which is another one when that came first.
   */
  claim(url: string, appClientId: string): Promise<string>;
  /** Takes the tie to this app client away; one to another app client stays. */
  release(url: string, appClientId: string): Promise<void>;
}

export interface KnownDocument extends ClientDocument {
  readonly appClientId?: string;
}

interface DocumentParts {
  readonly state: ClientState;
  readonly fetchDocument: FetchPublicDocument;
  readonly now: () => Date;
}

/** Makes the store of documents. Refusals and failures are never kept, as the draft demands (§4.4). */
export function clientDocuments({ state, fetchDocument, now }: DocumentParts): ClientDocuments {
  const seconds = () => Math.floor(now().getTime() / 1000);

  async function refresh(url: string, appClientId: string | undefined): Promise<ClientDocument> {
    const { text, headers } = await fetchDocument(url);
    const document = readClientDocument(url, text);
    const freshUntil = seconds() + freshSeconds(headers);
    await keep({ state, url, document, freshUntil, isAdmitted: appClientId !== undefined });
    return document;
  }

  return {
    async read(url) {
      const item = await state.get(keyOf(url));
      const appClientId = appClientOf(item);
      const document = freshCopy(url, item, seconds()) ?? (await refresh(url, appClientId));
      return { ...document, ...(appClientId !== undefined && { appClientId }) };
    },
    async claim(url, appClientId) {
      const isOurs = await state.update(keyOf(url), {
        change: 'SET clientId = :id REMOVE #expiresAt',
        condition: 'attribute_not_exists(clientId)',
        names: { '#expiresAt': StateAttribute.expiresAt },
        values: { ':id': { S: appClientId } },
      });
      return isOurs ? appClientId : (appClientOf(await state.get(keyOf(url))) ?? appClientId);
    },
    async release(url, appClientId) {
      await state.update(keyOf(url), {
        change: 'REMOVE clientId',
        condition: 'clientId = :id',
        values: { ':id': { S: appClientId } },
      });
    },
  };
}

interface Keeping {
  readonly state: ClientState;
  readonly url: string;
  readonly document: ClientDocument;
  /** Seconds since the epoch. */
  readonly freshUntil: number;
  readonly isAdmitted: boolean;
}

/** Writes a document beside its tie. Once it is tied it must not expire: another app client would be made for it. */
async function keep({ state, url, document, freshUntil, isAdmitted }: Keeping): Promise<void> {
  const values = { ':d': { S: writeClientDocument(url, document) }, ':f': { N: String(freshUntil) } };
  const change = 'SET document = :d, freshUntil = :f';
  if (!isAdmitted) {
    const isKept = await state.update(keyOf(url), {
      change: `${change}, #expiresAt = :f`,
      condition: 'attribute_not_exists(clientId)',
      names: { '#expiresAt': StateAttribute.expiresAt },
      values,
    });
    if (isKept) return;
  }
  await state.update(keyOf(url), { change, values });
}

const Stored = z.object({
  document: z.object({ S: z.string() }),
  freshUntil: z.object({ N: z.coerce.number() }),
});

/** A copy is judged again: the rules may have become stricter since. */
function freshCopy(url: string, item: Attributes | undefined, seconds: number): ClientDocument | undefined {
  const stored = Stored.safeParse(item);
  if (!stored.success || stored.data.freshUntil.N <= seconds) return undefined;
  return readClientDocument(url, stored.data.document.S);
}

function appClientOf(item: Attributes | undefined): string | undefined {
  return item?.clientId?.S;
}

function keyOf(url: string): string {
  return clientDocumentKey(digest(url));
}
