import type { ChangeRecord } from '../../shared/change-record.ts';
import type { AdmittedClient } from '../../shared/state-table.ts';
import type { AdmissionQuota } from './admission-quota.ts';
import type { AdmittedClients } from './admitted-clients.ts';
import type { AppClients } from './app-client.ts';

/** A client about to be admitted. */
export interface Applicant {
  /** Name of its app client in Cognito. */
  readonly appClientName: string;
  /** What the authorizer will know of it. */
  readonly client: AdmittedClient;
  /** Ties it to what the facade keeps. Returns the app client it is tied to, which is another one when that came first. */
  readonly tie: (appClientId: string) => Promise<string>;
  /** Takes the tie to this app client away. */
  readonly untie: (appClientId: string) => Promise<void>;
}

export interface AdmissionParts {
  readonly quota: AdmissionQuota;
  readonly appClients: AppClients;
  readonly admitted: Pick<AdmittedClients, 'put' | 'delete'>;
  /** Writes a record and waits until the audit log has it. */
  readonly record: (change: ChangeRecord) => Promise<void>;
  readonly gateway: string;
  readonly now: () => Date;
  readonly randomUUID: () => string;
  /** Takes one line about a failure of our own. */
  readonly log: (line: string) => void;
}

/** Gives a client its app client and makes it known to the authorizer. Returns the app client's id. */
export type Admit = (applicant: Applicant) => Promise<string>;

/**
 * Makes the one way by which clients are admitted at run time, whether by document or by registration.
 *
 * The record comes first: there may be a record of a client that is not admitted after all, never a client without one
 * (I6). What fails half-way is taken back, and so is the later one of two that came at the same time.
 */
export function admission(parts: AdmissionParts): Admit {
  const { quota, appClients, admitted, record } = parts;
  return async (applicant) => {
    const appClientId = await createWithinQuota(applicant, parts);
    try {
      await appClients.addSignInPage(appClientId);
      await record(changeRecord(appClientId, applicant.client, parts));
      await admitted.put(appClientId, applicant.client);
      const tied = await applicant.tie(appClientId);
      if (tied !== appClientId) await takeBack(appClientId, applicant, parts);
      return tied;
    } catch (error) {
      await takeBack(appClientId, applicant, parts);
      throw error;
    }
  };

  async function createWithinQuota({ appClientName }: Applicant, { log }: AdmissionParts): Promise<string> {
    await quota.take();
    try {
      return await appClients.create(appClientName);
    } catch (error) {
      await quota.giveBack().catch(() => log(describe('a place of the quota is lost')));
      throw error;
    }
  }
}

/**
 * Takes an admission back, in the order that leaves the least behind when a step fails: the tie, so that nobody is sent to
 * a client that is gone; then what the authorizer believes; then the app client; its place in the quota only at the end.
 */
async function takeBack(
  appClientId: string,
  { untie }: Applicant,
  { admitted, appClients, quota, log }: AdmissionParts,
): Promise<void> {
  try {
    await untie(appClientId);
    await admitted.delete(appClientId);
    await appClients.delete(appClientId);
    await quota.giveBack();
  } catch {
    log(describe(`app client ${appClientId} could not be taken back`));
  }
}

function changeRecord(
  appClientId: string,
  { name, kind, document }: AdmittedClient,
  { gateway, now, randomUUID }: AdmissionParts,
): ChangeRecord {
  return {
    version: 1,
    kind: 'change',
    time: now().toISOString(),
    id: randomUUID(),
    gateway,
    actor: 'facade',
    action: 'admit_client',
    target: { kind: 'client', name: appClientId },
    before: {},
    after: { name, kind, ...(document !== undefined && { document }) },
  };
}

function describe(cause: string): string {
  return JSON.stringify({ level: 'error', part: 'oauth', cause });
}
