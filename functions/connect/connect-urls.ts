import { ConnectPath } from '../../shared/connect.ts';
import { ENDPOINT_PATH } from '../../shared/protected-resource.ts';

/** Where the sign-in comes back to: the only redirect address of the page's client. */
export function callbackUrl(resource: string): string {
  return `${base(resource)}${ConnectPath.callback}`;
}

/** Where the page's form goes. */
export function saveUrl(resource: string): string {
  return `${base(resource)}${ConnectPath.save}`;
}

function base(resource: string): string {
  return resource.slice(0, -ENDPOINT_PATH.length);
}
