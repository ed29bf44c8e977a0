/** Names of the functions of the plain stack. */
export const PlainFunction = { bare: 'plain-bare-sdk', constantTool: 'plain-constant-tool' } as const;
