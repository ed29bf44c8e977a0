import { Stack } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { expect, test } from 'vitest';
import { addDemoData, DEMO_KEY } from '../../../infra/demo/demo-data.ts';
import { DEMO_DOCUMENTS } from '../../../infra/demo/demo-documents.ts';
import { DEMO_ORDERS } from '../../../infra/demo/demo-orders.ts';
import { DocumentName } from '../../../shared/tools/list-documents.ts';
import { Order } from '../../../shared/tools/list-orders.ts';
import { quickApp } from '../example-gateway.ts';
import { plainTemplate } from '../plain-template.ts';

const ofPerson = (person: string) => DEMO_ORDERS.items.filter(({ callerId }) => callerId === `{{${person}}}`);

test('alice has six orders, bob four and carol none', () => {
  expect([ofPerson('alice').length, ofPerson('bob').length, DEMO_ORDERS.items.length]).toEqual([6, 4, 10]);
});

test('no two orders have an id or an item in common, so a leak would show', () => {
  expect(new Set(DEMO_ORDERS.items.map(({ orderId }) => orderId)).size).toBe(10);
  expect(new Set(DEMO_ORDERS.items.map(({ item }) => item)).size).toBe(10);
});

test('every order is one that the contract lets out', () => {
  for (const { callerId, ...order } of DEMO_ORDERS.items) expect(Order.parse(order)).toEqual(order);
});

test("every document lies in a person's folder under a name the contract allows: alice three, bob two", () => {
  const places = Object.keys(DEMO_DOCUMENTS.objects).map((key) => key.split('/'));
  expect(places.map(([folder, person]) => `${folder}/${person}`)).toEqual([
    ...Array(3).fill('users/{{alice}}'),
    ...Array(2).fill('users/{{bob}}'),
  ]);
  for (const [, , name] of places) expect(DocumentName.parse(name)).toBe(name);
});

test('demo data stands in the metadata of its resource, where AWS does not look', () => {
  const stack = new Stack(quickApp(), 'Example');
  const table = new dynamodb.Table(stack, 'Orders', {
    partitionKey: { name: 'callerId', type: dynamodb.AttributeType.STRING },
  });
  addDemoData(table, DEMO_ORDERS);
  const [resource] = Object.values(plainTemplate(stack).Resources);
  expect(resource?.Metadata[DEMO_KEY]).toEqual(DEMO_ORDERS);
  expect(JSON.stringify(resource?.Properties)).not.toContain('alice');
});

test('fails when a construct has no resource to carry it', () => {
  const bare = new Construct(new Stack(quickApp(), 'Example'), 'Bare');
  expect(() => addDemoData(bare, DEMO_ORDERS)).toThrow('Example/Bare: demo data goes with a resource');
});
