import { expect, test } from 'vitest';
import { signedIdentityHeaders, stsUrl } from '../../shared/identity-request.ts';

test.each([
  ['eu-central-1', 'https://sts.eu-central-1.amazonaws.com'],
  ['us-gov-west-1', 'https://sts.us-gov-west-1.amazonaws.com'],
  ['cn-north-1', 'https://sts.cn-north-1.amazonaws.com.cn'],
])('STS of %s is %s, as the template writes it', (region, url) => {
  expect(stsUrl(region)).toBe(url);
});

test('a signature covers the host, the time, the order and what makes credentials temporary (I6)', () => {
  expect(signedIdentityHeaders({ temporary: false })).toBe('content-type;host;x-amz-date;x-sallyport-order');
  expect(signedIdentityHeaders({ temporary: true })).toBe(
    'content-type;host;x-amz-date;x-amz-security-token;x-sallyport-order',
  );
});
