import * as z from 'zod';
import type { RunningKeycloak } from './start-keycloak.ts';

/** Sends one order to the administration's interface. @throws Error when it is refused. */
export type Order = (path: string, content: object) => Promise<void>;

/** Signs the administrator in. */
export async function signInAsAdministrator({ url, administrator }: RunningKeycloak): Promise<Order> {
  const form = new URLSearchParams({ grant_type: 'password', client_id: 'admin-cli', ...administrator });
  const signedIn = await fetch(`${url}/realms/master/protocol/openid-connect/token`, { method: 'POST', body: form });
  const { access_token: token } = z.object({ access_token: z.string() }).parse(await signedIn.json());
  return async (path, content) => {
    const answer = await fetch(`${url}/admin/realms${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(content),
    });
    if (!answer.ok) throw new Error(`POST ${path}: ${answer.status} ${await answer.text()}`);
  };
}
