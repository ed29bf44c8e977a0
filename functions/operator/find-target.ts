import { createHash } from 'node:crypto';
import { AdminGetUserCommand, type CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import type { ChangeTarget } from '../../shared/change-record.ts';
import { clientDocumentKey } from '../../shared/state-table.ts';
import { OperatorError } from './operator-failure.ts';
import type { StateItems } from './state-items.ts';

/** A target under the name by which the authorizer knows it. */
export interface FoundTarget {
  readonly target: ChangeTarget;
  /** Name of a person at the user pool, for the sign-out there. */
  readonly username?: string;
}

/** What finding needs. */
export interface FinderProps {
  readonly cognito: Pick<CognitoIdentityProviderClient, 'send'>;
  /** Absent where another issuer signs people in: names are then taken as they are. */
  readonly userPoolId?: string;
  readonly items: Pick<StateItems, 'read'>;
  /** Names of the gateway's tools. */
  readonly tools: readonly string[];
}

/**
 * Finds who or what an order names.
 *
 * @throws OperatorError with `target_unknown`, or `state_unreachable` when nobody could be asked.
 */
export type FindTarget = (target: ChangeTarget) => Promise<FoundTarget>;

/** Makes the finder. A name that stands for nobody is refused: a stop under a wrong name would stop nothing. */
export function targetFinder(props: FinderProps): FindTarget {
  return async (target) => {
    const { kind, name } = target;
    if (name === undefined) return { target };
    if (kind === 'tool' && !props.tools.includes(name)) throw new OperatorError('target_unknown');
    if (props.userPoolId === undefined) return { target };
    if (kind === 'user') return findUser(name, props.userPoolId, props);
    if (kind === 'client' && name.startsWith('https://')) return findDocumentClient(name, props);
    return { target };
  };
}

/** Cognito resolves sign-in names and subjects alike (AdminGetUser, `Username`). */
async function findUser(name: string, UserPoolId: string, { cognito }: FinderProps): Promise<FoundTarget> {
  try {
    const { Username, UserAttributes = [] } = await cognito.send(
      new AdminGetUserCommand({ UserPoolId, Username: name }),
    );
    const subject = UserAttributes.find(({ Name }) => Name === 'sub')?.Value;
    if (Username === undefined || subject === undefined) throw new Error('a person without a subject');
    return { target: { kind: 'user', name: subject }, username: Username };
  } catch (cause) {
    throw new OperatorError(isUnknown(cause) ? 'target_unknown' : 'state_unreachable', { cause });
  }
}

/** Cognito refuses a name that no person could have before it looks for it. */
function isUnknown(error: unknown): boolean {
  return error instanceof Error && ['UserNotFoundException', 'InvalidParameterException'].includes(error.name);
}

async function findDocumentClient(url: string, { items }: FinderProps): Promise<FoundTarget> {
  const { clientId } = await items.read(clientDocumentKey(createHash('sha256').update(url).digest('hex')));
  if (typeof clientId !== 'string') throw new OperatorError('target_unknown');
  return { target: { kind: 'client', name: clientId } };
}
