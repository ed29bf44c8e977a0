import { App } from 'aws-cdk-lib';
import { PlainStack } from './plain-stack.ts';

const app = new App({
  context: { 'aws:cdk:enable-asset-metadata': true, 'aws:cdk:enable-path-metadata': true },
});
new PlainStack(app, 'Plain');
app.synth();
