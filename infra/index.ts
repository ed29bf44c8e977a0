// The public surface for teams that deploy: constructs, grants and what their props are made of.
export type { AuditLogProps } from './audit/audit-log.ts';
export { AuditLog } from './audit/audit-log.ts';
export type { McpGatewayProps } from './gateway/mcp-gateway.ts';
export { McpGateway } from './gateway/mcp-gateway.ts';
export type { GrantableBucket } from './grants/bucket-caller-grants.ts';
export { BucketCallerGrants } from './grants/bucket-caller-grants.ts';
export type { GrantableTable } from './grants/table-caller-grants.ts';
export { TableCallerGrants } from './grants/table-caller-grants.ts';
export type { IdentitySource, OAuthResource, ResourceScope } from './identity/identity-source.ts';
export type { McpClient } from './identity/mcp-client.ts';
export type { McpUserPoolProps } from './identity/mcp-user-pool.ts';
export { McpUserPool } from './identity/mcp-user-pool.ts';
export type { OidcIssuerProps } from './identity/oidc-issuer.ts';
export { OidcIssuer } from './identity/oidc-issuer.ts';
export type { McpToolProps } from './tool/mcp-tool.ts';
export { McpTool } from './tool/mcp-tool.ts';
