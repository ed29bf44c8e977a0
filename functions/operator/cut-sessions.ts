import {
  CreatePolicyVersionCommand,
  DeletePolicyVersionCommand,
  GetPolicyVersionCommand,
  type IAMClient,
  ListPolicyVersionsCommand,
  type PolicyVersion,
} from '@aws-sdk/client-iam';
import { type CutWish, holds, nextDocument } from './boundary-document.ts';

/** What rewriting the boundary needs. */
export interface CutterProps {
  readonly iam: Pick<IAMClient, 'send'>;
  /** ARN of the managed policy that bounds all caller roles. */
  readonly boundaryArn: string;
  readonly now: () => Date;
  /** Waits some milliseconds. */
  readonly wait: (ms: number) => Promise<unknown>;
}

/**
 * Ends lent sessions, or lets new ones live again.
 *
 * @throws Error when IAM refuses, or the boundary does not say what was wished after all.
 */
export type CutSessions = (wish: CutWish) => Promise<void>;

/** IAM keeps five versions of a managed policy (IAM User Guide, IAM and STS quotas). */
const MAX_VERSIONS = 5;
const ATTEMPTS = 3;
/** IAM may answer with what was true a moment ago. */
const SETTLE_MS = 500;

/**
 * Makes the cutter. A boundary is all that reaches credentials that are lent already: it is judged at every request.
 *
 * Writes until the boundary in force says what was wished: another operator's rewrite at the same time may have replaced ours.
 */
export function sessionCutter(props: CutterProps): CutSessions {
  return async (wish) => {
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      const versions = await listVersions(props);
      const document = await readInForce(props, versions);
      if (holds(document, wish)) return;
      await putInForce(props, versions, nextDocument(document, wish, Math.floor(props.now().getTime() / 1000)));
      await props.wait(SETTLE_MS * attempt);
    }
    if (holds(await readInForce(props, await listVersions(props)), wish)) return;
    throw new Error('the boundary was rewritten and does not say what was wished');
  };
}

async function listVersions({ iam, boundaryArn }: CutterProps): Promise<readonly PolicyVersion[]> {
  const { Versions = [] } = await iam.send(new ListPolicyVersionsCommand({ PolicyArn: boundaryArn }));
  return Versions;
}

async function readInForce({ iam, boundaryArn }: CutterProps, versions: readonly PolicyVersion[]): Promise<string> {
  const VersionId = versions.find(({ IsDefaultVersion }) => IsDefaultVersion)?.VersionId;
  const { PolicyVersion } = await iam.send(new GetPolicyVersionCommand({ PolicyArn: boundaryArn, VersionId }));
  if (PolicyVersion?.Document === undefined) throw new Error('the boundary has no document');
  return decodeURIComponent(PolicyVersion.Document);
}

async function putInForce(props: CutterProps, versions: readonly PolicyVersion[], document: string): Promise<void> {
  const { iam, boundaryArn } = props;
  const create = new CreatePolicyVersionCommand({
    PolicyArn: boundaryArn,
    PolicyDocument: document,
    SetAsDefault: true,
  });
  if (versions.length >= MAX_VERSIONS) await deleteOldest(props, versions);
  try {
    await iam.send(create);
  } catch (error) {
    if (!(error instanceof Error && error.name === 'LimitExceededException')) throw error;
    await deleteOldest(props, await listVersions(props));
    await iam.send(create);
  }
}

async function deleteOldest({ iam, boundaryArn }: CutterProps, versions: readonly PolicyVersion[]): Promise<void> {
  const [oldest] = versions
    .filter(({ IsDefaultVersion }) => !IsDefaultVersion)
    .toSorted((one, other) => numberOf(one) - numberOf(other));
  if (oldest?.VersionId === undefined) return;
  await iam.send(new DeletePolicyVersionCommand({ PolicyArn: boundaryArn, VersionId: oldest.VersionId }));
}

/** Versions are called v1, v2 and so on. */
function numberOf({ VersionId }: PolicyVersion): number {
  return Number(VersionId?.slice(1));
}
