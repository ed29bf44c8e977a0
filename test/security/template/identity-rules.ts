import * as z from 'zod';
import { changed, drop, put, type TemplateRule } from './template-rule.ts';

const CLIENT = 'AWS::Cognito::UserPoolClient';
const Client = z.object({
  AccessTokenValidity: z.number().optional(),
  TokenValidityUnits: z.object({ AccessToken: z.string().optional() }).default({}),
  EnableTokenRevocation: z.boolean().optional(),
});

/** The shortest life Cognito gives. */
const MINUTES = 5;

/** Tokens that are lost are lost for minutes. */
export const shortTokens: TemplateRule = {
  problemsOf(stack) {
    const clients = stack.ofType(CLIENT);
    return [
      ...(clients.length === 0 ? ['there is no client'] : []),
      ...clients.flatMap(({ properties, path }) => {
        const { AccessTokenValidity, TokenValidityUnits, EnableTokenRevocation } = Client.parse(properties);
        // without a unit Cognito counts hours, and without a number it gives one hour
        const short = AccessTokenValidity === MINUTES && TokenValidityUnits.AccessToken === 'minutes';
        return [
          ...(short
            ? []
            : [`${path}: tokens live ${AccessTokenValidity ?? 1} ${TokenValidityUnits.AccessToken ?? 'hours'}`]),
          ...(EnableTokenRevocation === true ? [] : [`${path}: tokens cannot be revoked`]),
        ];
      }),
    ];
  },
  losses: {
    'tokens live an hour': changed(CLIENT, put({ AccessTokenValidity: 60 })),
    'the unit is hours': changed(CLIENT, put({ TokenValidityUnits: { AccessToken: 'hours' } })),
    'the unit is left to Cognito': changed(CLIENT, drop('TokenValidityUnits')),
    'the life is left to Cognito': changed(CLIENT, drop('AccessTokenValidity')),
    'tokens cannot be revoked': changed(CLIENT, put({ EnableTokenRevocation: false })),
  },
};
