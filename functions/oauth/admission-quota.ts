import { StatePrefix } from '../../shared/state-table.ts';
import type { ClientState } from './client-state.ts';
import { OAuthError } from './oauth-failure.ts';

const QUOTA_KEY = `${StatePrefix.signIn}quota#clients`;
const names = { '#count': 'count' };

/** How many more clients may be admitted at run time, over all environments of the facade. */
export interface AdmissionQuota {
  /**
   * Takes one place.
   *
   * @throws OAuthError with `quota_spent`, or `state_unreachable`.
   */
  take(): Promise<void>;
  /** Gives back the place of a client that does not exist after all. */
  giveBack(): Promise<void>;
}

/**
 * Makes the quota. App clients are few in a user pool and take no part in anybody's sign-in until used, so strangers must
 * not be able to use them up. An answer that got lost may count twice: rather one client too few.
 */
export function admissionQuota(
  state: Pick<ClientState, 'update'>,
  { maxAdmittedClients }: { readonly maxAdmittedClients: number },
): AdmissionQuota {
  return {
    async take() {
      const isFree = maxAdmittedClients > 0 && (await state.update(QUOTA_KEY, takeOne(maxAdmittedClients)));
      if (!isFree) throw new OAuthError({ reason: 'quota_spent' });
    },
    async giveBack() {
      await state.update(QUOTA_KEY, GIVE_ONE_BACK);
    },
  };
}

function takeOne(max: number) {
  return {
    change: 'ADD #count :one',
    condition: 'attribute_not_exists(#count) OR #count < :max',
    names,
    values: { ':one': { N: '1' }, ':max': { N: String(max) } },
  };
}

const GIVE_ONE_BACK = {
  change: 'ADD #count :less',
  condition: '#count > :none',
  names,
  values: { ':less': { N: '-1' }, ':none': { N: '0' } },
};
