import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { McpStack } from './mcp-stack.ts';

// Paths and asset folders stand in the template however it is synthesised; local mode reads them.
const app = new App({
  context: { 'aws:cdk:enable-asset-metadata': true, 'aws:cdk:enable-path-metadata': true },
});
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
new McpStack(app, 'SupportDesk');
app.synth();
